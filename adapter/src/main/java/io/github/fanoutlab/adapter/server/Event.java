package io.github.fanoutlab.adapter.server;

import io.github.fanoutlab.adapter.protocol.Payloads;
import io.github.fanoutlab.platform.json.JsonText;
import java.util.List;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * An event that arrived: its name, its arguments and, when the sender asked for one, its ack.
 *
 * <p>The arguments are Jackson trees, which must not be changed. {@link #string}, {@link #as} and {@link #bytes} convert them, and
 * say what was wrong when the client sent something else.
 */
public final class Event {

    private final String name;
    private final List<JsonNode> args;
    private final Consumer<ArrayNode> ack;

    /** {@code ack} sends the answer; null when none was asked for. */
    Event(String name, List<JsonNode> args, Consumer<ArrayNode> ack) {
        this.name = name;
        this.args = List.copyOf(args);
        this.ack = ack;
    }

    /** {@code data} begins with the name; it is not empty. */
    static Event of(ArrayNode data, Consumer<ArrayNode> ack) {
        JsonNode name = data.get(0);
        List<JsonNode> all = List.copyOf(data.values());
        return new Event(
                name.isString() ? name.stringValue() : JsonText.stringify(name), all.subList(1, all.size()), ack);
    }

    /** Its name. */
    public String name() {
        return name;
    }

    /** The arguments, without the ack. */
    public List<JsonNode> args() {
        return args;
    }

    /** Argument {@code index}; a missing node when there are fewer. */
    public JsonNode get(int index) {
        return index < args.size() ? args.get(index) : JsonNodeFactory.instance.missingNode();
    }

    /**
     * Argument {@code index} as text: a string, or a number or boolean as JavaScript writes it.
     *
     * @throws IllegalArgumentException if it is something else or absent
     */
    public String string(int index) {
        JsonNode arg = get(index);
        if (arg.isString()) {
            return arg.stringValue();
        }
        if (arg.isNumber() || arg.isBoolean()) {
            return JsonText.stringify(arg);
        }
        throw wrong(index, "a string");
    }

    /**
     * Argument {@code index} as bytes.
     *
     * @throws IllegalArgumentException if it is something else or absent
     */
    public byte[] bytes(int index) {
        if (!get(index).isBinary()) {
            throw wrong(index, "binary");
        }
        return get(index).binaryValue().clone();
    }

    /**
     * Argument {@code index} as a {@code type}, by Jackson.
     *
     * @throws IllegalArgumentException if it does not fit or is absent
     */
    public <T> T as(int index, Class<T> type) {
        if (get(index).isMissingNode()) {
            throw wrong(index, "of type " + type.getSimpleName());
        }
        return Payloads.fromTree(get(index), type);
    }

    /** Whether the sender waits for an answer. */
    public boolean hasAck() {
        return ack != null;
    }

    /** Answers, from any thread. Does nothing when no answer was asked for, or one was given already. */
    public void ack(Object... answer) {
        if (ack != null) {
            ack.accept(Payloads.args(answer));
        }
    }

    private IllegalArgumentException wrong(int index, String expected) {
        String actual = get(index).isMissingNode() ? "is missing" : "is " + JsonText.excerpt(get(index));
        return new IllegalArgumentException(
                "argument " + index + " of event \"" + name + "\" should be " + expected + " but " + actual);
    }
}
