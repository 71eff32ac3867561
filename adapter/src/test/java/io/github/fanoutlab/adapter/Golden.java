package io.github.fanoutlab.adapter;

import io.github.fanoutlab.adapter.protocol.Payloads;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What {@code peers/v4/record-golden.js} recorded from the npm packages. */
public final class Golden {

    private static final String V4 = "v4";

    private Golden() {}

    /** The vectors called {@code key}. */
    public static JsonNode vectors(String key) {
        return vectors(V4, key);
    }

    /** The vectors called {@code key} in another recording, such as {@code redis-v5} of {@code peers/v2server}. */
    public static JsonNode vectors(String recording, String key) {
        return recording(recording).path(key);
    }

    /** A whole recording. */
    public static JsonNode recording(String recording) {
        try (InputStream in = Golden.class.getResourceAsStream("/golden/" + recording + ".json")) {
            return JsonMapper.shared().readTree(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A recorded value: what is tagged as bytes becomes bytes. */
    public static JsonNode value(JsonNode recorded) {
        if (recorded.has("$bytes")) {
            return Payloads.toTree(bytes(recorded.get("$bytes").stringValue()));
        }
        if (recorded.isArray()) {
            ArrayNode array = JsonNodeFactory.instance.arrayNode();
            recorded.forEach(item -> array.add(value(item)));
            return array;
        }
        if (recorded.isObject()) {
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            recorded.properties().forEach(property -> object.set(property.getKey(), value(property.getValue())));
            return object;
        }
        return recorded;
    }

    public static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(text -> texts.add(text.stringValue()));
        return texts;
    }

    public static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    public static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
