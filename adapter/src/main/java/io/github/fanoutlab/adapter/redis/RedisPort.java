package io.github.fanoutlab.adapter.redis;

import io.github.fanoutlab.adapter.redis.pubsub.PubSubConnections;
import io.github.fanoutlab.adapter.server.Adapter;
import io.github.fanoutlab.adapter.server.AdapterFactory;
import io.github.fanoutlab.adapter.server.Callback;
import io.github.fanoutlab.adapter.server.MemoryAdapter;
import io.github.fanoutlab.adapter.server.Namespace;
import io.github.fanoutlab.platform.redis.RedisConnection;
import java.util.Objects;
import java.util.function.BiFunction;

/**
 * What an adapter of your own needs of Redis: publish, subscribe, and what arrives. {@link RedisAdapter} works with the same two
 * connections, one that publishes and one that subscribes.
 *
 * <p>Such an adapter extends {@link MemoryAdapter}, which knows the clients of this server, and is handed to a server as any other:
 *
 * <pre>
 * class MyAdapter extends MemoryAdapter {
 *     static AdapterFactory at(String url) {
 *         return RedisPort.adapters(url, MyAdapter::new);    // io.adapter(MyAdapter.at("redis://localhost:6379"))
 *     }
 *
 *     MyAdapter(Namespace namespace, RedisPort redis) {
 *         super(namespace);
 *         redis.subscribe("news", (channel, message) -&gt; …);
 *     }
 * }
 * </pre>
 *
 * <p>While Redis is away, what is published waits, within limits, and subscriptions are made again when it is back (see {@link
 * RedisConnection}). Used on the server's loop only, on which listeners are called, too.
 */
public final class RedisPort {

    private final PubSubConnections connections;

    private RedisPort(PubSubConnections connections) {
        this.connections = connections;
    }

    /**
     * What {@code io.adapter(…)} takes. All namespaces of a server share the connections.
     *
     * @param url as in {@link RedisAdapter}
     * @param adapter makes the adapter of one namespace
     */
    public static AdapterFactory adapters(String url, BiFunction<Namespace, RedisPort, Adapter> adapter) {
        return ports -> {
            PubSubConnections connections = PubSubConnections.open(ports, url);
            RedisPort port = new RedisPort(connections);
            return connections.adapters(namespace -> adapter.apply(namespace, port));
        };
    }

    /** Publishes on a channel, without waiting for Redis. Whoever is subscribed gets it, and so does this server if it is. */
    public void publish(String channel, byte[] message) {
        connections.publisher().publish(channel, message);
    }

    /** Subscribes to a channel. A later call for the same channel replaces its listener. */
    public void subscribe(String channel, RedisConnection.MessageListener listener) {
        Objects.requireNonNull(listener, "the listener must not be null");
        connections.sub().subscribe(channel, listener, () -> {});
    }

    /** Subscribes to all channels that match a pattern, in which {@code *} stands for any text. */
    public void psubscribe(String pattern, RedisConnection.MessageListener listener) {
        Objects.requireNonNull(listener, "the listener must not be null");
        connections.sub().psubscribe(pattern, listener, () -> {});
    }

    /** Ends a subscription to a channel. */
    public void unsubscribe(String channel) {
        connections.sub().unsubscribe(channel);
    }

    /** Ends a subscription to a pattern. */
    public void punsubscribe(String pattern) {
        connections.sub().punsubscribe(pattern);
    }

    /** Asks Redis how many connections are subscribed to this very channel, not through a pattern; this server's is one of them. */
    public void countSubscribers(String channel, Callback<Integer> answer) {
        Objects.requireNonNull(answer, "the callback must not be null");
        connections.publisher().countSubscribers(channel, answer);
    }
}
