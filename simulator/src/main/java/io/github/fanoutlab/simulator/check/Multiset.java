package io.github.fanoutlab.simulator.check;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Counts how often each thing occurs, in the order of first occurrence. */
public final class Multiset<T> {

    private static final int FEW = 3;

    private final Map<T, Integer> counts = new LinkedHashMap<>();

    public static <T> Multiset<T> of(Collection<? extends T> things) {
        Multiset<T> multiset = new Multiset<>();
        things.forEach(thing -> multiset.add(thing, 1));
        return multiset;
    }

    private void add(T thing, int times) {
        counts.merge(thing, times, Integer::sum);
    }

    public int count(T thing) {
        return counts.getOrDefault(thing, 0);
    }

    public int total() {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }

    public boolean isEmpty() {
        return counts.isEmpty();
    }

    /** Each different thing with its count. */
    public Map<T, Integer> counts() {
        return Collections.unmodifiableMap(counts);
    }

    /** What occurs here more often than in {@code other}, with how much more often. */
    public Multiset<T> minus(Multiset<T> other) {
        Multiset<T> rest = new Multiset<>();
        counts.forEach((thing, times) -> {
            int more = times - other.count(thing);
            if (more > 0) {
                rest.add(thing, more);
            }
        });
        return rest;
    }

    /** The first few things in words, and how many more there are. */
    public String firstFew() {
        List<String> words = new ArrayList<>();
        int shown = 0;
        for (Map.Entry<T, Integer> entry : counts.entrySet()) {
            if (words.size() == FEW) {
                break;
            }
            words.add(entry.getKey() + (entry.getValue() == 1 ? "" : " (" + entry.getValue() + " times)"));
            shown += entry.getValue();
        }
        int more = total() - shown;
        return String.join(", ", words) + (more == 0 ? "" : " and " + more + " more");
    }
}
