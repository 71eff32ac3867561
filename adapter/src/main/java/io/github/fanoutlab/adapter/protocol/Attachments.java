package io.github.fanoutlab.adapter.protocol;

import io.github.fanoutlab.platform.json.JsonText;
import io.github.fanoutlab.platform.json.PropertyOrder;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.BooleanNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Bytes within a payload travel apart from it: each is replaced by {@code {"_placeholder":true,"num":0}} and follows the
 * packet as a frame of its own.
 */
final class Attachments {

    private Attachments() {}

    /** A copy of {@code tree} with placeholders; the bytes are added to {@code attachments}. */
    static JsonNode extract(JsonNode tree, List<byte[]> attachments) {
        if (tree.isBinary()) {
            ObjectNode placeholder = JsonNodeFactory.instance.objectNode();
            placeholder.put("_placeholder", true).put("num", attachments.size());
            attachments.add(tree.binaryValue());
            return placeholder;
        }
        return map(tree, child -> extract(child, attachments));
    }

    /** A copy of {@code tree} with the bytes back in their places. */
    static JsonNode insert(JsonNode tree, List<byte[]> attachments) {
        if (tree.isObject() && tree.path("_placeholder").equals(BooleanNode.TRUE)) {
            double num = tree.path("num").asDouble(-1);
            boolean isNumber = tree.path("num").isNumber();
            if (!isNumber || !(num >= 0 && num < attachments.size())) {
                throw new MalformedPacketException(
                        "illegal attachments: placeholder " + JsonText.excerpt(tree) + " of " + attachments.size());
            }
            return num == (int) num
                    ? JsonNodeFactory.instance.binaryNode(attachments.get((int) num))
                    : JsonNodeFactory.instance.nullNode();
        }
        return map(tree, child -> insert(child, attachments));
    }

    private interface Change {
        JsonNode apply(JsonNode child);
    }

    private static JsonNode map(JsonNode tree, Change change) {
        if (tree.isArray()) {
            ArrayNode copy = JsonNodeFactory.instance.arrayNode(tree.size());
            for (JsonNode child : tree) {
                copy.add(change.apply(child));
            }
            return copy;
        }
        if (tree.isObject()) {
            ObjectNode copy = JsonNodeFactory.instance.objectNode();
            for (Map.Entry<String, JsonNode> property : PropertyOrder.of(tree)) {
                copy.set(property.getKey(), change.apply(property.getValue()));
            }
            return copy;
        }
        return tree;
    }
}
