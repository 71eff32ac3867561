package io.github.fanoutlab.simulator.check;

import java.util.Collection;
import java.util.stream.Collectors;

/**
 * What a claim's rule found in a run.
 *
 * @param expected what the claim demands, in words and numbers
 * @param actual what the run showed, in the same words
 */
public record Finding(boolean holds, String expected, String actual) {

    private static final int FEW = 3;
    private static final String NONE = "no exceptions";

    /** Holds if the run showed, word for word, what was expected. */
    public static Finding same(String expected, String actual) {
        return new Finding(expected.equals(actual), expected, actual);
    }

    /** Holds if there are no {@code violations}; else says how many there are, and shows the first few. */
    public static Finding none(Collection<String> violations) {
        return same(NONE, violations.isEmpty() ? NONE : firstFew(violations));
    }

    private static String firstFew(Collection<String> violations) {
        String few = violations.stream().limit(FEW).collect(Collectors.joining("; "));
        return Count.of(violations.size(), "exception") + ": " + few + (violations.size() > FEW ? "; …" : "");
    }
}
