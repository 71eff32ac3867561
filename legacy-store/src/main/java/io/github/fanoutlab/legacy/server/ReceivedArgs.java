package io.github.fanoutlab.legacy.server;

import io.github.fanoutlab.legacy.protocol.JavaScriptJson;
import io.github.fanoutlab.platform.json.JsonText;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** The arguments that came with an {@link Event} or an ack, in order. */
public class ReceivedArgs {

    private final List<JsonNode> args;

    ReceivedArgs(List<JsonNode> args) {
        this.args = List.copyOf(args);
    }

    /** All of them. */
    public List<JsonNode> args() {
        return args;
    }

    /** Argument {@code index}; null if there are not so many. */
    public JsonNode get(int index) {
        return index < args.size() ? args.get(index) : null;
    }

    /** Argument {@code index} as text, an object or array as its JSON; null if it is absent or JSON's null. */
    public String string(int index) {
        JsonNode value = get(index);
        if (value == null || value.isNull()) {
            return null;
        }
        return value.isString() ? value.stringValue() : JsonText.stringify(value);
    }

    /**
     * Argument {@code index} as an object of {@code type}; null if it is absent or JSON's null.
     *
     * @throws IllegalArgumentException if it cannot be read as one; the message says why
     */
    public <T> T as(int index, Class<T> type) {
        JsonNode value = get(index);
        return value == null || value.isNull() ? null : JavaScriptJson.as(value, type);
    }

    @Override
    public String toString() {
        return args.toString();
    }
}
