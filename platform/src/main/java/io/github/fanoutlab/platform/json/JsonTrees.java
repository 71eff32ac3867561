package io.github.fanoutlab.platform.json;

import io.github.fanoutlab.platform.Guard;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.JsonRecyclerPools;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ValueNode;

/**
 * Trees from JSON as {@code JSON.parse} reads it (ECMAScript 2024, section 25.5.1), and from Java values; {@link JsonText} writes them.
 *
 * <p>Of Jackson's limits only the nesting is left. Names, texts and numbers may be as long as the input, and half a surrogate pair may
 * stand anywhere in a text or a name. A number beyond the range of a double is infinite, so it is written as null.
 */
public final class JsonTrees {

    private static final int BITS_OF_THE_LARGEST_DOUBLE = 1_024;

    /** An escaped half of a surrogate pair, after any number of escaped backslashes. */
    private static final Pattern ESCAPED_SURROGATE =
            Pattern.compile("(?<!\\\\)((?:\\\\\\\\)*+)\\\\u([dD][89a-fA-F][0-9a-fA-F]{2})");

    private final int maxDepth;
    private final JsonMapper mapper;
    private final ObjectReader reader;

    /** Trees whose arrays and objects are nested {@code maxDepth} deep at most, with numbers as {@code numbers} makes them. */
    public JsonTrees(int maxDepth, JsonNodeFactory numbers) {
        this.maxDepth = maxDepth;
        this.mapper = JsonMapper.builder(JsonFactory.builder()
                        .streamReadConstraints(StreamReadConstraints.builder()
                                .maxNestingDepth(maxDepth)
                                .maxStringLength(Integer.MAX_VALUE)
                                .maxNameLength(Integer.MAX_VALUE)
                                .maxNumberLength(Integer.MAX_VALUE)
                                .build())
                        .enable(StreamReadFeature.USE_FAST_BIG_NUMBER_PARSER)
                        .recyclerPool(JsonRecyclerPools.threadLocalPool())
                        .build())
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .nodeFactory(numbers)
                .build();
        this.reader = mapper.readerFor(JsonNode.class);
    }

    /** Makes a tree, writes it and reads it, so that the JSON library is loaded before a client waits for that. */
    public void load() {
        parse(JsonText.stringify(of(Map.of("name", List.of("text", 1)))));
    }

    /** Numbers within the range of a double: integers beyond it are infinite, as in JavaScript. Bytes are binary. */
    public static class DoubleRange extends JsonNodeFactory {

        private static final long serialVersionUID = 1;

        /** Jackson 3.1 makes one of the bytes that a program hands over; 3.2 makes a binary node by itself. */
        @Override
        public ValueNode pojoNode(Object value) {
            return value instanceof byte[] bytes ? binaryNode(bytes) : super.pojoNode(value);
        }

        @Override
        public ValueNode numberNode(BigInteger value) {
            return value != null && value.bitLength() > BITS_OF_THE_LARGEST_DOUBLE
                    ? numberNode(value.doubleValue())
                    : super.numberNode(value);
        }
    }

    /**
     * The tree of {@code json}.
     *
     * @throws IllegalArgumentException if it is not JSON, or nested too deep
     */
    public JsonNode parse(String json) {
        try {
            JsonNode tree = reader.readTree(withPlainSurrogates(json));
            if (tree.isMissingNode()) {
                throw new IllegalArgumentException("not JSON: the text is empty");
            }
            return tree;
        } catch (JacksonException e) {
            throw new IllegalArgumentException(reason(e), e);
        }
    }

    /** Jackson refuses an escaped half of a surrogate pair in a name, but not a plain one; both mean the same. */
    private static String withPlainSurrogates(String json) {
        if (!json.contains("\\ud") && !json.contains("\\uD")) {
            return json;
        }
        Matcher escaped = ESCAPED_SURROGATE.matcher(json);
        return escaped.replaceAll(
                match -> Matcher.quoteReplacement(match.group(1) + (char) Integer.parseInt(match.group(2), 16)));
    }

    /**
     * {@code value} as a tree: a tree as it is, anything else by Jackson's rules, null as JSON's null.
     *
     * @throws IllegalArgumentException if it cannot become JSON, contains itself or is nested too deep, or has a number beyond the
     *     range of a double
     */
    public JsonNode of(Object value) {
        if (value == null) {
            return mapper.getNodeFactory().nullNode();
        }
        if (value instanceof String text) {
            return mapper.getNodeFactory().stringNode(text);
        }
        String source = "a " + value.getClass().getName();
        try {
            requireShallow(value, maxDepth, source);
            JsonNode tree = value instanceof JsonNode given ? given : mapper.valueToTree(value);
            requireWritable(tree, maxDepth, source);
            return tree;
        } catch (JacksonException e) {
            throw new IllegalArgumentException(source + " cannot become JSON: " + reason(e), e);
        } catch (StackOverflowError e) {
            throw tooDeep(source);
        }
    }

    /** Looks into collections before Jackson does, whose stack overflows in those that contain themselves. */
    private void requireShallow(Object value, int depth, String source) {
        Collection<?> items = value instanceof Map<?, ?> map
                ? map.values()
                : value instanceof Object[] array
                        ? Arrays.asList(array)
                        : value instanceof Collection<?> all ? all : null;
        if (items == null) {
            return;
        }
        if (depth == 0) {
            throw tooDeep(source);
        }
        items.forEach(item -> requireShallow(item, depth - 1, source));
    }

    private void requireWritable(JsonNode tree, int depth, String source) {
        if (tree.isContainer() && depth == 0) {
            throw tooDeep(source);
        }
        if (tree.isBigDecimal() && Double.isInfinite(tree.decimalValue().doubleValue())) {
            throw new IllegalArgumentException(
                    source + " cannot become JSON: " + tree + " is beyond the range of a double");
        }
        for (JsonNode child : tree) {
            requireWritable(child, depth - 1, source);
        }
    }

    private IllegalArgumentException tooDeep(String source) {
        return new IllegalArgumentException(
                source + " contains itself, or is nested deeper than " + maxDepth + " arrays and objects");
    }

    /**
     * {@code tree} as a {@code type}.
     *
     * @throws IllegalArgumentException if it cannot be read as one
     */
    public <T> T as(JsonNode tree, Class<T> type) {
        try {
            return mapper.treeToValue(tree, type);
        } catch (JacksonException e) {
            throw new IllegalArgumentException(
                    "expected " + type.getName() + ", got " + JsonText.excerpt(tree) + ": " + reason(e), e);
        }
    }

    /** What Jackson says, which may quote the value. */
    private static String reason(JacksonException problem) {
        return Guard.cut(problem.getOriginalMessage(), Guard.MAX_DESCRIBED);
    }
}
