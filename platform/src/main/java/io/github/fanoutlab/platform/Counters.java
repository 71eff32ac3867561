package io.github.fanoutlab.platform;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a node counts while it runs, by name: messages published, own echoes dropped, state messages sent to peers.
 *
 * <p>Used on the node's loop only. A run's report reads them; no server decision depends on them.
 */
public final class Counters {

    private final Map<String, Long> byName = new LinkedHashMap<>();

    /** Adds one to the count called {@code name}. */
    public void increment(String name) {
        add(name, 1);
    }

    /** Adds {@code amount}, which may be negative, to the count called {@code name}. */
    public void add(String name, long amount) {
        byName.merge(name, amount, Long::sum);
    }

    /** The count called {@code name}; 0 when nothing was counted. */
    public long get(String name) {
        return byName.getOrDefault(name, 0L);
    }

    /** All counts, by name in alphabetical order: a copy. */
    public Map<String, Long> snapshot() {
        return new TreeMap<>(byName);
    }
}
