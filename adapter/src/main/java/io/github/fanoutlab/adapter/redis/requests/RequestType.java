package io.github.fanoutlab.adapter.redis.requests;

/** The requests of {@code @socket.io/redis-adapter} 8.3, in the order of their numbers on the wire. The last two are responses. */
public enum RequestType {
    SOCKETS,
    ALL_ROOMS,
    JOIN,
    LEAVE,
    DISCONNECT,
    FETCH,
    SERVER_SIDE_EMIT,
    BROADCAST,
    BROADCAST_CLIENT_COUNT,
    BROADCAST_ACK;

    /** The type with this number, or null. */
    static RequestType of(int number) {
        return number >= 0 && number < values().length ? values()[number] : null;
    }

    /** Whether its sender ignores it when it comes back, having done its own part already. */
    boolean isIgnoredBySender() {
        return this != JOIN && this != LEAVE && this != DISCONNECT;
    }

    /** The number on the wire. */
    public int number() {
        return ordinal();
    }
}
