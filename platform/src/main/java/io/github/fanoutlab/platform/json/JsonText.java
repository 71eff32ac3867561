package io.github.fanoutlab.platform.json;

import io.github.fanoutlab.platform.Guard;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * JSON as {@code JSON.stringify} writes it (ECMAScript 2024, section 25.5.2), so that our bytes equal Node's.
 *
 * <p>What differs from Jackson's own writer: numbers have JavaScript's form ({@code 1}, not {@code 1.0}; {@code 1e+21}),
 * NaN and the infinities are {@code null}, properties that are array indexes come first, escapes are in lower case, half a
 * surrogate pair is escaped, and bytes are written like a Node {@code Buffer}. Whole numbers from {@code int}, {@code long} and
 * {@code BigInteger} keep all their digits.
 */
public final class JsonText {

    private JsonText() {}

    /** The text of {@code tree}, without white space. */
    public static String stringify(JsonNode tree) {
        StringBuilder out = new StringBuilder(64);
        write(tree, out);
        return out.toString();
    }

    /** What a log or an exception says of {@code tree}: its text, or the beginning of a long one and its length. */
    public static String excerpt(JsonNode tree) {
        return Guard.cut(stringify(tree), 100);
    }

    /** {@code text} in quotes and escaped. */
    public static String quote(String text) {
        StringBuilder out = new StringBuilder(text.length() + 2);
        writeString(text, out);
        return out.toString();
    }

    /** Writes {@code tree} to {@code out}, without white space. */
    public static void write(JsonNode tree, StringBuilder out) {
        switch (tree.getNodeType()) {
            case OBJECT -> writeObject(tree, out);
            case ARRAY -> writeArray(tree, out);
            case STRING -> writeString(tree.stringValue(), out);
            case NUMBER -> writeNumber(tree, out);
            case BOOLEAN -> out.append(tree.booleanValue());
            case BINARY -> writeBuffer(tree.binaryValue(), out);
            default -> out.append("null");
        }
    }

    private static void writeObject(JsonNode object, StringBuilder out) {
        char before = '{';
        for (Map.Entry<String, JsonNode> property : PropertyOrder.of(object)) {
            writeString(property.getKey(), out.append(before));
            write(property.getValue(), out.append(':'));
            before = ',';
        }
        out.append(object.isEmpty() ? "{}" : "}");
    }

    private static void writeArray(JsonNode array, StringBuilder out) {
        char before = '[';
        for (JsonNode item : array) {
            write(item, out.append(before));
            before = ',';
        }
        out.append(array.isEmpty() ? "[]" : "]");
    }

    private static void writeBuffer(byte[] bytes, StringBuilder out) {
        out.append("{\"type\":\"Buffer\",\"data\":[");
        for (int i = 0; i < bytes.length; i++) {
            out.append(i == 0 ? "" : ",").append(bytes[i] & 0xff);
        }
        out.append("]}");
    }

    private static void writeNumber(JsonNode number, StringBuilder out) {
        if (!number.isIntegralNumber()) {
            double value = number.doubleValue();
            out.append(Double.isFinite(value) ? JavaScriptNumber.toString(value) : "null");
        } else if (number.canConvertToLong()) {
            out.append(number.longValue());
        } else {
            out.append(number.bigIntegerValue());
        }
    }

    private static void writeString(String text, StringBuilder out) {
        out.append('"');
        int length = text.length();
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c >= ' ' && !Character.isSurrogate(c) && c != '"' && c != '\\') {
                out.append(c);
            } else if (Character.isHighSurrogate(c) && i + 1 < length && Character.isLowSurrogate(text.charAt(i + 1))) {
                out.append(c).append(text.charAt(++i));
            } else {
                escape(c, out);
            }
        }
        out.append('"');
    }

    private static void escape(char c, StringBuilder out) {
        int shortForm = "\b\t\n\f\r\"\\".indexOf(c);
        if (shortForm >= 0) {
            out.append('\\').append("btnfr\"\\".charAt(shortForm));
        } else {
            out.append("\\u");
            for (int shift = 12; shift >= 0; shift -= 4) {
                out.append(Character.forDigit(c >> shift & 0xf, 16));
            }
        }
    }
}
