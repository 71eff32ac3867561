package io.github.fanoutlab.adapter.redis;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * MessagePack with the choices of {@code notepack.io} 3: the shortest form of each whole number, every other number as 64-bit
 * float, strings of 32 to 255 bytes as str 8, bytes as bin.
 *
 * <p>A double without a fraction is a whole number, as everywhere in JavaScript. Those beyond 64 bits, which notepack garbles,
 * are written as floats.
 */
final class MessagePackEncoder {

    private static final double TWO_TO_63 = 0x1p63;
    private static final BigInteger TWO_TO_64 = BigInteger.ONE.shiftLeft(64);

    private byte[] out = new byte[128];
    private int size;

    private MessagePackEncoder() {}

    static byte[] encode(JsonNode tree) {
        MessagePackEncoder encoder = new MessagePackEncoder();
        encoder.write(tree);
        return Arrays.copyOf(encoder.out, encoder.size);
    }

    private void write(JsonNode node) {
        switch (node.getNodeType()) {
            case OBJECT -> writeMap(node);
            case ARRAY -> writeArray(node);
            case STRING -> writeString(node.stringValue());
            case NUMBER -> writeNumber(node);
            case BOOLEAN -> writeByte(node.booleanValue() ? 0xc3 : 0xc2);
            case BINARY -> writeBinary(node.binaryValue());
            default -> writeByte(0xc0);
        }
    }

    private void writeMap(JsonNode map) {
        writeLength(map.size(), 0x10, 0x80, -1, 0xde, 0xdf);
        for (Map.Entry<String, JsonNode> property : map.properties()) {
            writeString(property.getKey());
            write(property.getValue());
        }
    }

    private void writeArray(JsonNode array) {
        writeLength(array.size(), 0x10, 0x90, -1, 0xdc, 0xdd);
        for (JsonNode item : array) {
            write(item);
        }
    }

    private void writeString(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        writeLength(utf8.length, 0x20, 0xa0, 0xd9, 0xda, 0xdb);
        writeBytes(utf8);
    }

    private void writeBinary(byte[] bytes) {
        writeLength(bytes.length, 0, 0, 0xc4, 0xc5, 0xc6);
        writeBytes(bytes);
    }

    /** A length in its shortest form: within the type's byte below {@code fixLimit}, else after a type of its own. */
    private void writeLength(int length, int fixLimit, int fixType, int type8, int type16, int type32) {
        if (length < fixLimit) {
            writeByte(fixType | length);
        } else if (type8 >= 0 && length < 0x100) {
            writeTyped(type8, length, 1);
        } else if (length < 0x10000) {
            writeTyped(type16, length, 2);
        } else {
            writeTyped(type32, length, 4);
        }
    }

    private void writeNumber(JsonNode number) {
        if (!number.isIntegralNumber()) {
            writeDouble(number.doubleValue());
        } else if (number.canConvertToLong()) {
            writeLong(number.longValue());
        } else {
            BigInteger value = number.bigIntegerValue();
            if (value.signum() > 0 && value.compareTo(TWO_TO_64) < 0) {
                writeTyped(0xcf, value.longValue(), 8);
            } else {
                writeTyped(0xcb, Double.doubleToLongBits(value.doubleValue()), 8);
            }
        }
    }

    private void writeDouble(double value) {
        if (value != Math.rint(value) || value < -TWO_TO_63 || value >= 2 * TWO_TO_63) {
            writeTyped(0xcb, Double.doubleToLongBits(value), 8);
        } else if (value < TWO_TO_63) {
            writeLong((long) value);
        } else {
            writeTyped(0xcf, (long) (value - TWO_TO_63) + Long.MIN_VALUE, 8);
        }
    }

    private void writeLong(long value) {
        if (value >= 0) {
            writeNatural(value);
        } else if (value >= -0x20) {
            writeByte((int) value);
        } else if (value >= Byte.MIN_VALUE) {
            writeTyped(0xd0, value, 1);
        } else if (value >= Short.MIN_VALUE) {
            writeTyped(0xd1, value, 2);
        } else if (value >= Integer.MIN_VALUE) {
            writeTyped(0xd2, value, 4);
        } else {
            writeTyped(0xd3, value, 8);
        }
    }

    private void writeNatural(long value) {
        if (value < 0x80) {
            writeByte((int) value);
        } else if (value < 0x100) {
            writeTyped(0xcc, value, 1);
        } else if (value < 0x10000) {
            writeTyped(0xcd, value, 2);
        } else if (value < 0x100000000L) {
            writeTyped(0xce, value, 4);
        } else {
            writeTyped(0xcf, value, 8);
        }
    }

    private void writeTyped(int type, long value, int bytes) {
        writeByte(type);
        for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) {
            writeByte((int) (value >> shift));
        }
    }

    private void writeByte(int value) {
        reserve(1);
        out[size++] = (byte) value;
    }

    private void writeBytes(byte[] bytes) {
        reserve(bytes.length);
        System.arraycopy(bytes, 0, out, size, bytes.length);
        size += bytes.length;
    }

    private void reserve(int more) {
        if (out.length - size < more) {
            out = Arrays.copyOf(out, Math.max(2 * out.length, size + more));
        }
    }
}
