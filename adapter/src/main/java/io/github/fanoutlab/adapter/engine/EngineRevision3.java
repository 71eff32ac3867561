package io.github.fanoutlab.adapter.engine;

import io.github.fanoutlab.adapter.engine.EnginePacket.Type;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * Engine.IO 3, of Socket.IO 1 and 2. In a payload each packet follows its length; bytes carry their type with them.
 *
 * <pre>
 * 6:4hello1:27:b4AQID               text; lengths in UTF-16 units: message "hello", ping, message of 01 02 03
 *
 * 00 06 ff "4hello"                 bytes, once a packet has some and the client takes them: 00 for text, 01 for bytes,
 * 01 04 ff 04 01 02 03              the decimal digits of the length in bytes, ff, the packet
 *
 * 04 01 02 03                       a binary frame of a WebSocket
 * </pre>
 *
 * <p>Read in {@code engine.io} 6.6, {@code parser-v3}. That accepts lengths which are no plain decimal number (such as {@code
 * 1e1}) or which exceed a payload of bytes; here both are parse errors.
 */
final class EngineRevision3 extends EngineRevision {

    /** More digits than any payload is long. */
    private static final int MAX_LENGTH_DIGITS = 9;

    private static final byte TEXT = 0;
    private static final byte BYTES = 1;
    private static final byte END_OF_LENGTH = (byte) 0xff;

    EngineRevision3(boolean supportsBinary) {
        super(supportsBinary);
    }

    @Override
    int number() {
        return 3;
    }

    @Override
    boolean takesBinaryPayloads() {
        return true;
    }

    @Override
    EnginePacket decode(String frame) {
        if (!frame.startsWith("b")) {
            return EnginePacket.decode(frame);
        }
        int digit = frame.length() > 1 ? frame.charAt(1) - '0' : -1;
        return binary(digit, frame.length() > 1 ? Base64Text.decode(frame.substring(2)) : new byte[0]);
    }

    @Override
    EnginePacket decode(byte[] frame) {
        return frame.length == 0 ? binary(-1, frame) : binary(frame[0], Arrays.copyOfRange(frame, 1, frame.length));
    }

    /** Bytes of an unknown type are skipped, as in Node. */
    private static EnginePacket binary(int digit, byte[] bytes) {
        boolean known = digit >= 0 && digit <= Type.NOOP.ordinal();
        return EnginePacket.binary(known ? Type.values()[digit] : Type.NOOP, bytes);
    }

    @Override
    void decodePayload(String payload, Consumer<EnginePacket> packets) {
        int at = 0;
        EnginePacket packet = payload.isEmpty() ? EnginePacket.ERROR : null;
        while (at < payload.length() && packet != EnginePacket.ERROR) {
            int colon = payload.indexOf(':', at);
            int length = colon < 0 ? -1 : length(payload.substring(at, colon));
            if (length < 0 || length > payload.length() - colon - 1) {
                packet = EnginePacket.ERROR;
                break;
            }
            at = colon + 1 + length;
            if (length > 0) {
                packet = decode(payload.substring(colon + 1, at));
                packets.accept(packet);
            }
        }
        if (packet == EnginePacket.ERROR) {
            packets.accept(packet);
        }
    }

    /** The number that {@code digits} write, or -1. */
    private static int length(String digits) {
        boolean plain = !digits.isEmpty()
                && digits.length() <= MAX_LENGTH_DIGITS
                && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        return plain ? Integer.parseInt(digits) : -1;
    }

    /** The whole payload is decoded before its first packet is handed on, as in Node. */
    @Override
    void decodePayload(byte[] payload, Consumer<EnginePacket> packets) {
        List<EnginePacket> decoded = new ArrayList<>();
        int at = 0;
        while (at < payload.length) {
            int end = at + 1;
            StringBuilder digits = new StringBuilder();
            while (end < payload.length && payload[end] != END_OF_LENGTH && digits.length() <= MAX_LENGTH_DIGITS) {
                digits.append(payload[end++] & 0xff);
            }
            int length = end < payload.length ? length(digits.toString()) : -1;
            if (length < 0 || length > payload.length - end - 1) {
                packets.accept(EnginePacket.ERROR);
                return;
            }
            byte[] packet = Arrays.copyOfRange(payload, end + 1, end + 1 + length);
            decoded.add(payload[at] == TEXT ? decodeUtf8(packet) : decode(packet));
            at = end + 1 + length;
        }
        decoded.forEach(packets);
    }

    private EnginePacket decodeUtf8(byte[] bytes) {
        try {
            return decode(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException noText) {
            return EnginePacket.ERROR;
        }
    }

    @Override
    Payload encodePayload(List<EnginePacket> packets) {
        if (supportsBinary() && packets.stream().anyMatch(EnginePacket::isBinary)) {
            ByteArrayOutputStream payload = new ByteArrayOutputStream();
            packets.forEach(packet -> append(payload, packet));
            return new Payload(null, payload.toByteArray());
        }
        StringBuilder payload = new StringBuilder();
        for (EnginePacket packet : packets) {
            String text = text(packet);
            payload.append(text.length()).append(':').append(text);
        }
        return new Payload(payload.toString(), null);
    }

    private void append(ByteArrayOutputStream payload, EnginePacket packet) {
        byte[] bytes = packet.isBinary() ? binaryFrame(packet) : packet.encode().getBytes(StandardCharsets.UTF_8);
        payload.write(packet.isBinary() ? BYTES : TEXT);
        for (char digit : String.valueOf(bytes.length).toCharArray()) {
            payload.write(digit - '0');
        }
        payload.write(END_OF_LENGTH);
        payload.writeBytes(bytes);
    }

    @Override
    byte[] binaryFrame(EnginePacket packet) {
        byte[] frame = new byte[packet.binary().length + 1];
        frame[0] = (byte) packet.type().ordinal();
        System.arraycopy(packet.binary(), 0, frame, 1, packet.binary().length);
        return frame;
    }

    @Override
    String base64(EnginePacket packet) {
        return "b" + packet.type().ordinal() + Base64Text.encode(packet.binary());
    }
}
