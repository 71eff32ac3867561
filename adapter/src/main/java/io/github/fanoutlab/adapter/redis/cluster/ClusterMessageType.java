package io.github.fanoutlab.adapter.redis.cluster;

/** The messages of a {@link ClusterAdapter}, in the order of their numbers on the wire, which begin with 1. */
public enum ClusterMessageType {
    INITIAL_HEARTBEAT,
    HEARTBEAT,
    BROADCAST,
    SOCKETS_JOIN,
    SOCKETS_LEAVE,
    DISCONNECT_SOCKETS,
    FETCH_SOCKETS,
    FETCH_SOCKETS_RESPONSE,
    SERVER_SIDE_EMIT,
    SERVER_SIDE_EMIT_RESPONSE,
    BROADCAST_CLIENT_COUNT,
    BROADCAST_ACK,
    ADAPTER_CLOSE;

    /** The type with this number, or null. */
    public static ClusterMessageType of(int number) {
        return number >= 1 && number <= values().length ? values()[number - 1] : null;
    }

    /** Its number on the wire. */
    public int number() {
        return ordinal() + 1;
    }
}
