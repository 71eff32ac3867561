package io.github.fanoutlab.simulator.museum;

import java.util.function.Supplier;

/**
 * One version in which an exhibit can be run.
 *
 * @param version the version, and what else matters: {@code 0.9.16}
 * @param breaks what its label says: whether the defect is there
 * @param play runs it, from the beginning
 */
public record Showing(String version, boolean breaks, Supplier<Sighting> play) {

    /** A version that had the defect. */
    static Showing breaks(String version, Supplier<Sighting> play) {
        return new Showing(version, true, play);
    }

    /** A version, or a way to run it, that did not. */
    static Showing holds(String version, Supplier<Sighting> play) {
        return new Showing(version, false, play);
    }
}
