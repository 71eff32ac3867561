package io.github.fanoutlab.adapter.protocol;

import io.github.fanoutlab.platform.json.JsonTrees;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Converts what programs emit to Jackson trees, and back. */
public final class Payloads {

    /** How deep arrays and objects may be nested, in what is sent and in what arrives. */
    public static final int MAX_DEPTH = 200;

    private static final List<String> RESERVED =
            List.of("connect", "connect_error", "disconnect", "disconnecting", "newListener", "removeListener");

    private static final JsonTrees TREES = new JsonTrees(MAX_DEPTH, new JsonTrees.DoubleRange());

    private Payloads() {}

    /** Loads what packets are read and written with, so that the first client does not wait for that. */
    public static void load() {
        TREES.load();
    }

    /** Whether {@code event} is a name that Socket.IO keeps for itself ({@code socket.io-parser} 4.2). */
    public static boolean isReserved(String event) {
        return RESERVED.contains(event);
    }

    /**
     * The data of an event: its name, then its arguments.
     *
     * @throws IllegalArgumentException if the name is reserved or an argument cannot become JSON; nothing was sent
     */
    public static ArrayNode event(String name, Object... args) {
        if (isReserved(name)) {
            throw new IllegalArgumentException("\"" + name + "\" is a reserved event name");
        }
        return args(args).insert(0, name);
    }

    /**
     * The arguments as trees: strings, numbers, booleans, null, trees, lists, maps, bytes, or any bean.
     *
     * @throws IllegalArgumentException if one cannot become JSON
     */
    public static ArrayNode args(Object... args) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode(args.length + 1);
        for (Object arg : args) {
            array.add(toTree(arg));
        }
        return array;
    }

    /** Whether there are bytes anywhere in {@code tree}. */
    public static boolean hasBinary(JsonNode tree) {
        if (tree.isBinary()) {
            return true;
        }
        for (JsonNode child : tree) {
            if (hasBinary(child)) {
                return true;
            }
        }
        return false;
    }

    /**
     * {@code value} as a tree. A tree is taken as it is and must not be changed any more.
     *
     * @throws IllegalArgumentException if it cannot become JSON, contains itself or is nested deeper than {@link #MAX_DEPTH}, or has
     *     a number beyond the range of a double
     */
    public static JsonNode toTree(Object value) {
        return TREES.of(value);
    }

    /**
     * {@code tree} as a {@code type}.
     *
     * @throws IllegalArgumentException if it does not fit
     */
    public static <T> T fromTree(JsonNode tree, Class<T> type) {
        return TREES.as(tree, type);
    }

    /**
     * Reads JSON text.
     *
     * @throws MalformedPacketException if it is no JSON, or nested deeper than {@link #MAX_DEPTH}
     */
    public static JsonNode parse(String json) {
        try {
            return TREES.parse(json);
        } catch (IllegalArgumentException e) {
            throw new MalformedPacketException("invalid JSON: " + e.getMessage());
        }
    }
}
