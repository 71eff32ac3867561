package io.github.fanoutlab.platform.real;

import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLException;
import redis.clients.jedis.exceptions.JedisDataException;

/** Asks once whether a Redis can be reached, so that a program can refuse to start without one. */
public final class RedisProbe {

    /** What the address of one Redis looks like, for help texts. */
    public static final String ADDRESS_FORM = RedisUrl.FORM;

    /** What the address of a Redis Cluster looks like: some of its nodes. */
    public static final String CLUSTER_ADDRESS_FORM = RedisUrl.CLUSTER_FORM;

    /** What the address of a master looks like that Sentinels know. */
    public static final String SENTINEL_ADDRESS_FORM = RedisUrl.SENTINEL_FORM;

    private RedisProbe() {}

    /**
     * Sees whether {@code url} says where a Redis is; nothing is connected.
     *
     * @throws IllegalArgumentException if it does not; the message, one line, says what was expected
     */
    public static void requireAddress(String url) {
        urls(url).forEach(RedisUrl::parse);
    }

    private static List<String> urls(String url) {
        return RedisPlaces.parse(url).map(RedisPlaces::urls).orElse(List.of(url));
    }

    /**
     * Connects, authenticates and sees a PING answered, within ten seconds at most. Blocks its caller. Of a cluster or of several
     * Sentinels one has to answer.
     *
     * @param url as in {@link RealNode#redis}
     * @return what is wrong and what to do, in one line; empty when Redis answers
     */
    public static Optional<String> check(String url) {
        try {
            Optional<String> problem = Optional.empty();
            for (String one : urls(url)) {
                problem = checkOne(one);
                if (problem.isEmpty()) {
                    break;
                }
            }
            return problem;
        } catch (IllegalArgumentException malformed) {
            return Optional.of(malformed.getMessage());
        }
    }

    private static Optional<String> checkOne(String url) {
        RedisUrl place = RedisUrl.parse(url);
        try {
            RedisWire.open(place).breakUp();
            return Optional.empty();
        } catch (RuntimeException unreachable) {
            return Optional.of("Redis at " + RedisUrl.withoutSecret(url) + " cannot be reached ("
                    + RedisWire.reason(unreachable) + "). " + advice(unreachable));
        }
    }

    private static String advice(RuntimeException unreachable) {
        if (unreachable instanceof JedisDataException) {
            return "Check the user, the password and the database in its URL.";
        }
        if (unreachable.getCause() instanceof SSLException) {
            return "Check its certificate: it has to be for this host, and one that this JVM trusts"
                    + " (-Djavax.net.ssl.trustStore=FILE).";
        }
        return "Start it (redis-server --port N), or name one that runs with --redis redis://HOST:PORT.";
    }
}
