package io.github.fanoutlab.adapter.redis.codec;

import java.io.IOException;
import org.msgpack.core.MessageFormat;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessagePacker;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * MessagePack of 2012 as {@code msgpack-js} 0.3 writes and reads it. That format had neither bytes nor short strings, and the
 * package used type codes of its own, which have another meaning today.
 *
 * <pre>
 * 0xc4                  undefined             (bin 8 in today's MessagePack)
 * 0xd8, 2 bytes length  bytes                 (fixext 16)
 * 0xd9, 4 bytes length  bytes                 (str 8)
 * </pre>
 *
 * <p>Whole numbers that do not fit into 32 bits with a sign are written as 64-bit floats.
 */
public final class MessagePackJs {

    private static final int UNDEFINED = 0xc4;
    private static final int BYTES_16 = 0xd8;
    private static final int BYTES_32 = 0xd9;

    private static final MessagePack.PackerConfig WITHOUT_STR_8 =
            MessagePackEncoder.SHORT_MESSAGES.clone().withStr8FormatSupport(false);

    private MessagePackJs() {}

    /** {@code tree} in bytes. */
    public static byte[] encode(JsonNode tree) {
        return MessagePackEncoder.encode(tree, WITHOUT_STR_8, Writer::new);
    }

    /**
     * The tree in {@code bytes}.
     *
     * @throws MalformedMessageException if they are not one whole value
     */
    public static JsonNode decode(byte[] bytes) {
        return new Reader(bytes).readAll();
    }

    private static final class Writer extends MessagePackEncoder {

        Writer(MessagePacker out) {
            super(out);
        }

        @Override
        void writeUndefined() throws IOException {
            out.writePayload(new byte[] {(byte) UNDEFINED});
        }

        @Override
        void writeBinary(byte[] bytes) throws IOException {
            int length = bytes.length;
            if (length < 1 << Short.SIZE) {
                out.writePayload(new byte[] {(byte) BYTES_16, (byte) (length >> 8), (byte) length});
            } else {
                out.writePayload(new byte[] {
                    (byte) BYTES_32, (byte) (length >> 24), (byte) (length >> 16), (byte) (length >> 8), (byte) length
                });
            }
            out.writePayload(bytes);
        }

        @Override
        void writeNumber(JsonNode number) throws IOException {
            double value = number.isBigInteger() ? number.bigIntegerValue().doubleValue() : number.doubleValue();
            if (value == (int) value) {
                out.packInt((int) value);
            } else {
                out.packDouble(value);
            }
        }
    }

    private static final class Reader extends MessagePackDecoder {

        Reader(byte[] bytes) {
            super(bytes);
        }

        @Override
        JsonNode readOwnType(MessageFormat format) throws IOException {
            return switch (format) {
                case BIN8 -> readUndefined();
                case FIXEXT16 -> readBytesOfLength(2);
                case STR8 -> readBytesOfLength(4);
                default -> null;
            };
        }

        private JsonNode readUndefined() throws IOException {
            readBytes(1);
            return JsonNodeFactory.instance.missingNode();
        }

        private JsonNode readBytesOfLength(int lengthBytes) throws IOException {
            long length = 0;
            byte[] head = readBytes(1 + lengthBytes);
            for (int i = 1; i <= lengthBytes; i++) {
                length = length << 8 | head[i] & 0xff;
            }
            return JsonNodeFactory.instance.binaryNode(readBytes(length));
        }
    }
}
