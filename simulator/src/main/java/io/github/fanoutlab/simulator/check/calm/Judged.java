package io.github.fanoutlab.simulator.check.calm;

import io.github.fanoutlab.simulator.check.Check;
import io.github.fanoutlab.simulator.scenario.Observation;
import java.util.List;

/** A run and what all its checkers say about it. */
public record Judged(Observation seen, List<Check> checks) {

    public Judged {
        checks = List.copyOf(checks);
    }

    /** Lets {@link Checkers} judge. */
    public static Judged of(Observation seen) {
        return new Judged(
                seen,
                Checkers.of(seen.scenario(), seen.generation()).stream()
                        .map(checker -> checker.judge(seen))
                        .toList());
    }

    /** Whether every check passed. */
    public boolean passed() {
        return checks.stream().allMatch(Check::passed);
    }

    /** Those that did not pass. */
    public List<Check> failures() {
        return checks.stream().filter(check -> !check.passed()).toList();
    }
}
