package io.github.fanoutlab.adapter.redis.pubsub;

/** The names of what the adapters on Redis count, in {@code io.ports().counters()}. */
public final class AdapterCounters {

    /** Counts this node's own messages that came back and were dropped. */
    public static final String OWN_ECHOES_DROPPED = "adapter.ownEchoesDropped";

    /** Counts broadcasts for a room that has no member on this node. They are dropped undecoded. */
    public static final String UNKNOWN_ROOM_DROPPED = "adapter.unknownRoomDropped";

    /** Counts messages that no peer would send. They are dropped with a warning. */
    public static final String GARBAGE_DROPPED = "adapter.garbageDropped";

    private AdapterCounters() {}
}
