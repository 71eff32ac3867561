package io.github.fanoutlab.adapter.redis.codec;

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

/**
 * Messages between nodes, and the packets and options in them, from and to Jackson trees. What does not fit is a {@link
 * MalformedMessageException}.
 */
public final class MessageCodec {

    private MessageCodec() {}

    /** An empty map. */
    public static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** A list of {@code texts}. */
    public static ArrayNode array(Collection<String> texts) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode(texts.size());
        texts.forEach(array::add);
        return array;
    }

    /** A list of {@code rooms}, those that {@code options} knows as numbers as numbers. */
    public static ArrayNode rooms(Collection<String> rooms, BroadcastOptions options) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode(rooms.size());
        for (String room : rooms) {
            if (options.numbers().contains(room)) {
                array.add(Long.parseLong(room));
            } else {
                array.add(room);
            }
        }
        return array;
    }

    /** A message in JSON. */
    public static byte[] json(JsonNode message) {
        return JsonText.stringify(message).getBytes(StandardCharsets.UTF_8);
    }

    /** Reads a map: JSON when it begins with a brace, MessagePack otherwise. */
    public static ObjectNode readMessage(byte[] payload) {
        return payload.length > 0 && payload[0] == '{' ? readJson(payload) : asMap(MessagePackDecoder.decode(payload));
    }

    /** Reads a map in JSON. */
    public static ObjectNode readJson(byte[] payload) {
        try {
            return asMap(Payloads.parse(new String(payload, StandardCharsets.UTF_8)));
        } catch (MalformedPacketException e) {
            throw new MalformedMessageException(e.getMessage());
        }
    }

    private static ObjectNode asMap(JsonNode message) {
        if (message instanceof ObjectNode map) {
            return map;
        }
        throw malformed("the message", message, "a map");
    }

    /** {@code {type, data, nsp}}. The type is 2 even when the packet carries bytes, and there is no id: Node's receivers rely on it. */
    public static ObjectNode packet(Packet packet) {
        return object().put("type", PacketType.EVENT.digit())
                .<ObjectNode>set("data", packet.data())
                .put("nsp", packet.namespace());
    }

    /** Reads a packet as one of {@code namespace}. */
    public static Packet readPacket(JsonNode packet, String namespace) {
        if (!packet.isObject()) {
            throw malformed("the packet", packet, "a map");
        }
        int type = packet.path("type").asInt(-1);
        if (type != PacketType.EVENT.digit() && type != PacketType.BINARY_EVENT.digit()) {
            throw malformed("the packet's type", packet.path("type"), "2");
        }
        return Packet.event(namespace, readEvent(packet.path("data")));
    }

    /** Clients hang up on a reserved event name. */
    private static ArrayNode readEvent(JsonNode data) {
        JsonNode name = data.path(0);
        boolean named = name.isNumber() || name.isString() && !Payloads.isReserved(name.stringValue());
        if (data instanceof ArrayNode array && named) {
            return array;
        }
        throw malformed("the data", data, "an event's name and arguments");
    }

    /** Reads an event between servers; {@code what} names it in the error. */
    public static ArrayNode readServerSideEvent(String what, JsonNode data) {
        if (data instanceof ArrayNode array) {
            return array;
        }
        throw malformed(what, data, "an event's name and arguments");
    }

    /** The flags of a broadcast. */
    public static ObjectNode flags(BroadcastOptions options) {
        ObjectNode flags = object();
        options.flags().forEach(flags::set);
        return flags;
    }

    /** {@code {rooms, except, flags}}, as broadcasts carry them. */
    public static ObjectNode options(BroadcastOptions options) {
        return selection(options).set("flags", flags(options));
    }

    /** {@code {rooms, except}}, as requests carry them. */
    public static ObjectNode selection(BroadcastOptions options) {
        ObjectNode selection = object();
        selection.set("rooms", rooms(options.rooms(), options));
        selection.set("except", rooms(options.except(), options));
        return selection;
    }

    /** Reads {@code {rooms, except, flags}}, any of which may be missing. PHP writes a map without entries as an empty list. */
    public static BroadcastOptions readOptions(JsonNode options) {
        if (!options.isContainer()) {
            throw malformed("the options", options, "a map of rooms, except and flags");
        }
        Map<String, JsonNode> flags = new LinkedHashMap<>();
        options.path("flags").properties().forEach(flag -> flags.put(flag.getKey(), flag.getValue()));
        return new BroadcastOptions(readRooms(options.path("rooms")), readRooms(options.path("except")), flags);
    }

    /**
     * Reads a list of rooms; a missing one has none. A room that is a number in Node is its text here. Node makes a {@code new
     * Set(rooms)} of it, so of a text come its characters: the empty text that Python and PHP emitters write stands for no rooms.
     */
    public static Set<String> readRooms(JsonNode rooms) {
        if (rooms.isMissingNode() || rooms.isNull()) {
            return Set.of();
        }
        Set<String> names = new LinkedHashSet<>();
        if (rooms.isString()) {
            rooms.stringValue().codePoints().forEach(character -> names.add(Character.toString(character)));
            return names;
        }
        if (!rooms.isArray()) {
            throw malformed("the rooms", rooms, "a list");
        }
        for (JsonNode room : rooms) {
            names.add(text(room));
        }
        return names;
    }

    /** A string as it is, anything else as JavaScript writes it. */
    public static String text(JsonNode value) {
        return value.isString() ? value.stringValue() : JsonText.stringify(value);
    }

    /** A value as npm's {@code debug} shows it with {@code %j}; null stands for JavaScript's {@code undefined}. */
    public static String shown(JsonNode value) {
        return value == null ? "undefined" : JsonText.stringify(value);
    }

    /** An exception that says what arrived in place of what was expected; a long value is cut. */
    public static MalformedMessageException malformed(String what, JsonNode actual, String expected) {
        String excerpt = actual.isMissingNode() ? "missing" : JsonText.excerpt(actual);
        return new MalformedMessageException(what + " should be " + expected + " but is " + excerpt);
    }
}
