package io.github.fanoutlab.adapter.redis;

import io.github.fanoutlab.adapter.redis.dialect.V0Adapters;
import io.github.fanoutlab.adapter.redis.dialect.V5Adapter;
import io.github.fanoutlab.adapter.redis.pubsub.AdapterCounters;
import io.github.fanoutlab.adapter.redis.pubsub.PubSubConnections;
import io.github.fanoutlab.adapter.redis.pubsub.Uid;
import io.github.fanoutlab.adapter.server.AdapterFactory;
import io.github.fanoutlab.platform.node.NodePorts;
import io.github.fanoutlab.platform.redis.RedisConnection;

/**
 * The adapter for servers that share one Redis: {@code io.adapter(RedisAdapter.at("redis://localhost:6379"))}.
 *
 * <p>A server publishes what it emits and then delivers it to its own clients. Every other server receives it and delivers it to
 * its own clients. {@link io.github.fanoutlab.adapter.redis The package} follows a broadcast file by file. A server has two
 * connections, {@code pub} and {@code sub}, and subscribes to one pattern and three channels for each namespace. Node servers
 * with {@code @socket.io/redis-adapter} 8.3 can be in the same cluster (6 and 7 have the same wire); with {@link #dialect},
 * servers of Socket.IO 1 and 2 can be, too.
 *
 * <p>While Redis is away, clients stay connected, local delivery goes on, and what is published waits (see {@link
 * RedisConnection}). What other servers publish meanwhile is lost. {@link AdapterCounters} names what the adapter counts.
 *
 * @param url {@code redis://[user:password@]HOST[:PORT][/DB]}; {@code redis+cluster://[user:password@]HOST:PORT,HOST:PORT} for a
 *     Redis Cluster, of which you name some nodes (each broadcast goes to every node, see {@link ShardedRedisAdapter}); {@code
 *     redis+sentinel://[user:password@]HOST:PORT,HOST:PORT/MASTER[/DB]} for the master that these Sentinels know by that name.
 *     Over TLS, write {@code rediss} instead of {@code redis}; this JVM must trust the servers' certificates
 * @param key the prefix of all channels; {@code socket.io} in Node
 * @param requestsTimeoutMillis how long this server waits for the responses of others; 5000 in Node
 * @param publishOnSpecificResponseChannel whether responses go to the requesting node only, which must then be of version 7.1 or
 *     later
 * @param dialect the dialect that all servers of the cluster speak, {@link Dialect#V8} unless chosen otherwise
 */
public record RedisAdapter(
        String url, String key, long requestsTimeoutMillis, boolean publishOnSpecificResponseChannel, Dialect dialect)
        implements AdapterFactory {

    /**
     * The Redis at {@code url}, with Node's defaults.
     *
     * @see RedisAdapter what a URL may have
     */
    public static RedisAdapter at(String url) {
        return new RedisAdapter(url, "socket.io", 5_000, false, Dialect.V8);
    }

    /** A copy with this prefix for all channels. */
    public RedisAdapter key(String prefix) {
        return new RedisAdapter(url, prefix, requestsTimeoutMillis, publishOnSpecificResponseChannel, dialect);
    }

    /** A copy with this request timeout. */
    public RedisAdapter requestsTimeout(long millis) {
        return new RedisAdapter(url, key, millis, publishOnSpecificResponseChannel, dialect);
    }

    /** A copy that sends responses to the requesting node only, or to all nodes. */
    public RedisAdapter publishOnSpecificResponseChannel(boolean specific) {
        return new RedisAdapter(url, key, requestsTimeoutMillis, specific, dialect);
    }

    /** A copy that speaks this dialect; {@link Dialect} says what each can and cannot do. */
    public RedisAdapter dialect(Dialect spoken) {
        return new RedisAdapter(url, key, requestsTimeoutMillis, publishOnSpecificResponseChannel, spoken);
    }

    @Override
    public Adapters open(NodePorts ports) {
        PubSubConnections connections = PubSubConnections.open(ports, url);
        return switch (dialect) {
            case V0_1 -> new V0Adapters(ports, connections, key);
            case V5 -> {
                String uid = Uid.next(ports.ids());
                yield connections.adapters(
                        namespace -> new V5Adapter(namespace, connections, key, uid, requestsTimeoutMillis));
            }
            case V8 -> connections.adapters(namespace -> new RedisNamespaceAdapter(this, namespace, connections));
        };
    }
}
