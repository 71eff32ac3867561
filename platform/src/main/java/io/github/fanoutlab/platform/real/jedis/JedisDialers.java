package io.github.fanoutlab.platform.real.jedis;

import io.github.fanoutlab.platform.redis.RedisDialer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** How a real node reaches Redis: one Redis, a Redis Cluster, or the master that Sentinels know, each by its URL. */
public final class JedisDialers implements AutoCloseable {

    private final SocketLoop loop;
    private final Map<String, JedisDialer> dialers = new ConcurrentHashMap<>();

    /** The dialers of the node whose loop is {@code loop}: their listeners are called on it. */
    public JedisDialers(SocketLoop loop) {
        this.loop = loop;
    }

    /**
     * The dialer for {@code url}; nothing is connected yet.
     *
     * @param url in one of the forms of {@link RedisUrl}
     * @throws IllegalArgumentException if it is in none of them; the message says what was expected
     */
    public RedisDialer dialer(String url) {
        return RedisTopologyUrl.parse(url)
                .map(topology -> topology.dialer(url, this::single))
                .orElseGet(() -> single(url));
    }

    private RedisDialer single(String url) {
        return dialers.computeIfAbsent(url, key -> new JedisDialer(key, loop));
    }

    /**
     * Lets leave what was written, for a second at most, then breaks all connections without telling their listeners. From any
     * thread but the loop.
     */
    @Override
    public void close() {
        dialers.values().forEach(JedisDialer::close);
    }
}
