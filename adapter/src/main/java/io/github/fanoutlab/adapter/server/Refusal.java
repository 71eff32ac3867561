package io.github.fanoutlab.adapter.server;

import io.github.fanoutlab.adapter.protocol.Payloads;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Why a {@link Middleware} refused something: the error in {@code next(new Error(message))} in Node.
 *
 * @param message for people
 * @param data more, for programs; null when there is none
 */
public record Refusal(String message, JsonNode data) {

    /** As a client gets it: {@code {"message","data"}}. */
    ObjectNode toTree() {
        ObjectNode tree = JsonNodeFactory.instance.objectNode().put("message", message);
        if (data != null) {
            tree.set("data", data);
        }
        return tree;
    }

    /** As the arguments of an event called {@code error}: the message, then the data if there is any. */
    List<JsonNode> toArgs() {
        JsonNode text = Payloads.toTree(message);
        return data == null ? List.of(text) : List.of(text, data);
    }
}
