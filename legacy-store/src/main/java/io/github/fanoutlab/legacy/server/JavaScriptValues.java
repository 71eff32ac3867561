package io.github.fanoutlab.legacy.server;

import io.github.fanoutlab.platform.json.JsonText;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.StringNode;

/** What JavaScript makes of values at hand. */
final class JavaScriptValues {

    private JavaScriptValues() {}

    /** One text, as a list; empty text and all. */
    static List<JsonNode> texts(String text) {
        return List.of(StringNode.valueOf(text));
    }

    /** One value, as a list; none for null, JavaScript's {@code undefined}. */
    static List<JsonNode> present(JsonNode value) {
        return value == null ? List.of() : List.of(value);
    }

    /** {@code value} as the name of a property, such as an event's: {@code undefined} when it is missing. */
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
