package io.github.fanoutlab.adapter.engine;

import java.util.List;
import java.util.StringJoiner;
import java.util.function.Consumer;

/**
 * Engine.IO 4, of Socket.IO 3 and 4. A payload is text: packets with a separator between them, bytes as base64.
 *
 * <pre>
 * 4hello &lt;1e&gt; 2 &lt;1e&gt; bAQID      message "hello", ping, message of the bytes 01 02 03
 * </pre>
 */
final class EngineRevision4 extends EngineRevision {

    /** Between two packets of a payload: ASCII's record separator. */
    private static final char SEPARATOR = 0x1e;

    EngineRevision4(boolean supportsBinary) {
        super(supportsBinary);
    }

    @Override
    int number() {
        return 4;
    }

    @Override
    boolean takesBinaryPayloads() {
        return false;
    }

    @Override
    EnginePacket decode(String frame) {
        return EnginePacket.decode(frame);
    }

    @Override
    EnginePacket decode(byte[] frame) {
        return EnginePacket.message(frame);
    }

    @Override
    void decodePayload(String payload, Consumer<EnginePacket> packets) {
        int start = 0;
        EnginePacket packet;
        do {
            int end = payload.indexOf(SEPARATOR, start);
            packet = decode(payload.substring(start, end < 0 ? payload.length() : end));
            packets.accept(packet);
            start = end + 1;
        } while (start > 0 && packet.type() != EnginePacket.Type.ERROR);
    }

    @Override
    void decodePayload(byte[] payload, Consumer<EnginePacket> packets) {
        throw new UnsupportedOperationException("revision 4 has no binary payloads");
    }

    @Override
    Payload encodePayload(List<EnginePacket> packets) {
        StringJoiner payload = new StringJoiner(String.valueOf(SEPARATOR));
        packets.forEach(packet -> payload.add(text(packet)));
        return new Payload(payload.toString(), null);
    }

    @Override
    byte[] binaryFrame(EnginePacket packet) {
        return packet.binary().clone();
    }

    @Override
    String base64(EnginePacket packet) {
        return "b" + Base64Text.encode(packet.binary());
    }
}
