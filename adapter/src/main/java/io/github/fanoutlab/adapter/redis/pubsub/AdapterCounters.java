package io.github.fanoutlab.adapter.redis.pubsub;

/** The names of what the adapters on Redis count. */
public final class AdapterCounters {

    /** This node's own messages that came back and were dropped. */
    public static final String OWN_ECHOES_DROPPED = "adapter.ownEchoesDropped";

    /** Broadcasts for a room that has no member on this node: dropped undecoded. */
    public static final String UNKNOWN_ROOM_DROPPED = "adapter.unknownRoomDropped";

    /** Messages that no peer would send: dropped with a warning. */
    public static final String GARBAGE_DROPPED = "adapter.garbageDropped";

    private AdapterCounters() {}
}
