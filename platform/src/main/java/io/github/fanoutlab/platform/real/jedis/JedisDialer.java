package io.github.fanoutlab.platform.real.jedis;

import io.github.fanoutlab.platform.redis.RedisDialer;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Dials one real Redis; each link is one TCP connection in RESP 2, made by Jedis. */
final class JedisDialer implements RedisDialer, AutoCloseable {

    private final String address;
    private final RedisUrl url;
    private final SocketLoop loop;
    private final int silenceMillis;
    private final Set<JedisLink> links = ConcurrentHashMap.newKeySet();

    /**
     * Nothing is connected yet.
     *
     * @param url {@code redis://[user:password@]HOST[:PORT][/DB]}, or {@code rediss://…} over TLS
     * @param loop on which the listeners of links are called
     * @throws IllegalArgumentException if {@code url} is not the address of one Redis; the message says what was expected
     */
    JedisDialer(String url, SocketLoop loop) {
        this(url, loop, JedisLink.SILENCE_MILLIS);
    }

    /** A dialer with another limit for silence than {@link JedisLink#SILENCE_MILLIS}. */
    JedisDialer(String url, SocketLoop loop, int silenceMillis) {
        this.url = RedisUrl.parse(url);
        this.address = RedisUrl.withoutPassword(url);
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
     * Lets what was written leave, for a second at most, then breaks all its connections without telling their listeners. From
     * any thread.
     */
    @Override
    public void close() {
        links.forEach(JedisLink::finish);
        links.forEach(JedisLink::awaitEnd);
    }
}
