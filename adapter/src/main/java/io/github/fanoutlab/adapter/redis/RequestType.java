package io.github.fanoutlab.adapter.redis;

/** What nodes ask of each other, in the order of the numbers on the wire. The last two are answers. */
enum RequestType {
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

    /** Whether the sender has its own part already, so that its own message means nothing to it. */
    boolean isQuestion() {
        return this != JOIN && this != LEAVE && this != DISCONNECT;
    }

    int number() {
        return ordinal();
    }
}
