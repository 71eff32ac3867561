package io.github.fanoutlab.simulator.client;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Socket.IO protocol 5 as a client reads and writes it, by the
 * <a href="https://github.com/socketio/socket.io-protocol">specification</a>. The servers have their own code for this. It is
 * not used here, so that a defect in both of its directions cannot hide behind a client that shares it.
 *
 * <pre>
 *   packet = type [ attachments "-" ] [ namespace "," ] [ ack id ] [ JSON ]
 *
 *   0/chat,{"token":"x"}                                  connect
 *   2["data","payload"]                                   an event in the namespace "/"
 *   2/chat,7["data","payload"]                            an event that wants ack 7
 *   3/chat,7["thanks"]                                    that ack
 *   51-["bytes",{"_placeholder":true,"num":0}]            an event; one binary frame follows
 * </pre>
 */
final class Protocol5 {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String PLACEHOLDER = "_placeholder";
    private static final int MAX_ID_DIGITS = 18;

    /** Packet types, in the order of their digits on the wire. */
    enum Type {
        CONNECT,
        DISCONNECT,
        EVENT,
        ACK,
        CONNECT_ERROR,
        BINARY_EVENT,
        BINARY_ACK
    }

    /**
     * One packet.
     *
     * @param id the ack's number, or null
     * @param data the JSON, or null if there is none
     * @param attachments how many binary frames belong to it
     */
    record Packet(Type type, String namespace, Long id, JsonNode data, int attachments) {

        /** A packet without ack and data. */
        static Packet of(Type type, String namespace) {
            return new Packet(type, namespace, null, null, 0);
        }
    }

    /** The frames of one packet: its text, then its bytes. */
    record Frames(String text, List<byte[]> binary) {}

    private Protocol5() {}

    /** The frames that carry an event or an ack; {@code data} is not changed. */
    static Frames write(Type type, String namespace, Long id, ArrayNode data) {
        List<byte[]> binary = new ArrayList<>();
        JsonNode withPlaceholders = withPlaceholders(data, binary);
        if (binary.isEmpty()) {
            return new Frames(text(new Packet(type, namespace, id, data, 0)), List.of());
        }
        Type binaryType = type == Type.EVENT ? Type.BINARY_EVENT : Type.BINARY_ACK;
        return new Frames(text(new Packet(binaryType, namespace, id, withPlaceholders, binary.size())), binary);
    }

    /** The text frame of {@code packet}. */
    static String text(Packet packet) {
        StringBuilder text = new StringBuilder().append(packet.type().ordinal());
        if (packet.attachments() > 0) {
            text.append(packet.attachments()).append('-');
        }
        if (!packet.namespace().equals("/")) {
            text.append(packet.namespace()).append(',');
        }
        if (packet.id() != null) {
            text.append(packet.id());
        }
        if (packet.data() != null) {
            text.append(JSON.writeValueAsString(packet.data()));
        }
        return text.toString();
    }

    /**
     * Reads a text frame. What its binary frames bring is still a placeholder.
     *
     * @throws IllegalArgumentException if it is no packet
     */
    static Packet read(String text) {
        Reader in = new Reader(text);
        Type type = in.type();
        boolean binary = type == Type.BINARY_EVENT || type == Type.BINARY_ACK;
        int attachments = binary ? (int) in.number() : 0;
        if (binary) {
            in.skip('-');
        }
        String namespace = in.namespace();
        Long id = in.atDigit() ? in.number() : null;
        JsonNode data = in.json();
        if (!fits(type, data)) {
            throw new IllegalArgumentException("a packet of type " + type + " cannot have this data: " + text);
        }
        return new Packet(type, namespace, id, data, attachments);
    }

    private static boolean fits(Type type, JsonNode data) {
        return switch (type) {
            case CONNECT -> data == null || data.isObject();
            case DISCONNECT -> data == null;
            case CONNECT_ERROR -> data != null && (data.isObject() || data.isString());
            case EVENT, BINARY_EVENT ->
                data != null && data.isArray() && data.path(0).isString();
            case ACK, BINARY_ACK -> data != null && data.isArray();
        };
    }

    /** {@code packet} with the bytes of its binary frames in place of the placeholders. */
    static Packet withBinary(Packet packet, List<byte[]> binary) {
        Type plain = switch (packet.type()) {
            case BINARY_EVENT -> Type.EVENT;
            case BINARY_ACK -> Type.ACK;
            default -> packet.type();
        };
        JsonNode data = packet.data() == null ? null : withBinary(packet.data(), binary);
        return new Packet(plain, packet.namespace(), packet.id(), data, 0);
    }

    private static JsonNode withPlaceholders(JsonNode data, List<byte[]> binary) {
        if (data.isBinary()) {
            binary.add(data.binaryValue());
            return JsonNodeFactory.instance.objectNode().put(PLACEHOLDER, true).put("num", binary.size() - 1);
        }
        if (data.isArray()) {
            ArrayNode copy = JsonNodeFactory.instance.arrayNode();
            data.forEach(element -> copy.add(withPlaceholders(element, binary)));
            return copy;
        }
        if (data.isObject()) {
            ObjectNode copy = JsonNodeFactory.instance.objectNode();
            data.forEachEntry((name, value) -> copy.set(name, withPlaceholders(value, binary)));
            return copy;
        }
        return data;
    }

    private static JsonNode withBinary(JsonNode data, List<byte[]> binary) {
        if (data.isArray()) {
            ArrayNode copy = JsonNodeFactory.instance.arrayNode();
            data.forEach(element -> copy.add(withBinary(element, binary)));
            return copy;
        }
        if (!data.isObject()) {
            return data;
        }
        if (data.path(PLACEHOLDER).asBoolean(false)) {
            int number = data.path("num").asInt(-1);
            if (number < 0 || number >= binary.size()) {
                throw new IllegalArgumentException(
                        "a placeholder names attachment " + number + " (from 0), but there are only " + binary.size());
            }
            return JsonNodeFactory.instance.binaryNode(binary.get(number));
        }
        ObjectNode copy = JsonNodeFactory.instance.objectNode();
        data.forEachEntry((name, value) -> copy.set(name, withBinary(value, binary)));
        return copy;
    }

    /** Reads a text frame from left to right. */
    private static final class Reader {

        private final String text;
        private int at;

        Reader(String text) {
            this.text = text;
        }

        Type type() {
            int digit = atDigit() ? text.charAt(at) - '0' : Type.values().length;
            if (digit >= Type.values().length) {
                throw malformed("a packet type from 0 to " + (Type.values().length - 1));
            }
            at++;
            return Type.values()[digit];
        }

        boolean atDigit() {
            return at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9';
        }

        long number() {
            int from = at;
            while (atDigit()) {
                at++;
            }
            if (from == at || at - from > MAX_ID_DIGITS) {
                throw malformed("a number");
            }
            return Long.parseLong(text, from, at, 10);
        }

        void skip(char expected) {
            if (at >= text.length() || text.charAt(at) != expected) {
                throw malformed("'" + expected + "'");
            }
            at++;
        }

        String namespace() {
            if (at >= text.length() || text.charAt(at) != '/') {
                return "/";
            }
            int comma = text.indexOf(',', at);
            int end = comma < 0 ? text.length() : comma;
            String namespace = text.substring(at, end);
            at = Math.min(end + 1, text.length());
            return namespace;
        }

        JsonNode json() {
            if (at == text.length()) {
                return null;
            }
            try {
                return JSON.readTree(text.substring(at));
            } catch (JacksonException e) {
                throw malformed("JSON");
            }
        }

        private IllegalArgumentException malformed(String expected) {
            return new IllegalArgumentException("expected " + expected + " at character " + at + " of " + text);
        }
    }
}
