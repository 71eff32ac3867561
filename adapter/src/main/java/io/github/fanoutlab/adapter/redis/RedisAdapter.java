package io.github.fanoutlab.adapter.redis;

import io.github.fanoutlab.adapter.server.Adapter;
import io.github.fanoutlab.adapter.server.AdapterFactory;
import io.github.fanoutlab.adapter.server.Namespace;
import io.github.fanoutlab.platform.node.NodePorts;
import io.github.fanoutlab.platform.redis.RedisConnection;

/**
 * The adapter for servers that share one Redis: {@code io.adapter(RedisAdapter.at("redis://localhost:6379"))}.
 *
 * <p>Two connections for each server, {@code pub} and {@code sub}. For each namespace one pattern and three channels are
 * subscribed. What one server emits is published, then delivered to its own clients; each other server delivers it to its
 * own. Exchangeable with Node servers that use {@code @socket.io/redis-adapter} 8.3 (its wire is that of 6 and 7, too).
 *
 * <p>When Redis is away, clients stay connected, local delivery goes on, and what is published waits (see {@link
 * RedisConnection}); what other servers publish meanwhile is lost.
 *
 * @param url {@code redis://host:port}
 * @param key the prefix of all channels; {@code socket.io} in Node
 * @param requestsTimeoutMillis how long this server waits for the answers of others, 5000 in Node
 * @param publishOnSpecificResponseChannel whether answers go to the asking node only, which must then be of version 7.1 or later
 */
public record RedisAdapter(String url, String key, long requestsTimeoutMillis, boolean publishOnSpecificResponseChannel)
        implements AdapterFactory {

    /** The counter of messages of this node's own that came back and were dropped. */
    public static final String OWN_ECHOES_DROPPED = "adapter.ownEchoesDropped";

    /** The counter of broadcasts for a room that nobody on this node is in: dropped undecoded. */
    public static final String UNKNOWN_ROOM_DROPPED = "adapter.unknownRoomDropped";

    /** The counter of messages that no peer would send: dropped with a warning. */
    public static final String GARBAGE_DROPPED = "adapter.garbageDropped";

    /** The Redis at {@code url}, with Node's defaults. */
    public static RedisAdapter at(String url) {
        return new RedisAdapter(url, "socket.io", 5_000, false);
    }

    /** The same with another prefix of all channels. */
    public RedisAdapter key(String prefix) {
        return new RedisAdapter(url, prefix, requestsTimeoutMillis, publishOnSpecificResponseChannel);
    }

    /** The same with another patience. */
    public RedisAdapter requestsTimeout(long millis) {
        return new RedisAdapter(url, key, millis, publishOnSpecificResponseChannel);
    }

    /** The same, answering to the asking node only, or to all. */
    public RedisAdapter publishOnSpecificResponseChannel(boolean specific) {
        return new RedisAdapter(url, key, requestsTimeoutMillis, specific);
    }

    @Override
    public Adapters open(NodePorts ports) {
        RedisConnection pub = ports.createRedisClient("pub", url);
        RedisConnection sub = ports.createRedisClient("sub", url);
        Publisher publisher = new Publisher(ports, pub);
        return new Adapters() {
            @Override
            public Adapter of(Namespace namespace) {
                return new RedisNamespaceAdapter(RedisAdapter.this, namespace, publisher, sub);
            }

            @Override
            public void close() {
                pub.close();
                sub.close();
            }
        };
    }
}
