package io.github.fanoutlab.legacy.store;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The arguments of a message that another node sent: each is looked at before it is believed. */
final class MessageArgs {

    private final ArrayNode args;

    MessageArgs(ArrayNode args) {
        this.args = args;
    }

    boolean has(int index) {
        return args.has(index);
    }

    String text(int index) {
        JsonNode value = args.get(index);
        if (value == null || !value.isString()) {
            throw new UnreadableMessage("args[" + index + "] to be text");
        }
        return value.stringValue();
    }

    /** Text, or null when it is absent or JSON's null. */
    String textOrNull(int index) {
        JsonNode value = args.get(index);
        return value == null || value.isNull() ? null : text(index);
    }

    ObjectNode object(int index) {
        if (args.get(index) instanceof ObjectNode object) {
            return object;
        }
        throw new UnreadableMessage("args[" + index + "] to be an object");
    }

    boolean isTrue(int index) {
        JsonNode value = args.get(index);
        return value != null && value.isBoolean() && value.booleanValue();
    }

    List<String> texts(int index) {
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
