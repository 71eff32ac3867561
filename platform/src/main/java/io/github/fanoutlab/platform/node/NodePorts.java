package io.github.fanoutlab.platform.node;

import io.github.fanoutlab.platform.Backlogs;
import io.github.fanoutlab.platform.Counters;
import io.github.fanoutlab.platform.DebugLog;
import io.github.fanoutlab.platform.EventLoop;
import io.github.fanoutlab.platform.Ids;
import io.github.fanoutlab.platform.redis.RedisConnection;
import io.github.fanoutlab.platform.redis.RedisDialer;

/**
 * The world as one node sees it: the ports through which a server reaches everything outside of itself.
 *
 * <pre>
 *   port              what for                        in the real world              in the virtual world
 *                                                     (platform.real)                (testbed.world)
 *   NodePorts         all ports of one node           RealNode                       SimNode
 *   EventLoop         its one thread, clock, timers   RealLoop: a thread             SimLoop: turns and virtual time
 *   Network           its clients, other servers      JettyNetwork: Jetty            SimNetwork: connections in memory
 *   RedisDialer       its connections to Redis        JedisDialers: Jedis            SimRedisDialer: a model of Redis
 *   Ids               its randomness                  SecureRandom                   drawn from the seed
 *   DebugLog          what it logs                    StderrLog: standard error      the trace, and lists for tests
 * </pre>
 *
 * <p>Handlers and listeners that a node gives to its ports are called on its loop. One instance per node; servers on the same node share
 * it.
 */
public interface NodePorts {

    /** The node's name in logs and traces: {@code master}, {@code W1}. */
    String name();

    EventLoop loop();

    Ids ids();

    DebugLog log();

    /** What the node counts, for reports: one plain class in both worlds. */
    Counters counters();

    /** What the node keeps for clients that have not read it yet, and how much it may be: one plain class in both worlds. */
    Backlogs backlogs();

    Network network();

    /**
     * The dialer for the Redis at {@code url}; nothing is connected yet. The form is {@code redis://host:port}; in the real world also
     * {@code redis+cluster://} and {@code redis+sentinel://}.
     *
     * @throws IllegalArgumentException if {@code url} is not the address of a Redis
     */
    RedisDialer redis(String url);

    /** Makes a connection to the Redis at {@code url} and begins to connect. {@code name} tells it apart in logs. */
    default RedisConnection createRedisClient(String name, String url) {
        RedisConnection connection = new RedisConnection(name, loop(), log(), counters(), redis(url));
        connection.connect();
        return connection;
    }
}
