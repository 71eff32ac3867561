package io.github.fanoutlab.legacy.store;

import io.github.fanoutlab.legacy.protocol.JavaScriptJson;
import io.github.fanoutlab.platform.json.JavaScriptText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessagePackException;
import org.msgpack.core.MessagePacker;
import org.msgpack.core.MessageUnpacker;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@link Packing#MSGPACK}. It takes anything: a length must fit the bytes that are left before memory is allocated for it. */
final class MsgpackPacking implements Packing {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final MessagePack.PackerConfig RAW_ONLY =
            new MessagePack.PackerConfig().withStr8FormatSupport(false);

    /** Whether {@code payload} begins like a MessagePack map. JSON never does. */
    static boolean isMap(byte[] payload) {
        int first = payload.length == 0 ? 0 : payload[0] & 0xff;
        return first >= 0x80 && first <= 0x8f || first == 0xde || first == 0xdf;
    }

    @Override
    public byte[] pack(ObjectNode message) {
        try (MessageBufferPacker packer = RAW_ONLY.newBufferPacker()) {
            write(message, packer);
            return packer.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException("a buffer in memory does not fail", e);
        }
    }

    private static void write(JsonNode node, MessagePacker packer) throws IOException {
        if (node.isObject()) {
            packer.packMapHeader(node.size());
            for (Map.Entry<String, JsonNode> property : node.properties()) {
                packer.packString(JavaScriptText.wellFormed(property.getKey()));
                write(property.getValue(), packer);
            }
        } else if (node.isArray()) {
            packer.packArrayHeader(node.size());
            for (JsonNode item : node.values()) {
                write(item, packer);
            }
        } else if (node.isString()) {
            packer.packString(JavaScriptText.wellFormed(node.stringValue()));
        } else if (node.isBoolean()) {
            packer.packBoolean(node.booleanValue());
        } else if (node.isNumber()) {
            writeNumber(node.isBigInteger() ? node.bigIntegerValue().doubleValue() : node.doubleValue(), packer);
        } else {
            packer.packNil();
        }
    }

    private static void writeNumber(double number, MessagePacker packer) throws IOException {
        if (number == (int) number) {
            packer.packInt((int) number);
        } else {
            packer.packDouble(number);
        }
    }

    @Override
    public JsonNode unpack(byte[] payload) {
        try (MessageUnpacker unpacker = MessagePack.newDefaultUnpacker(payload)) {
            return new Reader(unpacker, payload.length).read(JavaScriptJson.MAX_DEPTH);
        } catch (MessagePackException | IOException malformed) {
            return null;
        }
    }

    private record Reader(MessageUnpacker in, long size) {

        JsonNode read(int depth) throws IOException {
            return switch (in.getNextFormat().getValueType()) {
                case NIL -> {
                    in.unpackNil();
                    yield NODES.nullNode();
                }
                case BOOLEAN -> NODES.booleanNode(in.unpackBoolean());
                case INTEGER -> whole(in.unpackBigInteger());
                case FLOAT -> NODES.numberNode(in.unpackDouble());
                case STRING -> NODES.stringNode(text(in.unpackRawStringHeader()));
                case BINARY -> NODES.stringNode(text(in.unpackBinaryHeader()));
                case ARRAY -> array(checked(in.unpackArrayHeader(), depth), depth);
                case MAP -> map(checked(in.unpackMapHeader(), depth), depth);
                case EXTENSION -> throw new IOException("0.9 has no extension types");
            };
        }

        private static JsonNode whole(BigInteger number) {
            return number.bitLength() < Integer.SIZE
                    ? NODES.numberNode(number.intValue())
                    : NODES.numberNode(number.doubleValue());
        }

        private String text(int length) throws IOException {
            return new String(in.readPayload(checked(length, 1)), StandardCharsets.UTF_8);
        }

        /** {@code length}, if it is possible: each item takes at least one byte. */
        private int checked(int length, int depth) throws IOException {
            if (length > size - in.getTotalReadBytes() || depth == 0) {
                throw new IOException("longer than the payload, or nested too deep");
            }
            return length;
        }

        private JsonNode array(int length, int depth) throws IOException {
            ArrayNode array = NODES.arrayNode();
            for (int i = 0; i < length; i++) {
                array.add(read(depth - 1));
            }
            return array;
        }

        private JsonNode map(int length, int depth) throws IOException {
            ObjectNode map = NODES.objectNode();
            for (int i = 0; i < length; i++) {
                JsonNode key = read(depth - 1);
                if (key.isContainer()) {
                    throw new IOException("JavaScript has no such key");
                }
                map.set(key.asString(), read(depth - 1));
            }
            return map;
        }
    }
}
