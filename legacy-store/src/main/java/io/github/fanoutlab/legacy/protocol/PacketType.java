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

    /** Its name in 0.9's packet objects: {@code event}. */
    public String wireName() {
        return wireName;
    }

    /** The type whose digit is all of {@code text} between {@code from} and {@code to}; null for anything else, even {@code 01}. */
    static PacketType ofDigits(String text, int from, int to) {
        int digit = to - from == 1 ? text.charAt(from) - '0' : -1;
        return digit >= 0 && digit < values().length ? values()[digit] : null;
    }

    /** The type called {@code wireName}; null if there is none. */
    public static PacketType ofWireName(String wireName) {
        for (PacketType type : values()) {
            if (type.wireName.equals(wireName)) {
                return type;
            }
        }
        return null;
    }
}
