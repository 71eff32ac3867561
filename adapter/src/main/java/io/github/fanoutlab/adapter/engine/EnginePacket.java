package io.github.fanoutlab.adapter.engine;

import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.function.Consumer;

/**
 * One Engine.IO packet. As text on the wire it is a digit and the data; a binary message is the bytes alone.
 *
 * <p>A broadcast sends the same packet to many clients, so its text is put together once.
 */
public final class EnginePacket {

    /** The types in the order of their digits; {@link #ERROR} is what was no packet and never goes on the wire. */
    public enum Type {
        OPEN,
        CLOSE,
        PING,
        PONG,
        MESSAGE,
        UPGRADE,
        NOOP,
        ERROR;

        private static final Type[] BY_DIGIT = {OPEN, CLOSE, PING, PONG, MESSAGE, UPGRADE, NOOP};

        /** As Node's log writes it: {@code message}. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static final EnginePacket CLOSE = of(Type.CLOSE, "");
    static final EnginePacket NOOP = of(Type.NOOP, "");
    static final EnginePacket PROBE_PONG = of(Type.PONG, "probe");

    /** Between two packets of a payload: ASCII's record separator. */
    private static final char SEPARATOR = 0x1e;

    private final Type type;
    private final String text;
    private final byte[] binary;
    private String wire;

    private EnginePacket(Type type, String text, byte[] binary) {
        this.type = type;
        this.text = text;
        this.binary = binary;
    }

    /** A packet of {@code type} with {@code text}, which may be empty. */
    public static EnginePacket of(Type type, String text) {
        return new EnginePacket(type, text, null);
    }

    /** A text message. */
    public static EnginePacket message(String text) {
        return of(Type.MESSAGE, text);
    }

    /** A binary message; the bytes are not to be changed. */
    public static EnginePacket message(byte[] binary) {
        return new EnginePacket(Type.MESSAGE, null, binary);
    }

    /** Reads a text frame; what is no packet becomes {@link Type#ERROR}. */
    public static EnginePacket decode(String frame) {
        char first = frame.isEmpty() ? ' ' : frame.charAt(0);
        if (first == 'b') {
            return message(decodeBase64(frame.substring(1)));
        }
        if (first < '0' || first > '6') {
            return of(Type.ERROR, "parser error");
        }
        return of(Type.BY_DIGIT[first - '0'], frame.substring(1));
    }

    /**
     * Reads the packets of a payload one after the other; the first that is none becomes {@link Type#ERROR} and is the last.
     */
    static void decodePayload(String payload, Consumer<EnginePacket> packets) {
        int start = 0;
        EnginePacket packet;
        do {
            int end = payload.indexOf(SEPARATOR, start);
            packet = decode(payload.substring(start, end < 0 ? payload.length() : end));
            packets.accept(packet);
            start = end + 1;
        } while (start > 0 && packet.type() != Type.ERROR);
    }

    /** The packets as the body of one HTTP message, binary ones in base64. */
    static String encodePayload(List<EnginePacket> packets) {
        StringJoiner payload = new StringJoiner(String.valueOf(SEPARATOR));
        for (EnginePacket packet : packets) {
            payload.add(
                    packet.isBinary() ? "b" + Base64.getEncoder().encodeToString(packet.binary()) : packet.encode());
        }
        return payload.toString();
    }

    /** Reads base64 as Node does: of either alphabet, up to the padding, and without regard to what belongs to none. */
    private static byte[] decodeBase64(String base64) {
        StringBuilder digits = new StringBuilder(base64.length());
        for (int i = 0; i < base64.length() && base64.charAt(i) != '='; i++) {
            char c = base64.charAt(i);
            if (c == '-' || c == '+') {
                digits.append('+');
            } else if (c == '_' || c == '/') {
                digits.append('/');
            } else if (c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z') {
                digits.append(c);
            }
        }
        if (digits.length() % 4 == 1) {
            digits.setLength(digits.length() - 1); // six bits are no byte
        }
        return Base64.getDecoder().decode(digits.toString());
    }

    /** What it is for. */
    public Type type() {
        return type;
    }

    /** Whether it is a message of bytes. */
    public boolean isBinary() {
        return binary != null;
    }

    /** The text; null when the packet is binary. */
    public String text() {
        return text;
    }

    /** The bytes, not to be changed; null when the packet is text. */
    public byte[] binary() {
        return binary;
    }

    /** The text frame of a packet that is not binary. */
    public String encode() {
        if (wire == null) {
            wire = (char) ('0' + type.ordinal()) + text;
        }
        return wire;
    }
}
