package io.github.fanoutlab.simulator.shrink;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * The algorithm <i>ddmin</i> of Zeller and Hildebrandt, <i>Simplifying and Isolating Failure-Inducing Input</i>, IEEE TSE
 * 28(2), 2002. It tries to leave out large chunks first, then smaller and smaller ones; of one size, the last chunk first.
 */
final class DeltaDebugging {

    private DeltaDebugging() {}

    /**
     * The part of {@code all}, in order, that still {@code fails}, but no longer does if any one element is left out. {@code all}
     * must fail; the empty list is tried, too.
     */
    static <T> List<T> minimize(List<T> all, Predicate<List<T>> fails) {
        if (all.isEmpty() || fails.test(List.of())) {
            return List.of();
        }
        List<T> kept = all;
        int chunks = 2;
        while (kept.size() >= 2) {
            List<T> smaller = withoutOneChunk(kept, chunks, fails);
            if (smaller != null) {
                kept = smaller;
                chunks = Math.max(chunks - 1, 2);
            } else if (chunks < kept.size()) {
                chunks = Math.min(chunks * 2, kept.size());
            } else {
                break;
            }
        }
        return kept;
    }

    private static <T> List<T> withoutOneChunk(List<T> kept, int chunks, Predicate<List<T>> fails) {
        for (int chunk = chunks - 1; chunk >= 0; chunk--) {
            List<T> rest = new ArrayList<>(kept.subList(0, chunk * kept.size() / chunks));
            rest.addAll(kept.subList((chunk + 1) * kept.size() / chunks, kept.size()));
            if (fails.test(rest)) {
                return rest;
            }
        }
        return null;
    }
}
