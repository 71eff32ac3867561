package io.github.fanoutlab.legacy.protocol;

import io.github.fanoutlab.platform.json.JsonText;
import io.github.fanoutlab.platform.json.JsonTrees;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.NumericNode;
import tools.jackson.databind.node.ValueNode;

/**
 * JSON as {@code JSON.parse} reads it, with numbers as doubles; {@link JsonText} writes it.
 *
 * <p>One difference: text nested deeper than {@value #MAX_DEPTH} levels counts as malformed, so that no stack overflows.
 */
public final class JavaScriptJson {

    /** How deep arrays and objects may be nested. */
    public static final int MAX_DEPTH = 500;

    /** From here on JavaScript cannot represent every integer. */
    private static final long FIRST_UNSAFE_INTEGER = 1L << 53;

    private static final JsonTrees TREES = new JsonTrees(MAX_DEPTH, new Numbers());

    private JavaScriptJson() {}

    /** Loads what packets are read and written with, so that the first client does not wait for that. */
    public static void load() {
        TREES.load();
    }

    /** The value of {@code text}; null if it is not JSON. */
    public static JsonNode parse(String text) {
        try {
            return TREES.parse(text);
        } catch (IllegalArgumentException malformed) {
            return null;
        }
    }

    /**
     * Any Java value as JSON: a {@link JsonNode} as it is, anything else by Jackson's rules; null becomes JSON's null.
     *
     * @throws IllegalArgumentException if it cannot become JSON, contains itself or is nested too deep, or has a number beyond the
     *     range of a double
     */
    public static JsonNode of(Object value) {
        return TREES.of(value);
    }

    /** All of {@code values} as JSON, in order. */
    public static List<JsonNode> listOf(Object... values) {
        List<JsonNode> list = new ArrayList<>(values.length);
        for (Object value : values) {
            list.add(of(value));
        }
        return list;
    }

    /**
     * {@code json} as an object of {@code type}.
     *
     * @throws IllegalArgumentException if it cannot be read as one; the message says why
     */
    public static <T> T as(JsonNode json, Class<T> type) {
        return TREES.as(json, type);
    }

    /** An array of {@code elements}. */
    public static ArrayNode array(Collection<JsonNode> elements) {
        return JsonNodeFactory.instance.arrayNode(elements.size()).addAll(elements);
    }

    /** Integers that JavaScript cannot hold become the doubles that it reads instead. */
    private static final class Numbers extends JsonTrees.DoubleRange {

        private static final long serialVersionUID = 1;

        @Override
        public NumericNode numberNode(long value) {
            boolean safe = Math.abs(value) < FIRST_UNSAFE_INTEGER;
            return safe ? super.numberNode(value) : super.numberNode((double) value);
        }

        @Override
        public ValueNode numberNode(BigInteger value) {
            return super.numberNode(value.doubleValue());
        }
    }
}
