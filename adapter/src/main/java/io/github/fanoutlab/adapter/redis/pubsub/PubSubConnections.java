package io.github.fanoutlab.adapter.redis.pubsub;

import io.github.fanoutlab.adapter.server.Adapter;
import io.github.fanoutlab.adapter.server.AdapterFactory;
import io.github.fanoutlab.adapter.server.Namespace;
import io.github.fanoutlab.platform.node.NodePorts;
import io.github.fanoutlab.platform.redis.RedisConnection;
import io.github.fanoutlab.platform.redis.RedisHealth;
import java.util.List;
import java.util.function.Function;

/**
 * The two connections of one server that all its namespaces share: a connection that subscribes can do nothing else.
 *
 * @param publisher publishes on {@code pub}
 * @param sub subscribes
 */
public record PubSubConnections(Publisher publisher, RedisConnection sub) {

    /** Opens both to the Redis at {@code url}. */
    public static PubSubConnections open(NodePorts ports, String url) {
        RedisConnection pub = ports.createRedisClient("pub", url);
        RedisConnection sub = ports.createRedisClient("sub", url);
        return new PubSubConnections(new Publisher(ports, pub), sub);
    }

    /** The adapters of a server, made by {@code adapter}; with the last of them the connections close. */
    public AdapterFactory.Adapters adapters(Function<Namespace, Adapter> adapter) {
        return new AdapterFactory.Adapters() {
            @Override
            public Adapter of(Namespace namespace) {
                return adapter.apply(namespace);
            }

            @Override
            public List<RedisHealth> redis() {
                return health();
            }

            @Override
            public void close() {
                PubSubConnections.this.close();
            }
        };
    }

    /** How both are. */
    public List<RedisHealth> health() {
        return List.of(publisher.health(), sub.health());
    }

    /** Closes {@code pub} once Redis has what was published, and {@code sub} at once. */
    public void close() {
        publisher.close(() -> {});
        sub.close();
    }
}
