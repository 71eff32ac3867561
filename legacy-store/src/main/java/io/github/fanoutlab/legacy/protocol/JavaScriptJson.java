package io.github.fanoutlab.legacy.protocol;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.NumericNode;
import tools.jackson.databind.node.ValueNode;

/**
 * JSON as {@code JSON.parse} reads it and {@code JSON.stringify} writes it, byte for byte: no space, keys that are
 * array indexes first and in order, numbers as doubles in their shortest form, lone surrogates escaped.
 *
 * <p>One difference: text nested deeper than {@value #DEEPEST} levels counts as malformed, so that nobody's stack
 * overflows.
 */
public final class JavaScriptJson {

    /** How deep arrays and objects may be nested. */
    public static final int DEEPEST = 500;

    private static final long LAST_ARRAY_INDEX = 4_294_967_294L;

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEEPEST)
                            .maxStringLength(Integer.MAX_VALUE)
                            .maxNameLength(Integer.MAX_VALUE)
                            .build())
                    .build())
            .nodeFactory(new Numbers())
            .build();

    private JavaScriptJson() {}

    /** The value that {@code text} is; null when it is no JSON. */
    public static JsonNode parse(String text) {
        try {
            JsonNode node = MAPPER.readTree(text);
            return node.isMissingNode() ? null : node;
        } catch (JacksonException malformed) {
            return null;
        }
    }

    /** Any Java value as a tree: a tree as it is, anything else by Jackson's rules; null becomes JSON's null. */
    public static JsonNode tree(Object value) {
        if (value == null) {
            return NullNode.getInstance();
        }
        return value instanceof JsonNode node ? node : MAPPER.valueToTree(value);
    }

    /** The trees of {@code values}, in order. */
    public static List<JsonNode> trees(Object... values) {
        List<JsonNode> trees = new ArrayList<>(values.length);
        for (Object value : values) {
            trees.add(tree(value));
        }
        return trees;
    }

    /**
     * {@code tree} as an object of {@code type}.
     *
     * @throws IllegalArgumentException if it is none; the message says what stood in the way
     */
    public static <T> T as(JsonNode tree, Class<T> type) {
        try {
            return MAPPER.treeToValue(tree, type);
        } catch (JacksonException mismatch) {
            throw new IllegalArgumentException(
                    "expected " + type.getName() + ", got " + stringify(tree) + ": " + mismatch.getOriginalMessage(),
                    mismatch);
        }
    }

    /** An array of {@code elements}. */
    public static ArrayNode array(Collection<JsonNode> elements) {
        return JsonNodeFactory.instance.arrayNode(elements.size()).addAll(elements);
    }

    /** {@code tree} as text. */
    public static String stringify(JsonNode tree) {
        StringBuilder out = new StringBuilder();
        write(tree, out);
        return out.toString();
    }

    /** Writes {@code tree} to {@code out}. */
    public static void write(JsonNode tree, StringBuilder out) {
        if (tree.isObject()) {
            writeObject(tree, out);
        } else if (tree.isArray()) {
            writeArray(tree, out);
        } else if (tree.isNumber()) {
            writeNumber(tree, out);
        } else if (tree.isBoolean()) {
            out.append(tree.booleanValue());
        } else if (tree.isNull() || tree.isMissingNode()) {
            out.append("null");
        } else {
            quote(tree.asString(), out);
        }
    }

    private static void writeArray(JsonNode array, StringBuilder out) {
        out.append('[');
        for (int i = 0; i < array.size(); i++) {
            if (i > 0) {
                out.append(',');
            }
            write(array.get(i), out);
        }
        out.append(']');
    }

    private static void writeObject(JsonNode object, StringBuilder out) {
        char before = '{';
        for (Map.Entry<String, JsonNode> property : inOrder(object)) {
            quote(property.getKey(), out.append(before));
            write(property.getValue(), out.append(':'));
            before = ',';
        }
        out.append(before == '{' ? "{}" : "}");
    }

    private static Collection<Map.Entry<String, JsonNode>> inOrder(JsonNode object) {
        Collection<Map.Entry<String, JsonNode>> properties = object.properties();
        if (properties.stream().noneMatch(property -> arrayIndex(property.getKey()) >= 0)) {
            return properties;
        }
        List<Map.Entry<String, JsonNode>> sorted = new ArrayList<>(properties);
        sorted.sort(Comparator.comparingLong(property -> {
            long index = arrayIndex(property.getKey());
            return index < 0 ? Long.MAX_VALUE : index;
        }));
        return sorted;
    }

    /** The array index that {@code key} is, or -1. */
    private static long arrayIndex(String key) {
        if (key.isEmpty() || key.length() > 10 || key.charAt(0) == '0' && key.length() > 1) {
            return -1;
        }
        long index = 0;
        for (int i = 0; i < key.length(); i++) {
            char digit = key.charAt(i);
            if (digit < '0' || digit > '9') {
                return -1;
            }
            index = index * 10 + digit - '0';
        }
        return index <= LAST_ARRAY_INDEX ? index : -1;
    }

    private static void writeNumber(JsonNode number, StringBuilder out) {
        if (number.isInt() || number.isLong() || number.isShort()) {
            out.append(number.longValue());
            return;
        }
        double value = number.doubleValue();
        out.append(Double.isFinite(value) ? JavaScriptNumber.toString(value) : "null");
    }

    /** Writes {@code text} in quotes, escaped as {@code JSON.stringify} escapes. */
    public static void quote(String text, StringBuilder out) {
        out.append('"');
        int length = text.length();
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c >= ' ' && c < Character.MIN_SURROGATE && c != '"' && c != '\\' || c > Character.MAX_SURROGATE) {
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

    /** Integers that JavaScript cannot hold become the doubles that it reads instead. */
    private static final class Numbers extends JsonNodeFactory {

        private static final long serialVersionUID = 1;

        @Override
        public NumericNode numberNode(long value) {
            boolean safe = Math.abs(value) < JavaScriptNumber.FIRST_UNSAFE_INTEGER;
            return safe ? super.numberNode(value) : super.numberNode((double) value);
        }

        @Override
        public ValueNode numberNode(BigInteger value) {
            return super.numberNode(value.doubleValue());
        }
    }
}
