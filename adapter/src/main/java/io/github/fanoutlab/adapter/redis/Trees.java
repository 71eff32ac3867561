package io.github.fanoutlab.adapter.redis;

import io.github.fanoutlab.adapter.protocol.MalformedPacketException;
import io.github.fanoutlab.adapter.protocol.Packet;
import io.github.fanoutlab.adapter.protocol.PacketType;
import io.github.fanoutlab.adapter.protocol.Payloads;
import io.github.fanoutlab.adapter.server.BroadcastOptions;
import io.github.fanoutlab.platform.json.JsonText;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Packets and options as they stand in messages between nodes. What does not fit is a {@link MalformedMessageException}. */
final class Trees {

    private Trees() {}

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    static ArrayNode array(Collection<String> texts) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode(texts.size());
        texts.forEach(array::add);
        return array;
    }

    static byte[] json(JsonNode tree) {
        return JsonText.stringify(tree).getBytes(StandardCharsets.UTF_8);
    }

    /** A request or response: JSON when it begins with a brace, else MessagePack. Always a map. */
    static ObjectNode readMessage(byte[] payload) {
        return payload.length > 0 && payload[0] == '{' ? readJson(payload) : asMap(MessagePackDecoder.decode(payload));
    }

    /** A message in JSON. Always a map. */
    static ObjectNode readJson(byte[] payload) {
        try {
            return asMap(Payloads.parse(new String(payload, StandardCharsets.UTF_8)));
        } catch (MalformedPacketException e) {
            throw new MalformedMessageException(e.getMessage());
        }
    }

    private static ObjectNode asMap(JsonNode tree) {
        return tree instanceof ObjectNode object ? object : wrong("the message", tree, "a map");
    }

    /** Type 2 also for what carries bytes, and never an id: Node's receivers rely on it. */
    static ObjectNode packet(Packet packet) {
        return object().put("type", PacketType.EVENT.digit())
                .<ObjectNode>set("data", packet.data())
                .put("nsp", packet.namespace());
    }

    static Packet readPacket(JsonNode tree, String namespace) {
        if (!tree.isObject()) {
            return wrong("the packet", tree, "a map");
        }
        int type = tree.path("type").asInt(-1);
        if (type != PacketType.EVENT.digit() && type != PacketType.BINARY_EVENT.digit()) {
            return wrong("the packet's type", tree.path("type"), "2");
        }
        return Packet.event(namespace, readEvent(tree.path("data")));
    }

    /** An event's name and arguments. A reserved name would make clients hang up. */
    static ArrayNode readEvent(JsonNode data) {
        JsonNode name = data.path(0);
        boolean named = name.isNumber() || name.isString() && !Payloads.isReserved(name.stringValue());
        return data instanceof ArrayNode array && named
                ? array
                : wrong("the data", data, "an event's name and arguments");
    }

    static ObjectNode flags(BroadcastOptions options) {
        ObjectNode flags = object();
        options.flags().forEach(flags::set);
        return flags;
    }

    /** As requests carry it: {@code {rooms, except}}. */
    static ObjectNode selection(BroadcastOptions options) {
        ObjectNode selection = object();
        selection.set("rooms", array(options.rooms()));
        selection.set("except", array(options.except()));
        return selection;
    }

    static BroadcastOptions readOptions(JsonNode tree) {
        if (!tree.isObject()) {
            return wrong("the options", tree, "a map of rooms, except and flags");
        }
        Map<String, JsonNode> flags = new LinkedHashMap<>();
        tree.path("flags").properties().forEach(flag -> flags.put(flag.getKey(), flag.getValue()));
        return new BroadcastOptions(readRooms(tree.path("rooms")), readRooms(tree.path("except")), flags);
    }

    /** Rooms that are numbers in Node are their text here. None at all stands for no room. */
    static Set<String> readRooms(JsonNode tree) {
        if (tree.isMissingNode() || tree.isNull()) {
            return Set.of();
        }
        Set<String> rooms = new LinkedHashSet<>();
        for (JsonNode room : tree.isArray() ? tree : Trees.<JsonNode>wrong("the rooms", tree, "a list")) {
            rooms.add(text(room));
        }
        return rooms;
    }

    /** Text as it is, anything else as JavaScript writes it. */
    static String text(JsonNode tree) {
        return tree.isString() ? tree.stringValue() : JsonText.stringify(tree);
    }

    /** A value as npm's {@code debug} shows it with {@code %j}: null stands for JavaScript's {@code undefined}. */
    static String shown(JsonNode value) {
        return value == null ? "undefined" : JsonText.stringify(value);
    }

    static <T> T wrong(String what, JsonNode actual, String expected) {
        String text = actual.isMissingNode() ? "missing" : JsonText.stringify(actual);
        String excerpt = text.length() > 80 ? text.substring(0, 80) + "…" : text;
        throw new MalformedMessageException(what + " should be " + expected + " but is " + excerpt);
    }
}
