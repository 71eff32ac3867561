package io.github.fanoutlab.adapter.engine;

import io.github.fanoutlab.platform.Backlog;
import java.util.Locale;

/**
 * One Engine.IO packet. As text on the wire it is a digit and the data; a binary message of revision 4 is the bytes alone (in
 * revision 3 it is not: {@link EngineRevision3}).
 *
 * <p>A broadcast sends the same packet to many clients, so its text is made once.
 */
public final class EnginePacket {

    /** The types in the order of their digits; {@link #ERROR} stands for what was no packet, and never goes on the wire. */
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
    static final EnginePacket ERROR = of(Type.ERROR, "parser error");

    private final Type type;
    private final String text;
    private final byte[] binary;
    private final boolean compress;
    private String wire;

    private EnginePacket(Type type, String text, byte[] binary, boolean compress) {
        this.type = type;
        this.text = text;
        this.binary = binary;
        this.compress = compress;
    }

    /** A packet of {@code type} with {@code text}, which may be empty. */
    public static EnginePacket of(Type type, String text) {
        return new EnginePacket(type, text, null, true);
    }

    /** A text message. */
    public static EnginePacket message(String text) {
        return of(Type.MESSAGE, text);
    }

    /** A binary message; the bytes must not be changed. */
    public static EnginePacket message(byte[] binary) {
        return binary(Type.MESSAGE, binary);
    }

    /** Bytes of any type, of which revision 4 knows only messages. */
    static EnginePacket binary(Type type, byte[] binary) {
        return new EnginePacket(type, null, binary, true);
    }

    /** How much it is to keep, in bytes or characters. */
    int size() {
        return Backlog.PACKET_BYTES + (text == null ? binary.length : text.length());
    }

    /** Reads a text frame of revision 4; what is no packet becomes {@link Type#ERROR}. */
    public static EnginePacket decode(String frame) {
        char first = frame.isEmpty() ? ' ' : frame.charAt(0);
        if (first == 'b') {
            return message(Base64Text.decode(frame.substring(1)));
        }
        if (first < '0' || first > '6') {
            return ERROR;
        }
        return of(Type.BY_DIGIT[first - '0'], frame.substring(1));
    }

    /** The same packet; it does not make a payload worth compressing. */
    public EnginePacket uncompressed() {
        return new EnginePacket(type, text, binary, false);
    }

    /** Whether a payload with this packet may be compressed. */
    boolean compress() {
        return compress;
    }

    /** Its type. */
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

    /** The bytes, which must not be changed; null when the packet is text. */
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
