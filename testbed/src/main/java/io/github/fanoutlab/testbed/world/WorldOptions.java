package io.github.fanoutlab.testbed.world;

import java.util.function.Predicate;

/**
 * What a world is made of, the seed first.
 *
 * @param seed decides everything that is random
 * @param clientLatency one way between nodes: clients and servers
 * @param redisLatency one way between a node and Redis
 * @param debug which debug namespaces are recorded
 */
public record WorldOptions(long seed, Latency clientLatency, Latency redisLatency, Predicate<String> debug) {

    /** Clients 1 to 20 ms away, Redis 0.2 to 1 ms, no debug lines. */
    public static WorldOptions seed(long seed) {
        return new WorldOptions(seed, Latency.between(1_000, 20_000), Latency.between(200, 1_000), namespace -> false);
    }

    public WorldOptions withClientLatency(Latency latency) {
        return new WorldOptions(seed, latency, redisLatency, debug);
    }

    public WorldOptions withRedisLatency(Latency latency) {
        return new WorldOptions(seed, clientLatency, latency, debug);
    }

    /** With the lines of the debug namespaces that {@code wanted} accepts. */
    public WorldOptions withDebug(Predicate<String> wanted) {
        return new WorldOptions(seed, clientLatency, redisLatency, wanted);
    }
}
