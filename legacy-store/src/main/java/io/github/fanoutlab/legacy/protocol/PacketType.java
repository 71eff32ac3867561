package io.github.fanoutlab.legacy.protocol;

import java.util.Locale;

/** The nine packet types of protocol 1, in the order of their digits on the wire: {@code 0} to {@code 8}. */
public enum PacketType {
    DISCONNECT,
    CONNECT,
    HEARTBEAT,
    MESSAGE,
    JSON,
    EVENT,
    ACK,
    ERROR,
    NOOP;

    private final String wireName = name().toLowerCase(Locale.ROOT);

    /** The name by which 0.9 calls it inside packet objects: {@code event}. */
    public String wireName() {
        return wireName;
    }

    /** The type whose digit is the whole of {@code digits}; null for anything else, {@code 01} among it. */
    static PacketType ofDigits(String text, int from, int to) {
        int digit = to - from == 1 ? text.charAt(from) - '0' : -1;
        return digit >= 0 && digit < values().length ? values()[digit] : null;
    }

    /** The type called {@code wireName}; null when there is none. */
    public static PacketType ofWireName(String wireName) {
        for (PacketType type : values()) {
            if (type.wireName.equals(wireName)) {
                return type;
            }
        }
        return null;
    }
}
