package io.github.fanoutlab.legacy.server;

import io.github.fanoutlab.platform.json.JsonText;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.StringNode;

/** Values as JavaScript has them. */
final class JavaScriptValues {

    private JavaScriptValues() {}

    /** A list of {@code text}, even if that is empty. */
    static List<JsonNode> texts(String text) {
        return List.of(StringNode.valueOf(text));
    }

    /** A list of {@code value}; empty for null, JavaScript's {@code undefined}. */
    static List<JsonNode> present(JsonNode value) {
        return value == null ? List.of() : List.of(value);
    }

    /** {@code value} as the name of a property, such as an event's; {@code undefined} if it is missing. */
    static String propertyName(JsonNode value) {
        if (value == null) {
            return "undefined";
        }
        if (value.isObject()) {
            return "[object Object]";
        }
        return value.isString() ? value.stringValue() : JsonText.stringify(value);
    }
}
