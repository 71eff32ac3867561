package io.github.fanoutlab.platform.real.jedis;

import io.github.fanoutlab.platform.redis.RedisDialer;
import io.github.fanoutlab.platform.redis.cluster.ClusterDialer;
import io.github.fanoutlab.platform.redis.sentinel.SentinelDialer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import redis.clients.jedis.util.JedisClusterCRC16;

/**
 * The address of several Redis servers.
 *
 * <pre>
 * redis+cluster://[user:password@]HOST:PORT[,HOST:PORT…]                  some nodes of a Redis Cluster
 * redis+sentinel://[user:password@]HOST:PORT[,HOST:PORT…]/MASTER[/DB]     the Sentinels that know where MASTER is
 * </pre>
 *
 * <p>User and password are those of the Redis servers; Sentinels are asked without. With {@code rediss} in place of {@code redis}
 * all connections are made over TLS.
 *
 * @param scheme {@code redis} or {@code rediss}
 * @param sentinel whether the hosts are Sentinels
 * @param login {@code user:password@}, or empty
 * @param hosts as {@code host:port}
 * @param master the Sentinels' name for the master; null for a cluster
 * @param database {@code /DB}, or empty
 */
record RedisTopologyUrl(
        String scheme, boolean sentinel, String login, List<String> hosts, String master, String database) {

    private static final Pattern SEVERAL = Pattern.compile("(?i)rediss?\\+");
    private static final String HOSTS = "([^@/\\s]+)"; // each is looked at by itself: a loop in a pattern takes stack
    private static final Pattern HOST = Pattern.compile("[^,]+:\\d{1,5}");
    private static final Pattern CLUSTER = Pattern.compile("(?i)(rediss?)\\+cluster://([^/]*@)?" + HOSTS + "/?");
    private static final Pattern SENTINEL =
            Pattern.compile("(?i)(rediss?)\\+sentinel://([^/]*@)?" + HOSTS + "/([^/\\s]+)(/\\d+)?");

    /**
     * Reads an address; empty if it begins as that of one Redis.
     *
     * @throws IllegalArgumentException if it begins as that of several but is in neither form
     */
    static Optional<RedisTopologyUrl> parse(String url) {
        if (!SEVERAL.matcher(url).lookingAt()) {
            return Optional.empty();
        }
        Matcher cluster = CLUSTER.matcher(url);
        Matcher sentinel = SENTINEL.matcher(url);
        RedisTopologyUrl topology;
        if (cluster.matches()) {
            topology = new RedisTopologyUrl(
                    cluster.group(1), false, text(cluster.group(2)), list(cluster.group(3)), null, "");
        } else if (sentinel.matches()) {
            topology = new RedisTopologyUrl(
                    sentinel.group(1),
                    true,
                    text(sentinel.group(2)),
                    list(sentinel.group(3)),
                    sentinel.group(4),
                    text(sentinel.group(5)));
        } else {
            throw RedisUrl.malformed(url);
        }
        if (!topology.hosts().stream().allMatch(host -> HOST.matcher(host).matches())) {
            throw RedisUrl.malformed(url);
        }
        topology.urls().forEach(RedisUrl::parse);
        return Optional.of(topology);
    }

    private static String text(String group) {
        return group == null ? "" : group;
    }

    private static List<String> list(String hosts) {
        return Arrays.asList(hosts.split(",", -1));
    }

    /** The URLs of the servers it names. */
    private List<String> urls() {
        return hosts.stream()
                .map(host -> sentinel ? scheme + "://" + host : nodeUrl(host))
                .toList();
    }

    private String nodeUrl(String host) {
        return scheme + "://" + login + host + database;
    }

    /** The dialer for this address, given as {@code url}; {@code single} gives the dialer for one Redis by its URL. */
    RedisDialer dialer(String url, Function<String, RedisDialer> single) {
        String address = RedisUrl.withoutPassword(url);
        Function<String, RedisDialer> nodes = host -> single.apply(nodeUrl(host));
        return sentinel
                ? new SentinelDialer(
                        address, master, urls().stream().map(single).toList(), nodes)
                : new ClusterDialer(address, hosts, nodes, JedisClusterCRC16::getSlot);
    }
}
