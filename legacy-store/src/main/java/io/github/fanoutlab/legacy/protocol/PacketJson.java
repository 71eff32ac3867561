package io.github.fanoutlab.legacy.protocol;

import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Packets as the JavaScript objects that {@code decodePacket} of 0.9 makes, key by key in its order. RedisStore puts
 * these on the channel {@code message-remote}: {@code {"type":"event","endpoint":"","name":"x","args":[]}}.
 */
public final class PacketJson {

    private PacketJson() {}

    /** {@code packet} as an object. */
    public static ObjectNode of(Packet packet) {
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        putUnlessNull(tree, "type", packet.type() == null ? null : packet.type().wireName());
        putUnlessNull(tree, "endpoint", packet.endpoint());
        if (packet.id() != null) {
            tree.put("id", packet.id());
            if (packet.ack() == AckMode.DATA) {
                tree.put("ack", "data");
            } else {
                tree.put("ack", true);
            }
        }
        putBody(packet, tree);
        return tree;
    }

    private static void putBody(Packet packet, ObjectNode tree) {
        if (packet.body() instanceof Packet.Text body) {
            tree.put(packet.type() == PacketType.CONNECT ? "qs" : "data", body.text());
        } else if (packet.body() instanceof Packet.Json body) {
            setUnlessNull(tree, "data", body.data());
        } else if (packet.body() instanceof Packet.Event body) {
            setUnlessNull(tree, "name", body.name());
            setUnlessNull(tree, "args", body.args());
        } else if (packet.body() instanceof Packet.Ack body) {
            tree.put("ackId", body.ackId());
            tree.set("args", body.args());
        } else if (packet.body() instanceof Packet.Error body) {
            tree.put("reason", body.reason());
            tree.put("advice", body.advice());
        }
    }

    private static void putUnlessNull(ObjectNode tree, String key, String value) {
        if (value != null) {
            tree.put(key, value);
        }
    }

    private static void setUnlessNull(ObjectNode tree, String key, JsonNode value) {
        if (value != null) {
            tree.set(key, value);
        }
    }

    /** The packet that {@code tree} describes; what is missing is taken as empty. */
    public static Packet toPacket(JsonNode tree) {
        PacketType type = PacketType.ofWireName(text(tree, "type", null));
        String id = text(tree, "id", "");
        boolean wantsData = "data".equals(text(tree, "ack", null));
        AckMode ack = wantsData ? AckMode.DATA : id.isEmpty() ? AckMode.NONE : AckMode.RECEIPT;
        Packet.Body body = type == null ? new Packet.None() : body(type, tree);
        return new Packet(type, id.isEmpty() ? null : id, ack, text(tree, "endpoint", null), body);
    }

    private static Packet.Body body(PacketType type, JsonNode tree) {
        return switch (type) {
            case MESSAGE -> new Packet.Text(text(tree, "data", ""));
            case CONNECT -> new Packet.Text(text(tree, "qs", ""));
            case JSON -> new Packet.Json(tree.get("data"));
            case EVENT -> new Packet.Event(tree.get("name"), argsOf(tree));
            case ACK -> tree.has("ackId") ? new Packet.Ack(text(tree, "ackId", null), argsOf(tree)) : new Packet.None();
            case ERROR -> new Packet.Error(text(tree, "reason", ""), text(tree, "advice", ""));
            case DISCONNECT, HEARTBEAT, NOOP -> new Packet.None();
        };
    }

    private static JsonNode argsOf(JsonNode tree) {
        JsonNode args = tree.get("args");
        return PacketText.isTruthy(args) ? args : JavaScriptJson.array(List.of());
    }

    private static String text(JsonNode tree, String key, String otherwise) {
        JsonNode value = tree.get(key);
        return value == null || value.isNull() || value.isContainer() ? otherwise : value.asString();
    }
}
