package io.github.fanoutlab.adapter.engine;

import io.github.fanoutlab.platform.ClientConnection;
import io.github.fanoutlab.platform.http.HttpRequest;
import java.util.List;
import java.util.function.Consumer;

/**
 * How a revision of Engine.IO writes packets as frames of a WebSocket and as bodies of polling.
 *
 * <p>A transport keeps the revision of its first request: the query's {@code EIO} and {@code b64} there hold for all others.
 */
abstract class EngineRevision {

    /** A payload for a client: a text, or bytes when the text is null. */
    record Payload(String text, byte[] bytes) {}

    private final boolean supportsBinary;

    EngineRevision(boolean supportsBinary) {
        this.supportsBinary = supportsBinary;
    }

    /** The revision that {@code request} asks for: 4 when it says so, otherwise 3, as in {@code engine.io} 6. */
    static EngineRevision of(HttpRequest request) {
        boolean supportsBinary = request.query().getOrDefault("b64", "").isEmpty();
        return numberOf(request) == 4 ? new EngineRevision4(supportsBinary) : new EngineRevision3(supportsBinary);
    }

    /** 4 or 3. */
    static int numberOf(HttpRequest request) {
        return "4".equals(request.query().get("EIO")) ? 4 : 3;
    }

    /** 4 or 3. */
    abstract int number();

    /** Whether the client takes bytes as they are; otherwise they are sent as base64. */
    final boolean supportsBinary() {
        return supportsBinary;
    }

    /** Whether a client may send bodies of bytes. */
    abstract boolean takesBinaryPayloads();

    /** Reads a text frame; what is no packet becomes {@link EnginePacket.Type#ERROR}. */
    abstract EnginePacket decode(String frame);

    /** Reads a binary frame; what is no packet becomes {@link EnginePacket.Type#ERROR}. */
    abstract EnginePacket decode(byte[] frame);

    /** Reads the packets of a payload in their order, up to the first that is none, which becomes an error. */
    abstract void decodePayload(String payload, Consumer<EnginePacket> packets);

    /** The same with a payload of bytes; only where {@link #takesBinaryPayloads()}. */
    abstract void decodePayload(byte[] payload, Consumer<EnginePacket> packets);

    /** The packets as the body of one HTTP message. */
    abstract Payload encodePayload(List<EnginePacket> packets);

    /** The binary frame of a packet of bytes: a new array. */
    abstract byte[] binaryFrame(EnginePacket packet);

    /** A packet of bytes as text. */
    abstract String base64(EnginePacket packet);

    /** Sends a packet as one frame. */
    final void send(EnginePacket packet, ClientConnection connection) {
        if (packet.isBinary() && supportsBinary) {
            connection.send(binaryFrame(packet));
        } else {
            connection.send(text(packet));
        }
    }

    /** Any packet as text. */
    final String text(EnginePacket packet) {
        return packet.isBinary() ? base64(packet) : packet.encode();
    }
}
