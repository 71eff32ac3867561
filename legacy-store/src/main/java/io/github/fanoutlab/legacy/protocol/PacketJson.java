package io.github.fanoutlab.legacy.protocol;

import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Packets as the JavaScript objects that {@code decodePacket} of 0.9 makes, with the keys in its order. RedisStore publishes
 * these on the channel {@code message-remote}: {@code {"type":"event","endpoint":"","name":"x","args":[]}}.
 */
public final class PacketJson {

    private PacketJson() {}

    /** {@code packet} as an object. */
    public static ObjectNode of(Packet packet) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        putUnlessNull(json, "type", packet.type() == null ? null : packet.type().wireName());
        putUnlessNull(json, "endpoint", packet.endpoint());
        if (packet.id() != null) {
            json.put("id", packet.id());
            if (packet.ack() == AckMode.DATA) {
                json.put("ack", "data");
            } else {
                json.put("ack", true);
            }
        }
        putBody(packet, json);
        return json;
    }

    private static void putBody(Packet packet, ObjectNode json) {
        if (packet.body() instanceof Packet.Text body) {
            json.put(packet.type() == PacketType.CONNECT ? "qs" : "data", body.text());
        } else if (packet.body() instanceof Packet.Json body) {
            setUnlessNull(json, "data", body.data());
        } else if (packet.body() instanceof Packet.Event body) {
            setUnlessNull(json, "name", body.name());
            setUnlessNull(json, "args", body.args());
        } else if (packet.body() instanceof Packet.Ack body) {
            json.put("ackId", body.ackId());
            json.set("args", body.args());
        } else if (packet.body() instanceof Packet.Error body) {
            json.put("reason", body.reason());
            json.put("advice", body.advice());
        }
    }

    private static void putUnlessNull(ObjectNode json, String key, String value) {
        if (value != null) {
            json.put(key, value);
        }
    }

    private static void setUnlessNull(ObjectNode json, String key, JsonNode value) {
        if (value != null) {
            json.set(key, value);
        }
    }

    /** The packet that {@code json} describes; whatever is missing counts as empty. */
    public static Packet toPacket(JsonNode json) {
        PacketType type = PacketType.ofWireName(text(json, "type", null));
        String id = text(json, "id", "");
        boolean wantsData = "data".equals(text(json, "ack", null));
        AckMode ack = wantsData ? AckMode.DATA : id.isEmpty() ? AckMode.NONE : AckMode.RECEIPT;
        Packet.Body body = type == null ? new Packet.None() : body(type, json);
        return new Packet(type, id.isEmpty() ? null : id, ack, text(json, "endpoint", null), body);
    }

    private static Packet.Body body(PacketType type, JsonNode json) {
        return switch (type) {
            case MESSAGE -> new Packet.Text(text(json, "data", ""));
            case CONNECT -> new Packet.Text(text(json, "qs", ""));
            case JSON -> new Packet.Json(json.get("data"));
            case EVENT -> new Packet.Event(json.get("name"), argsOf(json));
            case ACK -> json.has("ackId") ? new Packet.Ack(text(json, "ackId", null), argsOf(json)) : new Packet.None();
            case ERROR -> new Packet.Error(text(json, "reason", ""), text(json, "advice", ""));
            case DISCONNECT, HEARTBEAT, NOOP -> new Packet.None();
        };
    }

    private static JsonNode argsOf(JsonNode json) {
        JsonNode args = json.get("args");
        return PacketText.isTruthy(args) ? args : JavaScriptJson.array(List.of());
    }

    private static String text(JsonNode json, String key, String otherwise) {
        JsonNode value = json.get(key);
        return value == null || value.isNull() || value.isContainer() ? otherwise : value.asString();
    }
}
