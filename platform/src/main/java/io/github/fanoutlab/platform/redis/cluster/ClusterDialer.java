package io.github.fanoutlab.platform.redis.cluster;

import io.github.fanoutlab.platform.redis.RedisConnection;
import io.github.fanoutlab.platform.redis.RedisDialer;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/**
 * Dials a Redis Cluster: each {@link Link} consists of connections to several nodes, opened when they are needed.
 *
 * <p>SPUBLISH, SSUBSCRIBE and commands with a key go to the master of their slot. PUBSUB NUMSUB goes to all masters, whose counts are
 * added up. PUBLISH, SUBSCRIBE and all other commands go to one master, called home. Replies come in the order of the commands. MOVED
 * and ASK are followed.
 *
 * <p>When a slot with a subscription moves away, or a connection with subscriptions breaks, the whole link breaks, so that the
 * {@link RedisConnection} above dials again and finds the cluster as it is by then. When any other node is away, only its own
 * commands fail, and the slots are asked for again.
 */
public final class ClusterDialer implements RedisDialer {

    private final String address;
    private final List<String> seeds;
    private final Function<String, RedisDialer> nodes;
    private final ToIntFunction<byte[]> slotOf;

    /**
     * Nothing is connected yet.
     *
     * @param address the address for messages to people
     * @param seeds nodes as {@code host:port}; the first that answers tells of the others
     * @param nodes gives the dialer for a {@code host:port}
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
        link.askNextSeed();
        return link;
    }
}
