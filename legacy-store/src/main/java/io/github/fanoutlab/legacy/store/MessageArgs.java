package io.github.fanoutlab.legacy.store;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The arguments of a message that another node published. Each is checked when it is read. If it is of the wrong kind, the
 * method throws, and the store that received the message drops it with a warning.
 */
public final class MessageArgs {

    private final ArrayNode args;

    MessageArgs(ArrayNode args) {
        this.args = args;
    }

    /** Whether there is an argument {@code index}. */
    public boolean has(int index) {
        return args.has(index);
    }

    /** Text. */
    public String text(int index) {
        JsonNode value = args.get(index);
        if (value == null || !value.isString()) {
            throw new UnreadableMessage("args[" + index + "] to be text");
        }
        return value.stringValue();
    }

    /** Text; null if it is absent or JSON's null. */
    public String textOrNull(int index) {
        JsonNode value = args.get(index);
        return value == null || value.isNull() ? null : text(index);
    }

    /** An object. */
    public ObjectNode object(int index) {
        if (args.get(index) instanceof ObjectNode object) {
            return object;
        }
        throw new UnreadableMessage("args[" + index + "] to be an object");
    }

    /** A flag: false unless it is JSON's true. */
    public boolean isTrue(int index) {
        JsonNode value = args.get(index);
        return value != null && value.isBoolean() && value.booleanValue();
    }

    /** An array, of which only the texts are kept. */
    public List<String> texts(int index) {
        if (!(args.get(index) instanceof ArrayNode values)) {
            throw new UnreadableMessage("args[" + index + "] to be an array");
        }
        List<String> texts = new ArrayList<>(values.size());
        for (JsonNode value : values.values()) {
            if (value.isString()) {
                texts.add(value.stringValue());
            }
        }
        return texts;
    }
}
