package io.github.fanoutlab.platform.node;

import io.github.fanoutlab.platform.Counters;
import io.github.fanoutlab.platform.DebugLog;
import io.github.fanoutlab.platform.EventLoop;
import io.github.fanoutlab.platform.Ids;
import io.github.fanoutlab.platform.redis.RedisConnection;
import io.github.fanoutlab.platform.redis.RedisDialer;

/**
 * The world as one node sees it: its thread, its randomness, its log, its network and its Redis.
 *
 * <p>One per node. The real one ({@code platform.real.RealNode}) stands on Jetty and Jedis, the simulated one on the
 * scheduler of the simulator.
 */
public interface NodePorts {

    /** The node's name in logs and traces: {@code master}, {@code W1}. */
    String name();

    EventLoop loop();

    Ids ids();

    DebugLog log();

    Counters counters();

    Network network();

    /**
     * The way to the Redis at {@code url} ({@code redis://host:port}; in the real world also {@code redis+cluster://} and {@code
     * redis+sentinel://}); nothing is connected yet.
     *
     * @throws IllegalArgumentException if the URL is none of Redis
     */
    RedisDialer redis(String url);

    /** A new connection of this node to the Redis at {@code url}, on its way up. {@code name} tells it apart in logs. */
    default RedisConnection createRedisClient(String name, String url) {
        RedisConnection connection = new RedisConnection(name, loop(), log(), counters(), redis(url));
        connection.connect();
        return connection;
    }
}
