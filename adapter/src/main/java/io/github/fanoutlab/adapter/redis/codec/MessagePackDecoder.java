package io.github.fanoutlab.adapter.redis.codec;

import io.github.fanoutlab.adapter.protocol.Payloads;
import io.github.fanoutlab.platform.json.JsonText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import org.msgpack.core.ExtensionTypeHeader;
import org.msgpack.core.MessageFormat;
import org.msgpack.core.MessageFormatException;
import org.msgpack.core.MessageInsufficientBufferException;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessageSizeException;
import org.msgpack.core.MessageUnpacker;
import org.msgpack.value.ValueType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads MessagePack as {@code notepack.io} 3 does, its older extensions included.
 *
 * <p>A date becomes the text that {@code JSON.stringify} makes of it, since that is what clients get. Input is not trusted: a length
 * must fit into what is left before memory is taken for it, an array grows only with the items that have arrived, and payloads are
 * nested {@link Payloads#MAX_DEPTH} deep at most, within the three levels of the message.
 */
public class MessagePackDecoder {

    private static final int MAX_DEPTH = Payloads.MAX_DEPTH + 3;
    private static final int UNDEFINED_BYTES_OR_DATE = 0;
    private static final List<Integer> TIMESTAMP_LENGTHS = List.of(4, 8, 12);
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final MessageUnpacker in;
    private final int size;

    MessagePackDecoder(byte[] bytes) {
        this.in = MessagePack.newDefaultUnpacker(bytes);
        this.size = bytes.length;
    }

    /**
     * The tree in {@code bytes}.
     *
     * @throws MalformedMessageException if they are not one whole MessagePack value
     */
    public static JsonNode decode(byte[] bytes) {
        return new MessagePackDecoder(bytes).readAll();
    }

    JsonNode readAll() {
        try {
            JsonNode tree = definedOrNull(read(0));
            if (remaining() > 0) {
                throw new MalformedMessageException(remaining() + " trailing bytes");
            }
            return tree;
        } catch (MessageInsufficientBufferException e) {
            throw new MalformedMessageException("the message ends in the middle of a value");
        } catch (MessageFormatException e) {
            throw new MalformedMessageException("0xc1 is not a type of MessagePack");
        } catch (MessageSizeException e) {
            throw tooLong(e.getSize());
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail", e);
        }
    }

    private long remaining() {
        return size - in.getTotalReadBytes();
    }

    private JsonNode read(int depth) throws IOException {
        MessageFormat format = in.getNextFormat();
        JsonNode own = readOwnType(format);
        if (own != null) {
            return own;
        }
        return switch (format.getValueType()) {
            case NIL -> readNull();
            case BOOLEAN -> NODES.booleanNode(in.unpackBoolean());
            case INTEGER -> format == MessageFormat.UINT64 ? readLarge() : whole(in.unpackLong());
            case FLOAT -> NODES.numberNode(in.unpackDouble());
            case STRING -> NODES.stringNode(new String(readBytes(in.unpackRawStringHeader()), StandardCharsets.UTF_8));
            case BINARY -> NODES.binaryNode(readBytes(in.unpackBinaryHeader()));
            case ARRAY -> readArray(depth);
            case MAP -> readMap(depth);
            case EXTENSION -> readExtension(format);
        };
    }

    /** A value of a type that only a variant of MessagePack has; null when it is none. */
    JsonNode readOwnType(MessageFormat format) throws IOException {
        return null;
    }

    private JsonNode readNull() throws IOException {
        in.unpackNil();
        return NODES.nullNode();
    }

    private JsonNode readLarge() throws IOException {
        BigInteger value = in.unpackBigInteger();
        return value.bitLength() < Long.SIZE ? whole(value.longValue()) : NODES.numberNode(value);
    }

    private static JsonNode whole(long value) {
        return value == (int) value ? NODES.numberNode((int) value) : NODES.numberNode(value);
    }

    private JsonNode readArray(int depth) throws IOException {
        int items = entries(ValueType.ARRAY, depth);
        ArrayNode array = NODES.arrayNode();
        for (int i = 0; i < items; i++) {
            array.add(definedOrNull(read(depth + 1)));
        }
        return array;
    }

    private JsonNode readMap(int depth) throws IOException {
        int entries = entries(ValueType.MAP, depth);
        ObjectNode map = NODES.objectNode();
        for (int i = 0; i < entries; i++) {
            JsonNode key = read(depth + 1);
            if (key.isContainer()) {
                throw new MalformedMessageException("the key of a map is " + key.getNodeType());
            }
            String name = key.isString() ? key.stringValue() : JsonText.stringify(key);
            JsonNode value = read(depth + 1);
            if (!value.isMissingNode()) {
                map.set(name, value);
            }
        }
        return map;
    }

    /** As in JSON, JavaScript's {@code undefined} is left out of objects and is null anywhere else. */
    private static JsonNode definedOrNull(JsonNode value) {
        return value.isMissingNode() ? NODES.nullNode() : value;
    }

    /** The number of entries, which must be possible: each takes one byte at least, in a map two. */
    private int entries(ValueType container, int depth) throws IOException {
        if (depth >= MAX_DEPTH) {
            throw new MalformedMessageException("nested deeper than " + MAX_DEPTH + " arrays and maps");
        }
        boolean isMap = container == ValueType.MAP;
        long entries;
        try {
            entries = isMap ? in.unpackMapHeader() : in.unpackArrayHeader();
        } catch (MessageSizeException e) {
            entries = e.getSize();
        }
        if (entries * (isMap ? 2 : 1) > remaining()) {
            throw new MalformedMessageException(entries + " entries are announced in " + remaining() + " bytes");
        }
        return (int) entries;
    }

    byte[] readBytes(long length) throws IOException {
        if (length > remaining()) {
            throw tooLong(length);
        }
        return in.readPayload((int) length);
    }

    private MalformedMessageException tooLong(long length) {
        return new MalformedMessageException(length + " bytes are announced, but " + remaining() + " are left");
    }

    private JsonNode readExtension(MessageFormat format) throws IOException {
        ExtensionTypeHeader header = in.unpackExtensionTypeHeader();
        if (header.isTimestampType() && TIMESTAMP_LENGTHS.contains(header.getLength())) {
            return readTimestamp(header);
        }
        byte[] bytes = readBytes(header.getLength());
        JsonNode asUnknown = NODES.arrayNode().add(header.getType()).add(bytes);
        if (header.getType() != UNDEFINED_BYTES_OR_DATE) {
            return asUnknown;
        }
        return switch (format) {
            case FIXEXT1 -> NODES.missingNode();
            case FIXEXT8 ->
                JsDate.toJson(Instant.ofEpochMilli(ByteBuffer.wrap(bytes).getLong()));
            case EXT8, EXT16, EXT32 -> NODES.binaryNode(bytes);
            default -> asUnknown;
        };
    }

    private JsonNode readTimestamp(ExtensionTypeHeader header) throws IOException {
        try {
            return JsDate.toJson(in.unpackTimestamp(header));
        } catch (DateTimeException | ArithmeticException beyondAnyDate) {
            return NODES.nullNode();
        }
    }
}
