package io.github.fanoutlab.legacy;

import io.github.fanoutlab.legacy.protocol.JavaScriptJson;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;

/** What was recorded from Node's servers. */
final class Vectors {

    private Vectors() {}

    /** The file {@code name} in the folder vectors. */
    static JsonNode load(String name) {
        try (InputStream file = Vectors.class.getResourceAsStream("/vectors/" + name)) {
            return JavaScriptJson.parse(new String(file.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** A setting's value, as it stands in a recording. */
    static Object value(JsonNode setting) {
        if (setting.isBoolean()) {
            return setting.booleanValue();
        }
        if (setting.isArray()) {
            return setting.valueStream().map(JsonNode::stringValue).toList();
        }
        return setting.isNumber() ? (Object) setting.doubleValue() : setting.stringValue();
    }
}
