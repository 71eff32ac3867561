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
 * What your own adapter needs from Redis: publish, subscribe, and receive. {@link RedisAdapter} works with the same two
 * connections, one that publishes and one that subscribes.
 *
 * <p>Such an adapter extends {@link MemoryAdapter}, which knows the clients of this server. A server takes it like any other
 * adapter:
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
 * <p>While Redis is away, what is published waits, within limits. When Redis is back, subscriptions are made again (see {@link
 * RedisConnection}). Use it on the server's loop only. Listeners are called there, too.
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

    /**
     * Publishes on a channel, without waiting for Redis. All subscribers get the message, including this server if it is
     * subscribed.
     */
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

    /**
     * Asks Redis how many connections are subscribed to this channel, patterns not counted. This server's connection counts, too.
     */
    public void countSubscribers(String channel, Callback<Integer> answer) {
        Objects.requireNonNull(answer, "the callback must not be null");
        connections.publisher().countSubscribers(channel, answer);
    }
}
