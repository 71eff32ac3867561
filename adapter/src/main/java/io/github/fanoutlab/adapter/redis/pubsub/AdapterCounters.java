package io.github.fanoutlab.adapter.redis.pubsub;

/** What the adapters on Redis count, by the names under which a node's counters have it. */
public final class AdapterCounters {

    /** Messages of this node's own that came back and were dropped. */
    public static final String OWN_ECHOES_DROPPED = "adapter.ownEchoesDropped";

    /** Broadcasts for a room that has no member on this node: dropped undecoded. */
    public static final String UNKNOWN_ROOM_DROPPED = "adapter.unknownRoomDropped";

    /** Messages that no peer would send: dropped with a warning. */
    public static final String GARBAGE_DROPPED = "adapter.garbageDropped";

    private AdapterCounters() {}
}
