package io.github.fanoutlab.adapter.redis;

import io.github.fanoutlab.adapter.protocol.JsText;
import io.github.fanoutlab.adapter.protocol.Payloads;
import java.math.BigInteger;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * MessagePack to trees, as {@code notepack.io} 3 reads it, its older extensions included.
 *
 * <p>A date becomes the text that {@code JSON.stringify} makes of it, since that is what clients get. Nothing is believed: a
 * length must fit what is left before memory is taken for it, and nesting ends at {@link Payloads#MAX_DEPTH} within the
 * message's own three levels.
 */
final class MessagePackDecoder {

    private static final int MAX_DEPTH = Payloads.MAX_DEPTH + 3;
    private static final int UNDEFINED_BYTES_OR_DATE = 0;
    private static final int TIMESTAMP = -1;
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final ByteBuffer in;

    private MessagePackDecoder(byte[] bytes) {
        this.in = ByteBuffer.wrap(bytes);
    }

    /**
     * The tree in {@code bytes}.
     *
     * @throws MalformedMessageException if they are not one whole MessagePack value
     */
    static JsonNode decode(byte[] bytes) {
        MessagePackDecoder decoder = new MessagePackDecoder(bytes);
        try {
            JsonNode tree = decoder.read(0);
            if (decoder.in.hasRemaining()) {
                throw new MalformedMessageException(decoder.in.remaining() + " trailing bytes");
            }
            return tree;
        } catch (BufferUnderflowException e) {
            throw new MalformedMessageException("the message ends in the middle of a value");
        }
    }

    private JsonNode read(int depth) {
        int type = in.get() & 0xff;
        if (type < 0x80) {
            return NODES.numberNode(type);
        } else if (type < 0x90) {
            return readMap(type & 0x0f, depth);
        } else if (type < 0xa0) {
            return readArray(type & 0x0f, depth);
        } else if (type < 0xc0) {
            return NODES.stringNode(readText(type & 0x1f));
        } else if (type >= 0xe0) {
            return NODES.numberNode((int) (byte) type);
        }
        return readTyped(type, depth);
    }

    private JsonNode readTyped(int type, int depth) {
        return switch (type) {
            case 0xc0 -> NODES.nullNode();
            case 0xc2 -> NODES.booleanNode(false);
            case 0xc3 -> NODES.booleanNode(true);
            case 0xc4 -> NODES.binaryNode(readBytes(natural(1)));
            case 0xc5 -> NODES.binaryNode(readBytes(natural(2)));
            case 0xc6 -> NODES.binaryNode(readBytes(natural(4)));
            case 0xc7 -> readExtension(natural(1));
            case 0xc8 -> readExtension(natural(2));
            case 0xc9 -> readExtension(natural(4));
            case 0xca -> NODES.numberNode((double) in.getFloat());
            case 0xcb -> NODES.numberNode(in.getDouble());
            case 0xcc, 0xcd, 0xce -> whole(natural(1 << type - 0xcc));
            case 0xcf -> unsigned(in.getLong());
            case 0xd0 -> whole(in.get());
            case 0xd1 -> whole(in.getShort());
            case 0xd2 -> whole(in.getInt());
            case 0xd3 -> whole(in.getLong());
            case 0xd4, 0xd5, 0xd6, 0xd7, 0xd8 -> readFixedExtension(1 << type - 0xd4);
            case 0xd9 -> NODES.stringNode(readText(natural(1)));
            case 0xda -> NODES.stringNode(readText(natural(2)));
            case 0xdb -> NODES.stringNode(readText(natural(4)));
            case 0xdc -> readArray(natural(2), depth);
            case 0xdd -> readArray(natural(4), depth);
            case 0xde -> readMap(natural(2), depth);
            case 0xdf -> readMap(natural(4), depth);
            default -> throw new MalformedMessageException(String.format("0x%02x is no type of MessagePack", type));
        };
    }

    private JsonNode readMap(long length, int depth) {
        int entries = fitting(length, 2, depth);
        ObjectNode map = NODES.objectNode();
        for (int i = 0; i < entries; i++) {
            JsonNode key = read(depth + 1);
            if (key.isContainer()) {
                throw new MalformedMessageException("the key of a map is " + key.getNodeType());
            }
            String name = key.isString() ? key.stringValue() : JsText.stringify(key);
            map.set(name, read(depth + 1));
        }
        return map;
    }

    private JsonNode readArray(long length, int depth) {
        int items = fitting(length, 1, depth);
        ArrayNode array = NODES.arrayNode(items);
        for (int i = 0; i < items; i++) {
            array.add(read(depth + 1));
        }
        return array;
    }

    /** A count that can be true: each entry takes a byte at least. */
    private int fitting(long length, int bytesEach, int depth) {
        if (depth >= MAX_DEPTH) {
            throw new MalformedMessageException("nested deeper than " + MAX_DEPTH + " arrays and maps");
        }
        if (length * bytesEach > in.remaining()) {
            throw new MalformedMessageException(length + " entries are announced in " + in.remaining() + " bytes");
        }
        return (int) length;
    }

    private byte[] readBytes(long length) {
        if (length > in.remaining()) {
            throw new MalformedMessageException(length + " bytes are announced, " + in.remaining() + " are left");
        }
        byte[] bytes = new byte[(int) length];
        in.get(bytes);
        return bytes;
    }

    private String readText(long length) {
        return new String(readBytes(length), StandardCharsets.UTF_8);
    }

    private JsonNode readExtension(long length) {
        int type = in.get();
        if (type == TIMESTAMP && length == 12) {
            long nanos = natural(4);
            return JsDate.toJson(in.getLong(), nanos);
        }
        byte[] bytes = readBytes(length);
        return type == UNDEFINED_BYTES_OR_DATE ? NODES.binaryNode(bytes) : pair(type, bytes);
    }

    private JsonNode readFixedExtension(int length) {
        int type = in.get();
        if (type == UNDEFINED_BYTES_OR_DATE && length == 1) {
            in.get();
            return NODES.nullNode();
        }
        if (type == UNDEFINED_BYTES_OR_DATE && length == 8) {
            return JsDate.toJson(in.getLong());
        }
        if (type == TIMESTAMP && length == 4) {
            return JsDate.toJson(natural(4), 0);
        }
        if (type == TIMESTAMP && length == 8) {
            long packed = in.getLong();
            return JsDate.toJson(packed & 0x3_ffff_ffffL, packed >>> 34);
        }
        return pair(type, readBytes(length));
    }

    /** What notepack makes of an extension that it does not know. */
    private static JsonNode pair(int type, byte[] bytes) {
        return NODES.arrayNode().add(type).add(bytes);
    }

    private long natural(int bytes) {
        long value = 0;
        for (int i = 0; i < bytes; i++) {
            value = value << 8 | in.get() & 0xff;
        }
        return value;
    }

    private static JsonNode whole(long value) {
        return value == (int) value ? NODES.numberNode((int) value) : NODES.numberNode(value);
    }

    private static JsonNode unsigned(long bits) {
        return bits >= 0 ? whole(bits) : NODES.numberNode(new BigInteger(Long.toUnsignedString(bits)));
    }
}
