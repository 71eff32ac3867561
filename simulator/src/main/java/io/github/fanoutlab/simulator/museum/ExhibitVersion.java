package io.github.fanoutlab.simulator.museum;

import java.util.function.Supplier;

/**
 * One version in which an exhibit can be run.
 *
 * @param label the version, and what else matters: {@code 0.9.16, Redis slow for 0.3 s}
 * @param breaks whether the version had the defect
 * @param play runs the exhibit from the beginning
 */
public record ExhibitVersion(String label, boolean breaks, Supplier<ExhibitRun> play) {

    /** A version or setting with the defect. */
    static ExhibitVersion breaks(String label, Supplier<ExhibitRun> play) {
        return new ExhibitVersion(label, true, play);
    }

    /** A version or setting without it. */
    static ExhibitVersion holds(String label, Supplier<ExhibitRun> play) {
        return new ExhibitVersion(label, false, play);
    }
}
