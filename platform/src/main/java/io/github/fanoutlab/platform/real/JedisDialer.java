package io.github.fanoutlab.platform.real;

import io.github.fanoutlab.platform.EventLoop;
import io.github.fanoutlab.platform.redis.RedisDialer;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The way to a real Redis: one TCP connection a {@link RedisDialer.Link}, in RESP 2, by Jedis. */
public final class JedisDialer implements RedisDialer, AutoCloseable {

    private final String address;
    private final RedisUrl url;
    private final EventLoop loop;
    private final int silenceMillis;
    private final Set<JedisLink> links = ConcurrentHashMap.newKeySet();

    /**
     * Nothing is connected yet.
     *
     * @param url {@code redis://[user:password@]HOST[:PORT][/DB]}, or {@code rediss://…} over TLS
     * @param loop where the listeners of links are called
     * @throws IllegalArgumentException if the URL is none of Redis; the message says what was expected
     */
    public JedisDialer(String url, EventLoop loop) {
        this(url, loop, JedisLink.SILENCE_MILLIS);
    }

    /** The same with another patience with a Redis that says nothing. */
    JedisDialer(String url, EventLoop loop, int silenceMillis) {
        this.url = RedisUrl.parse(url);
        this.address = RedisUrl.withoutSecret(url);
        this.loop = loop;
        this.silenceMillis = silenceMillis;
    }

    @Override
    public String address() {
        return address;
    }

    @Override
    public Link dial(Listener listener) {
        JedisLink link = new JedisLink(url, loop, listener, links::remove, silenceMillis);
        links.add(link);
        link.start(address);
        return link;
    }

    /**
     * Breaks all its connections, without a word to their listeners, when what was written has left; waits a second at most
     * for that. From any thread.
     */
    @Override
    public void close() {
        links.forEach(JedisLink::finish);
        links.forEach(JedisLink::awaitEnd);
    }
}
