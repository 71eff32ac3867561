package io.github.fanoutlab.simulator.client;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Socket.IO protocol 1 as a client of 0.9 reads and writes it, by the
 * <a href="https://github.com/socketio/socket.io-spec">specification</a>. The server has its own code for this. It is not used
 * here, so that a defect in both of its directions cannot hide behind a client that shares it.
 *
 * <pre>
 *   packet  = type ":" [ id [ "+" ] ] ":" endpoint [ ":" data ]
 *   payload = packet, or for each of several: U+FFFD length U+FFFD packet
 *
 *   1::/chat                                              connect
 *   5:::{"name":"data","args":["payload"]}                an event in the default namespace
 *   5:7+:/chat:{"name":"data"}                            an event that wants an ack with data
 *   6::/chat:7+["thanks"]                                 that ack
 * </pre>
 */
final class Protocol1 {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final char FRAME = '\ufffd';
    private static final Pattern PACKET = Pattern.compile("([0-8]):([0-9]*)(\\+?):([^:]*)(?::(.*))?", Pattern.DOTALL);
    private static final Pattern ACK = Pattern.compile("([0-9]{1,18})(?:\\+(.*))?", Pattern.DOTALL);

    /** Packet types, in the order of their digits on the wire. */
    enum Type {
        DISCONNECT,
        CONNECT,
        HEARTBEAT,
        MESSAGE,
        JSON,
        EVENT,
        ACK,
        ERROR,
        NOOP
    }

    /**
     * One packet.
     *
     * @param id its number, if it wants an ack; else empty
     * @param wantsData whether the ack is to come from the program, with data
     * @param data everything after the endpoint; may be empty
     */
    record Packet(Type type, String id, boolean wantsData, String endpoint, String data) {

        /** The packet as text. */
        String text() {
            return type.ordinal() + ":" + id + (wantsData ? "+" : "") + ":" + endpoint
                    + (data.isEmpty() ? "" : ":" + data);
        }
    }

    /** The number of an event, and the arguments of its ack. */
    record Answer(long id, List<JsonNode> args) {}

    private Protocol1() {}

    /** A packet without data. */
    static String bare(Type type, String endpoint) {
        return new Packet(type, "", false, endpoint, "").text();
    }

    /** An event; {@code ackId} is the number of its ack, or null if none is wanted. */
    static String event(String endpoint, String name, List<JsonNode> args, Long ackId) {
        ObjectNode event = JsonNodeFactory.instance.objectNode().put("name", name);
        if (!args.isEmpty()) {
            event.putArray("args").addAll(args);
        }
        String id = ackId == null ? "" : ackId.toString();
        return new Packet(Type.EVENT, id, ackId != null, endpoint, JSON.writeValueAsString(event)).text();
    }

    /** The ack of the packet with that id. */
    static String ack(String endpoint, String id, List<JsonNode> args) {
        return new Packet(Type.ACK, "", false, endpoint, args.isEmpty() ? id : id + "+" + JSON.writeValueAsString(args))
                .text();
    }

    /** The packets of {@code payload}. Whatever is no packet is left out, as the official client ignores it. */
    static List<Packet> read(String payload) {
        if (payload.isEmpty() || payload.charAt(0) != FRAME) {
            return readOne(payload);
        }
        List<Packet> packets = new ArrayList<>();
        int at = 0;
        while (at < payload.length()) {
            int lengthEnd = payload.indexOf(FRAME, at + 1);
            int length = Integer.parseInt(payload, at + 1, lengthEnd, 10);
            packets.addAll(readOne(payload.substring(lengthEnd + 1, lengthEnd + 1 + length)));
            at = lengthEnd + 1 + length;
        }
        return packets;
    }

    private static List<Packet> readOne(String text) {
        Matcher fields = PACKET.matcher(text);
        if (!fields.matches()) {
            return List.of();
        }
        return List.of(new Packet(
                Type.values()[Integer.parseInt(fields.group(1))],
                fields.group(2),
                !fields.group(3).isEmpty(),
                fields.group(4),
                fields.group(5) == null ? "" : fields.group(5)));
    }

    /** A body of one packet, or of several. */
    static String payload(List<String> packets) {
        if (packets.size() == 1) {
            return packets.get(0);
        }
        StringBuilder payload = new StringBuilder();
        packets.forEach(packet ->
                payload.append(FRAME).append(packet.length()).append(FRAME).append(packet));
        return payload.toString();
    }

    /** Reads the data of an ack; null if it has no number. */
    static Answer answer(Packet ack) {
        Matcher fields = ACK.matcher(ack.data());
        if (!fields.matches()) {
            return null;
        }
        String args = fields.group(2);
        return new Answer(Long.parseLong(fields.group(1)), args == null ? List.of() : elements(json(args)));
    }

    /** The data of an event or a JSON message; a missing node if it is no JSON, which the official client ignores, too. */
    static JsonNode json(String text) {
        try {
            return text.isEmpty() ? JsonNodeFactory.instance.missingNode() : JSON.readTree(text);
        } catch (JacksonException e) {
            return JsonNodeFactory.instance.missingNode();
        }
    }

    /** The elements of an array; none if it is something else. */
    static List<JsonNode> elements(JsonNode array) {
        return List.copyOf(array.values());
    }
}
