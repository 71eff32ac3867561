package io.github.fanoutlab.adapter.protocol;

/** The seven packets in the order of their digits. The binary ones are events and acks that carry attachments. */
public enum PacketType {
    CONNECT,
    DISCONNECT,
    EVENT,
    ACK,
    CONNECT_ERROR,
    BINARY_EVENT,
    BINARY_ACK;

    private static final PacketType[] BY_DIGIT = values();

    /** The type written as {@code digit}, or null. */
    static PacketType of(char digit) {
        int index = digit - '0';
        return index >= 0 && index < BY_DIGIT.length ? BY_DIGIT[index] : null;
    }

    /** The number on the wire. */
    public int digit() {
        return ordinal();
    }

    /** Whether attachments follow the packet. */
    public boolean isBinary() {
        return this == BINARY_EVENT || this == BINARY_ACK;
    }
}
