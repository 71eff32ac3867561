package io.github.fanoutlab.testbed.redis;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The subscribers of each channel and of each pattern, both in the order in which they subscribed.
 *
 * <p>Names are bytes, one in each char; a subscriber is the number of a connection.
 */
final class Subscribers {

    /** The subscribers of a pattern. */
    record PatternSubscribers(String pattern, GlobPattern glob, Set<Integer> connections) {}

    private final Map<String, Set<Integer>> channels = new TreeMap<>();
    private final Map<String, PatternSubscribers> patterns = new LinkedHashMap<>();

    void subscribe(int connection, String channel) {
        channels.computeIfAbsent(channel, name -> new LinkedHashSet<>()).add(connection);
    }

    void psubscribe(int connection, String pattern) {
        patterns.computeIfAbsent(
                        pattern, name -> new PatternSubscribers(name, new GlobPattern(name), new LinkedHashSet<>()))
                .connections()
                .add(connection);
    }

    void unsubscribe(int connection, String channel) {
        Set<Integer> subscribers = channels.get(channel);
        if (subscribers != null && subscribers.remove(connection) && subscribers.isEmpty()) {
            channels.remove(channel);
        }
    }

    void punsubscribe(int connection, String pattern) {
        PatternSubscribers subscribers = patterns.get(pattern);
        if (subscribers != null
                && subscribers.connections().remove(connection)
                && subscribers.connections().isEmpty()) {
            patterns.remove(pattern);
        }
    }

    /** The subscribers of {@code channel} itself, in the order in which they subscribed. */
    Set<Integer> of(String channel) {
        return channels.getOrDefault(channel, Collections.emptySet());
    }

    /** The patterns that match {@code channel}, in the order in which they were first subscribed to. */
    List<PatternSubscribers> matching(String channel) {
        List<PatternSubscribers> matching = new ArrayList<>();
        for (PatternSubscribers candidate : patterns.values()) {
            if (candidate.glob().matches(channel)) {
                matching.add(candidate);
            }
        }
        return matching;
    }

    /** Channels with a subscriber, sorted. */
    Set<String> channels() {
        return channels.keySet();
    }

    /** Patterns with a subscriber, in the order in which they were first subscribed to. */
    Set<String> patterns() {
        return patterns.keySet();
    }
}
