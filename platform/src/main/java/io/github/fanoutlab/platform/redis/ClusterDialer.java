package io.github.fanoutlab.platform.redis;

import java.util.List;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/**
 * The way to a Redis Cluster: one {@link Link} that is several connections beneath, opened as they are needed.
 *
 * <p>Where a command goes: SPUBLISH, SSUBSCRIBE and commands with a key to the master of its slot; PUBSUB NUMSUB to all masters,
 * whose counts are added up; PUBLISH, SUBSCRIBE and all others to one master, the seed that answered if it is one. Replies come in
 * the order of the commands. MOVED and ASK are followed.
 *
 * <p>When a slot with a subscription moves away, or a connection with subscriptions breaks, the whole link breaks, so that the
 * {@link RedisConnection} above comes back with what the cluster is like by then. Any other node that is away fails its own
 * commands only; the slots are then asked for again.
 */
public final class ClusterDialer implements RedisDialer {

    private final String address;
    private final List<String> seeds;
    private final Function<String, RedisDialer> nodes;
    private final ToIntFunction<byte[]> slotOf;

    /**
     * Nothing is connected yet.
     *
     * @param address what people are told
     * @param seeds nodes as {@code host:port}; the first that answers tells of the others
     * @param nodes the way to a {@code host:port}
     * @param slotOf the slot of a key or shard channel, 0 to 16383, as the Redis Cluster specification computes it
     */
    public ClusterDialer(
            String address, List<String> seeds, Function<String, RedisDialer> nodes, ToIntFunction<byte[]> slotOf) {
        this.address = address;
        this.seeds = List.copyOf(seeds);
        this.nodes = nodes;
        this.slotOf = slotOf;
    }

    @Override
    public String address() {
        return address;
    }

    @Override
    public Link dial(Listener listener) {
        ClusterLink link = new ClusterLink(seeds, nodes, slotOf, listener);
        link.begin();
        return link;
    }
}
