package io.github.fanoutlab.testbed.world;

import java.util.function.Predicate;

/**
 * What decides everything in a world, the seed first.
 *
 * @param seed decides everything that is random
 * @param clientLatency of messages between nodes: clients and servers
 * @param redisLatency of messages between a node and Redis
 * @param debug which debug namespaces are recorded
 * @param byHand whether code that is in no turn may act for any node, as a test does: see {@link TestLab}
 */
public record WorldOptions(
        long seed, Latency clientLatency, Latency redisLatency, Predicate<String> debug, boolean byHand) {

    /** Clients 1 to 20 ms away, Redis 0.2 to 1 ms, no debug lines. */
    public static WorldOptions seed(long seed) {
        return new WorldOptions(
                seed, Latency.between(1_000, 20_000), Latency.between(200, 1_000), namespace -> false, false);
    }

    /** A world that a test moves by hand: no latency, so that nothing takes time but timers; all debug lines. */
    static WorldOptions movedByHand() {
        return new WorldOptions(0, Latency.fixed(0), Latency.fixed(0), namespace -> true, true);
    }

    public WorldOptions withClientLatency(Latency latency) {
        return new WorldOptions(seed, latency, redisLatency, debug, byHand);
    }

    public WorldOptions withRedisLatency(Latency latency) {
        return new WorldOptions(seed, clientLatency, latency, debug, byHand);
    }

    /** Records the lines of the debug namespaces that {@code wanted} accepts. */
    public WorldOptions withDebug(Predicate<String> wanted) {
        return new WorldOptions(seed, clientLatency, redisLatency, wanted, byHand);
    }
}
