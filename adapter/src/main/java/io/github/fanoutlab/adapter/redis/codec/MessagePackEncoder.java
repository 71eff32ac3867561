package io.github.fanoutlab.adapter.redis.codec;

import io.github.fanoutlab.platform.json.JavaScriptText;
import io.github.fanoutlab.platform.json.PropertyOrder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Map;
import java.util.function.Function;
import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessagePacker;
import tools.jackson.databind.JsonNode;

/**
 * Writes MessagePack with the choices of {@code notepack.io} 3: the shortest form of each whole number, every other number as 64-bit
 * float, strings of 32 to 255 bytes as str 8, bytes as bin.
 *
 * <p>A double without a fraction is a whole number, as everywhere in JavaScript. Whole numbers beyond 64 bits,
 * which notepack garbles, are written as floats. Half a surrogate pair is written as U+FFFD.
 */
public class MessagePackEncoder {

    /** Most messages are short; the buffer grows for others. */
    static final MessagePack.PackerConfig SHORT_MESSAGES = new MessagePack.PackerConfig().withBufferSize(512);

    private static final double TWO_TO_64 = 0x1p64;

    final MessagePacker out;

    MessagePackEncoder(MessagePacker out) {
        this.out = out;
    }

    /** {@code tree} in bytes. */
    public static byte[] encode(JsonNode tree) {
        return encode(tree, SHORT_MESSAGES, MessagePackEncoder::new);
    }

    static byte[] encode(
            JsonNode tree, MessagePack.PackerConfig config, Function<MessagePacker, MessagePackEncoder> encoder) {
        try (MessageBufferPacker packer = config.newBufferPacker()) {
            encoder.apply(packer).write(tree);
            return packer.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail", e);
        }
    }

    private void write(JsonNode node) throws IOException {
        switch (node.getNodeType()) {
            case OBJECT -> writeMap(node);
            case ARRAY -> writeArray(node);
            case STRING -> writeString(node.stringValue());
            case NUMBER -> writeNumber(node);
            case BOOLEAN -> out.packBoolean(node.booleanValue());
            case BINARY -> writeBinary(node.binaryValue());
            case MISSING -> writeUndefined();
            default -> out.packNil();
        }
    }

    private void writeString(String text) throws IOException {
        out.packString(JavaScriptText.wellFormed(text));
    }

    void writeUndefined() throws IOException {
        out.packNil();
    }

    private void writeMap(JsonNode map) throws IOException {
        out.packMapHeader(map.size());
        for (Map.Entry<String, JsonNode> property : PropertyOrder.of(map)) {
            writeString(property.getKey());
            write(property.getValue());
        }
    }

    private void writeArray(JsonNode array) throws IOException {
        out.packArrayHeader(array.size());
        for (JsonNode item : array) {
            write(item);
        }
    }

    void writeBinary(byte[] bytes) throws IOException {
        out.packBinaryHeader(bytes.length).writePayload(bytes);
    }

    void writeNumber(JsonNode number) throws IOException {
        if (number.isIntegralNumber() && number.canConvertToLong()) {
            out.packLong(number.longValue());
        } else if (number.isIntegralNumber()) {
            writeWhole(number.bigIntegerValue());
        } else {
            writeDouble(number.doubleValue());
        }
    }

    private void writeDouble(double value) throws IOException {
        if (value == Math.rint(value) && Math.abs(value) < TWO_TO_64) {
            writeWhole(new BigDecimal(value).toBigInteger());
        } else {
            out.packDouble(Double.isNaN(value) ? Double.NaN : value);
        }
    }

    private void writeWhole(BigInteger value) throws IOException {
        boolean fits = value.bitLength() < Long.SIZE || value.bitLength() == Long.SIZE && value.signum() > 0;
        if (fits) {
            out.packBigInteger(value);
        } else {
            out.packDouble(value.doubleValue());
        }
    }
}
