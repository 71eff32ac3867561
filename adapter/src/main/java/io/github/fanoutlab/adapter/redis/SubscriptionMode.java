package io.github.fanoutlab.adapter.redis;

/**
 * Which rooms have their own shard channel, so that only servers with a member hear a broadcast to that room. All servers of a
 * cluster use the same mode.
 */
public enum SubscriptionMode {

    /** None: two channels for each namespace, however many rooms there are. */
    STATIC,

    /** All but the private room that each socket has for itself. The default, as in Node. */
    DYNAMIC,

    /** All: even a message to one socket goes to its own server only, at the price of a channel for each socket. */
    DYNAMIC_PRIVATE;

    /** Whether rooms have their own channels; a private room is a socket's own. */
    boolean hasRoomChannels(boolean forPrivateRooms) {
        return switch (this) {
            case STATIC -> false;
            case DYNAMIC -> !forPrivateRooms;
            case DYNAMIC_PRIVATE -> true;
        };
    }
}
