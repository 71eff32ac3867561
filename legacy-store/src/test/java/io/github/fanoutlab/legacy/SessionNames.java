package io.github.fanoutlab.legacy;

import io.github.fanoutlab.legacy.protocol.JavaScriptJson;
import io.github.fanoutlab.platform.json.JsonText;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The sessions of a recording, by the names that their clients have there: {@code <A>} for the id of A's session. */
final class SessionNames {

    private final Map<String, String> ids = new LinkedHashMap<>();

    void put(String name, String id) {
        ids.put(name, id);
    }

    /** The id of {@code name}'s session; null while it has none. */
    String get(String name) {
        return ids.get(name);
    }

    String getOrDefault(String name, String otherwise) {
        return ids.getOrDefault(name, otherwise);
    }

    /** {@code text} with names instead of ids. */
    String named(String text) {
        String named = text;
        for (Map.Entry<String, String> id : ids.entrySet()) {
            named = named.replace(id.getValue(), "<" + id.getKey() + ">");
        }
        return named;
    }

    /** {@code text} with ids instead of names. */
    String real(String text) {
        String real = text;
        for (Map.Entry<String, String> id : ids.entrySet()) {
            real = real.replace("<" + id.getKey() + ">", id.getValue());
        }
        return real;
    }

    /** A command from the lab's monitor, as recordings have it: names for ids, a handshake's data as a list of its keys. */
    String describe(String command) {
        String[] words = command.split(" ", 3);
        if (!words[0].equals("PUBLISH")) {
            return named(command);
        }
        String payload = unescape(words[2]);
        if (words[1].equals("handshake")) {
            ObjectNode message = (ObjectNode) JavaScriptJson.parse(payload);
            ArrayNode args = (ArrayNode) message.get("args");
            ArrayNode keys = args.arrayNode();
            args.get(1).propertyNames().forEach(keys::add);
            args.set(1, keys);
            payload = JsonText.stringify(message);
        }
        return named("PUBLISH " + words[1] + " " + payload);
    }

    /** The lab's monitor shows bytes that are not printable as {@code \x00}. */
    private static String unescape(String readable) {
        byte[] bytes = new byte[readable.length()];
        int count = 0;
        for (int i = 0; i < readable.length(); i++) {
            if (readable.startsWith("\\x", i)) {
                bytes[count++] = (byte) Integer.parseInt(readable.substring(i + 2, i + 4), 16);
                i += 3;
            } else {
                bytes[count++] = (byte) readable.charAt(i);
            }
        }
        return new String(bytes, 0, count, StandardCharsets.UTF_8);
    }
}
