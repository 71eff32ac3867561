package io.github.fanoutlab.adapter.protocol;

import io.github.fanoutlab.platform.DebugLog;
import io.github.fanoutlab.platform.json.JsonText;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Packets to frames: a text, and the attachments that follow it.
 *
 * <pre>
 * type [attachments '-'] [namespace ','] [id] [data as JSON]
 *
 * 2["x",1]                                        an event of namespace /
 * 2/chat,12["x"]                                  one of /chat that asks for ack 12
 * 51-["x",{"_placeholder":true,"num":0}]          one with one attachment
 * </pre>
 */
public final class PacketEncoder {

    private static final String DEBUG_NAMESPACE = "socket.io-parser";

    private final DebugLog log;

    /** An encoder that logs what it encodes. */
    public PacketEncoder(DebugLog log) {
        this.log = log;
    }

    /** A packet as it goes to Engine.IO; the attachments must not be changed. */
    public record Encoded(String text, List<byte[]> attachments) {}

    /** Encodes {@code packet}, whose type must not be binary. */
    public Encoded encode(Packet packet) {
        log.log(DEBUG_NAMESPACE, () -> "encoding packet " + packet.describeOutgoing(packet.type(), 0));
        if (packet.data() != null && Payloads.hasBinary(packet.data())) {
            if (packet.type() == PacketType.EVENT) {
                return encodeBinary(packet, PacketType.BINARY_EVENT);
            }
            if (packet.type() == PacketType.ACK) {
                return encodeBinary(packet, PacketType.BINARY_ACK);
            }
        }
        return new Encoded(text(packet, packet.type(), 0), List.of());
    }

    private Encoded encodeBinary(Packet packet, PacketType type) {
        List<byte[]> attachments = new ArrayList<>();
        JsonNode data = Attachments.extract(packet.data(), attachments);
        Packet rest = new Packet(packet.type(), packet.namespace(), packet.id(), data);
        return new Encoded(text(rest, type, attachments.size()), attachments);
    }

    private String text(Packet packet, PacketType type, int attachments) {
        StringBuilder text = new StringBuilder(64).append(type.digit());
        if (type.isBinary()) {
            text.append(attachments).append('-');
        }
        if (!packet.namespace().equals("/")) {
            text.append(packet.namespace()).append(',');
        }
        if (packet.id() != null) {
            text.append(JsonText.stringify(
                    JsonNodeFactory.instance.numberNode(packet.id().doubleValue())));
        }
        if (packet.data() != null) {
            text.append(JsonText.stringify(packet.data()));
        }
        String encoded = text.toString();
        log.log(DEBUG_NAMESPACE, () -> "encoded " + packet.describeOutgoing(type, attachments) + " as " + encoded);
        return encoded;
    }
}
