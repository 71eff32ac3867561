package io.github.fanoutlab.platform;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a node counts while it runs, by name: messages published, own echoes dropped, state messages sent to peers.
 *
 * <p>Used on the node's loop only. Reports read them; no server decides anything by them.
 */
public final class Counters {

    private final Map<String, Count> byName = new LinkedHashMap<>();

    private static final class Count {
        private long value;
    }

    /** Adds one to the count called {@code name}. */
    public void increment(String name) {
        add(name, 1);
    }

    /** Adds {@code amount}, which may be negative, to the count called {@code name}. */
    public void add(String name, long amount) {
        byName.computeIfAbsent(name, none -> new Count()).value += amount;
    }

    /** The count called {@code name}; 0 if nothing was counted. */
    public long get(String name) {
        Count count = byName.get(name);
        return count == null ? 0 : count.value;
    }

    /** A copy of all counts, by name in alphabetical order. */
    public Map<String, Long> snapshot() {
        Map<String, Long> copy = new TreeMap<>();
        byName.forEach((name, count) -> copy.put(name, count.value));
        return copy;
    }
}
