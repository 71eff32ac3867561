package io.github.fanoutlab.legacy.protocol;

import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.StringNode;

/**
 * One packet of protocol 1.
 *
 * @param type null if the text names no type; such a packet is acknowledged, and otherwise ignored
 * @param id the sender's number of this packet, as it was written; null if it has none
 * @param endpoint the namespace: {@code ""}, {@code /chat}; null for text that is not a packet at all ({@link
 *     #UNREADABLE})
 */
public record Packet(PacketType type, String id, AckMode ack, String endpoint, Body body) {

    /**
     * What text that is not a packet decodes to: {@code {}} in 0.9. It belongs to no namespace, so it is ignored.
     */
    public static final Packet UNREADABLE = new Packet(null, null, AckMode.NONE, null, new None());

    /** What follows the endpoint, by type. */
    public sealed interface Body {}

    /** Nothing: disconnect, heartbeat, noop, an unknown type, an ack without an id. */
    public record None() implements Body {}

    /** The data of a message, or the query of a connect. */
    public record Text(String text) implements Body {}

    /** The data of a json packet; null is JavaScript's {@code undefined}. */
    public record Json(JsonNode data) implements Body {}

    /**
     * An event. Both parts are what the sender's JSON contained, of whatever kind; null if it did not contain them.
     *
     * @param args usually an array
     */
    public record Event(JsonNode name, JsonNode args) implements Body {}

    /**
     * An acknowledgement of packet {@code ackId}.
     *
     * @param args usually an array
     */
    public record Ack(String ackId, JsonNode args) implements Body {}

    /** Why a server refuses, and what the client should do; each may be empty. */
    public record Error(String reason, String advice) implements Body {}

    /** A packet without a body. */
    public static Packet of(PacketType type, String endpoint) {
        return new Packet(type, null, AckMode.NONE, endpoint, new None());
    }

    /** A text message. */
    public static Packet message(String endpoint, String text) {
        return new Packet(PacketType.MESSAGE, null, AckMode.NONE, endpoint, new Text(text));
    }

    /** A JSON message; null data is {@code undefined}. */
    public static Packet json(String endpoint, JsonNode data) {
        return new Packet(PacketType.JSON, null, AckMode.NONE, endpoint, new Json(data));
    }

    /** An event. */
    public static Packet event(String endpoint, String name, List<JsonNode> args) {
        Body body = new Event(StringNode.valueOf(name), JavaScriptJson.array(args));
        return new Packet(PacketType.EVENT, null, AckMode.NONE, endpoint, body);
    }

    /** The acknowledgement of packet {@code ackId}, with the data of a handler. */
    public static Packet ack(String endpoint, String ackId, List<JsonNode> args) {
        return new Packet(PacketType.ACK, null, AckMode.NONE, endpoint, new Ack(ackId, JavaScriptJson.array(args)));
    }

    /** An error; reason and advice are those of {@link PacketText}, or empty. */
    public static Packet error(String endpoint, String reason, String advice) {
        return new Packet(PacketType.ERROR, null, AckMode.NONE, endpoint, new Error(reason, advice));
    }

    /** The same packet, which asks for an acknowledgement. */
    public Packet wanting(AckMode mode, String packetId) {
        return new Packet(type, packetId, mode, endpoint, body);
    }

    /** The same packet for another namespace. */
    public Packet to(String otherEndpoint) {
        return new Packet(type, id, ack, otherEndpoint, body);
    }

    /** The elements of {@code args} if it is an array; {@code args} as the only element otherwise; nothing if it is null. */
    public static List<JsonNode> spread(JsonNode args) {
        if (args == null) {
            return List.of();
        }
        return args instanceof ArrayNode array ? List.copyOf(array.values()) : List.of(args);
    }
}
