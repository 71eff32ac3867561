package io.github.fanoutlab.adapter.protocol;

import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * JSON as JavaScript's {@code JSON.stringify} writes it (ECMAScript 2024, section 25.5.2), so that our bytes equal Node's.
 *
 * <p>What differs from Jackson's own writer: numbers have JavaScript's form ({@code 1}, not {@code 1.0}; {@code 1e+21}),
 * NaN and the infinities are {@code null}, escapes are in lower case, half a surrogate pair is escaped, and bytes that are not
 * attachments look like a Node {@code Buffer}.
 */
public final class JsText {

    private final StringBuilder out = new StringBuilder(64);

    private JsText() {}

    /** The text of {@code node}, without white space. */
    public static String stringify(JsonNode node) {
        JsText text = new JsText();
        text.write(node);
        return text.out.toString();
    }

    private void write(JsonNode node) {
        switch (node.getNodeType()) {
            case OBJECT -> writeObject(node);
            case ARRAY -> writeArray(node);
            case STRING -> writeString(node.stringValue());
            case NUMBER -> out.append(JsNumber.toText(node));
            case BOOLEAN -> out.append(node.booleanValue());
            case BINARY -> writeBuffer(node.binaryValue());
            default -> out.append("null");
        }
    }

    private void writeObject(JsonNode node) {
        char separator = '{';
        for (Map.Entry<String, JsonNode> property : node.properties()) {
            out.append(separator);
            writeString(property.getKey());
            out.append(':');
            write(property.getValue());
            separator = ',';
        }
        out.append(node.isEmpty() ? "{}" : "}");
    }

    private void writeArray(JsonNode node) {
        char separator = '[';
        for (JsonNode item : node) {
            out.append(separator);
            write(item);
            separator = ',';
        }
        out.append(node.isEmpty() ? "[]" : "]");
    }

    private void writeBuffer(byte[] bytes) {
        out.append("{\"type\":\"Buffer\",\"data\":[");
        for (int i = 0; i < bytes.length; i++) {
            out.append(i == 0 ? "" : ",").append(bytes[i] & 0xff);
        }
        out.append("]}");
    }

    private void writeString(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ') {
                writeControl(c);
            } else if (Character.isSurrogate(c) && !isPaired(text, i)) {
                out.append(String.format("\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }

    private void writeControl(char c) {
        switch (c) {
            case '\b' -> out.append("\\b");
            case '\t' -> out.append("\\t");
            case '\n' -> out.append("\\n");
            case '\f' -> out.append("\\f");
            case '\r' -> out.append("\\r");
            default -> out.append(String.format("\\u%04x", (int) c));
        }
    }

    private static boolean isPaired(String text, int i) {
        return Character.isHighSurrogate(text.charAt(i))
                ? i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))
                : i > 0 && Character.isHighSurrogate(text.charAt(i - 1));
    }
}
