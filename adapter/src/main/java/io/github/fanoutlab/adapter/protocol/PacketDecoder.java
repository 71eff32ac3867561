package io.github.fanoutlab.adapter.protocol;

import io.github.fanoutlab.platform.DebugLog;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Frames to packets; one decoder per connection, since a packet with attachments spans several frames.
 *
 * <pre>
 *            text of a binary packet
 *   READY --------------------------&gt; COLLECTING (a text frame now is malformed)
 *     ^                                   |
 *     +--------- last attachment ---------+
 * </pre>
 *
 * <p>What a client may send is limited before memory is taken: a frame by Engine.IO's {@code maxPayload}, attachments by
 * {@link #MAX_ATTACHMENTS}, nesting by {@link Payloads#MAX_DEPTH}.
 */
public final class PacketDecoder {

    /** As {@code socket.io-parser} 4.2. */
    public static final int MAX_ATTACHMENTS = 10;

    private static final String DEBUG_NAMESPACE = "socket.io-parser";

    private record Incomplete(Packet packet, int attachments, List<byte[]> received) {}

    private final DebugLog log;
    private Incomplete incomplete;

    /** A decoder of one connection, which logs what it decodes. */
    public PacketDecoder(DebugLog log) {
        this.log = log;
    }

    /**
     * Takes a text frame.
     *
     * @return the packet, or nothing when its attachments are still to come
     * @throws MalformedPacketException if it is no packet
     */
    public Optional<Packet> add(String frame) {
        if (incomplete != null) {
            throw new MalformedPacketException("got plaintext data when reconstructing a packet");
        }
        return new Text(frame).read();
    }

    /**
     * Takes a binary frame.
     *
     * @return the packet, when this was its last attachment
     * @throws MalformedPacketException if no packet waits for attachments
     */
    public Optional<Packet> add(byte[] frame) {
        if (incomplete == null) {
            throw new MalformedPacketException("got binary data when not reconstructing a packet");
        }
        incomplete.received.add(frame);
        if (incomplete.received.size() < incomplete.attachments) {
            return Optional.empty();
        }
        Incomplete complete = incomplete;
        incomplete = null;
        Packet packet = complete.packet;
        JsonNode data = packet.data() == null ? null : Attachments.insert(packet.data(), complete.received);
        return Optional.of(new Packet(packet.type(), packet.namespace(), packet.id(), data));
    }

    /** A cursor over one text frame. */
    private final class Text {

        private final String frame;
        private int at;

        Text(String frame) {
            this.frame = frame;
        }

        Optional<Packet> read() {
            PacketType type = frame.isEmpty() ? null : PacketType.of(frame.charAt(at++));
            if (type == null) {
                throw new MalformedPacketException("unknown packet type in " + excerpt());
            }
            int attachments = type.isBinary() ? readAttachments() : 0;
            String namespace = readNamespace();
            Long id = readId();
            JsonNode data = at < frame.length() ? Payloads.parse(frame.substring(at)) : null;
            if (data != null && !isValid(type, data)) {
                throw new MalformedPacketException("invalid payload in " + excerpt());
            }
            Packet packet = new Packet(plain(type), namespace, id, data);
            log.log(DEBUG_NAMESPACE, () -> "decoded " + frame + " as " + packet.describeIncoming(type, attachments));
            if (attachments == 0) {
                return Optional.of(packet);
            }
            incomplete = new Incomplete(packet, attachments, new ArrayList<>());
            return Optional.empty();
        }

        private int readAttachments() {
            int dash = frame.indexOf('-', at);
            String number = dash < 0 ? "" : frame.substring(at, dash);
            if (number.isEmpty() || number.length() > 3 || !number.chars().allMatch(Text::isDigit)) {
                throw new MalformedPacketException("Illegal attachments in " + excerpt());
            }
            int count = Integer.parseInt(number);
            if (count < 1 || count > MAX_ATTACHMENTS) {
                throw new MalformedPacketException(count + " attachments, allowed are 1 to " + MAX_ATTACHMENTS);
            }
            at = dash + 1;
            return count;
        }

        private String readNamespace() {
            if (at >= frame.length() || frame.charAt(at) != '/') {
                return "/";
            }
            int comma = frame.indexOf(',', at);
            int end = comma < 0 ? frame.length() : comma;
            String namespace = frame.substring(at, end);
            at = comma < 0 ? end : end + 1;
            return namespace;
        }

        /** JavaScript keeps the double that is nearest: 9007199254740993 is answered as 9007199254740992. */
        private Long readId() {
            int start = at;
            while (at < frame.length() && isDigit(frame.charAt(at))) {
                at++;
            }
            if (at == start) {
                return null;
            }
            double id = Double.parseDouble(frame.substring(start, at));
            if (id > Long.MAX_VALUE) {
                throw new MalformedPacketException("an ack id of " + (at - start) + " digits in " + excerpt());
            }
            return (long) id;
        }

        private static boolean isDigit(int c) {
            return c >= '0' && c <= '9';
        }

        private String excerpt() {
            return "\"" + (frame.length() > 40 ? frame.substring(0, 40) + "…" : frame) + "\"";
        }
    }

    private static PacketType plain(PacketType type) {
        return switch (type) {
            case BINARY_EVENT -> PacketType.EVENT;
            case BINARY_ACK -> PacketType.ACK;
            default -> type;
        };
    }

    private static boolean isValid(PacketType type, JsonNode data) {
        return switch (type) {
            case CONNECT -> data.isObject();
            case DISCONNECT -> false;
            case CONNECT_ERROR -> data.isString() || data.isObject();
            case EVENT, BINARY_EVENT -> data.isArray() && isEventName(data.path(0));
            case ACK, BINARY_ACK -> data.isArray();
        };
    }

    private static boolean isEventName(JsonNode name) {
        return name.isNumber() || name.isString() && !Payloads.isReserved(name.stringValue());
    }
}
