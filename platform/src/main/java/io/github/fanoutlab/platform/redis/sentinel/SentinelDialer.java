package io.github.fanoutlab.platform.redis.sentinel;

import io.github.fanoutlab.platform.redis.RedisConnection;
import io.github.fanoutlab.platform.redis.RedisDialer;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Dials the master that Redis Sentinel names. Sentinel is asked at each dial, so that a {@link RedisConnection} that lost its master
 * finds the next one when it dials again.
 *
 * <p>The Sentinel that answered last is asked first at the next dial, so that one that is away does not delay every dial. The rules
 * are those of Redis's guidelines for Sentinel clients.
 */
public final class SentinelDialer implements RedisDialer {

    private final String address;
    private final String masterName;
    private final List<RedisDialer> sentinels;
    private final Function<String, RedisDialer> nodes;
    private int first;

    /**
     * Nothing is connected yet.
     *
     * @param address the address for messages to people
     * @param masterName the Sentinels' name for the master
     * @param sentinels asked in this order at first
     * @param nodes gives the dialer for a {@code host:port} that a Sentinel names
     */
    public SentinelDialer(
            String address, String masterName, List<RedisDialer> sentinels, Function<String, RedisDialer> nodes) {
        this.address = address;
        this.masterName = masterName;
        this.sentinels = List.copyOf(sentinels);
        this.nodes = nodes;
    }

    @Override
    public String address() {
        return address;
    }

    @Override
    public Link dial(Listener listener) {
        SentinelLink link = new SentinelLink(this, listener);
        link.askNext();
        return link;
    }

    String masterName() {
        return masterName;
    }

    /** The Sentinels in the order in which they are to be asked now. */
    List<RedisDialer> sentinelsInOrder() {
        return Stream.concat(sentinels.subList(first, sentinels.size()).stream(), sentinels.subList(0, first).stream())
                .toList();
    }

    /** {@code sentinel} knew the master: it is asked first from now on. */
    void askFirst(RedisDialer sentinel) {
        first = sentinels.indexOf(sentinel);
    }

    /** The dialer for the server at {@code hostAndPort}. */
    RedisDialer node(String hostAndPort) {
        return nodes.apply(hostAndPort);
    }
}
