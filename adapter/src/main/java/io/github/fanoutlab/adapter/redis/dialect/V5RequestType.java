package io.github.fanoutlab.adapter.redis.dialect;

/** The requests of {@code socket.io-redis} 5, in the order of their numbers on the wire. */
enum V5RequestType {
    CLIENTS("clients"),
    CLIENT_ROOMS("rooms"),
    ALL_ROOMS("allRooms"),
    JOIN("remoteJoin"),
    LEAVE("remoteLeave"),
    CUSTOM("customRequest"),
    DISCONNECT("remoteDisconnect");

    /** What Node calls it in the message of a timeout. */
    final String title;

    V5RequestType(String title) {
        this.title = title;
    }

    /** The type with this number, or null. */
    static V5RequestType of(int number) {
        return number >= 0 && number < values().length ? values()[number] : null;
    }

    int number() {
        return ordinal();
    }
}
