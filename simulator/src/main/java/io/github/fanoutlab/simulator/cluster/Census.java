package io.github.fanoutlab.simulator.cluster;

import static io.github.fanoutlab.platform.redis.RedisConnection.CONNECTIONS;
import static io.github.fanoutlab.platform.redis.RedisConnection.CONNECTIONS_UP;
import static io.github.fanoutlab.platform.redis.RedisConnection.DELIVERED;
import static io.github.fanoutlab.platform.redis.RedisConnection.PUBLISHED;
import static io.github.fanoutlab.platform.redis.RedisConnection.PUBLISH_REPLIES;
import static io.github.fanoutlab.platform.redis.RedisConnection.RECEIVERS;
import static io.github.fanoutlab.platform.redis.RedisConnection.SUBSCRIPTIONS;
import static io.github.fanoutlab.platform.redis.RedisConnection.SUBSCRIPTIONS_CONFIRMED;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The counters of every process, asked one after the other.
 *
 * <p>Messages are conserved: Redis replies to each PUBLISH with the number of its receivers, and each receiver counts what is
 * delivered to it. So nothing is under way between the nodes when every PUBLISH has its reply and the sums agree, in two counts
 * with nothing new between them. One count is not enough, since its parts are taken at different times: F. Mattern, "Algorithms
 * for distributed termination detection", 1987.
 *
 * <p>An entry of a stream has no receivers. Each server reads all that are added while it lives, its own included.
 *
 * @param alive the counters of each living process, by the name of its node
 * @param dead the last counters of each process that was killed
 * @param toRead how many entries of the stream all of these processes together have to read, or had
 */
record Census(Map<String, Map<String, Long>> alive, List<Map<String, Long>> dead, long toRead) {

    Census {
        alive = new LinkedHashMap<>(alive);
        dead = List.copyOf(dead);
    }

    /** The count called {@code counter} of a living node; 0 if it is dead. */
    long of(String node, String counter) {
        return alive.getOrDefault(node, Map.of()).getOrDefault(counter, 0L);
    }

    /** The count called {@code counter}, of all living nodes. */
    long alive(String counter) {
        return alive.keySet().stream().mapToLong(node -> of(node, counter)).sum();
    }

    /** The count called {@code counter}, of all processes, living and dead. */
    long total(String counter) {
        return alive(counter)
                + dead.stream()
                        .mapToLong(counters -> counters.getOrDefault(counter, 0L))
                        .sum();
    }

    /** How much higher each count of all processes is than in {@code earlier}. */
    Map<String, Long> since(Census earlier) {
        Map<String, Long> more = new LinkedHashMap<>();
        alive.values().stream()
                .flatMap(counters -> counters.keySet().stream())
                .forEach(counter -> more.put(counter, total(counter) - earlier.total(counter)));
        return more;
    }

    /** What is still under way, in words; empty if nothing is, as far as one count can tell. */
    Optional<String> unfinished() {
        return differ("connections to Redis wanted", alive(CONNECTIONS), "up", alive(CONNECTIONS_UP))
                .or(() -> differ(
                        "subscriptions wanted", alive(SUBSCRIPTIONS), "confirmed", alive(SUBSCRIPTIONS_CONFIRMED)))
                .or(() -> differ("messages published", total(PUBLISHED), "answered by Redis", total(PUBLISH_REPLIES)))
                .or(() -> differ(
                        "messages that Redis has for somebody",
                        total(RECEIVERS) + toRead,
                        "delivered",
                        total(DELIVERED)));
    }

    /** Whether messages were published or delivered since {@code earlier}, in words; empty if not. */
    Optional<String> newSince(Census earlier) {
        boolean same = alive.keySet().equals(earlier.alive.keySet())
                && total(PUBLISHED) == earlier.total(PUBLISHED)
                && total(DELIVERED) == earlier.total(DELIVERED);
        return same ? Optional.empty() : Optional.of("messages were published or delivered a moment ago");
    }

    private static Optional<String> differ(String what, long expected, String state, long actual) {
        return expected == actual
                ? Optional.empty()
                : Optional.of("of " + expected + " " + what + ", " + actual + " are " + state);
    }
}
