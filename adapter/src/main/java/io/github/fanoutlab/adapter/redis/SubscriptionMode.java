package io.github.fanoutlab.adapter.redis;

/**
 * Which rooms have a shard channel of their own, so that a broadcast to one such room is heard only by servers with a member in
 * it. All servers of a cluster use the same mode.
 */
public enum SubscriptionMode {

    /** None: two channels for each namespace, whatever the number of rooms. */
    STATIC,

    /** Those that a server's user made; not the one that each socket has for itself. The default, as in Node. */
    DYNAMIC,

    /** All of them: also a message to one socket goes to its own server only, at the price of a channel for each socket. */
    DYNAMIC_PRIVATE;

    /** Whether rooms have channels of their own; a private room is a socket's own. */
    boolean hasRoomChannels(boolean forPrivateRooms) {
        return switch (this) {
            case STATIC -> false;
            case DYNAMIC -> !forPrivateRooms;
            case DYNAMIC_PRIVATE -> true;
        };
    }
}
