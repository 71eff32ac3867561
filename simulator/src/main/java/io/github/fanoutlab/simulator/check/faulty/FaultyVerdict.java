package io.github.fanoutlab.simulator.check.faulty;

import io.github.fanoutlab.simulator.check.Check;
import io.github.fanoutlab.simulator.stage.FaultyRun;
import java.util.ArrayList;
import java.util.List;

/**
 * What the checkers say about a run with faults.
 *
 * @param misses everything that somebody missed, with its cause
 */
public record FaultyVerdict(FaultyRun run, List<Check> checks, List<Miss> misses) {

    public FaultyVerdict {
        checks = List.copyOf(checks);
        misses = List.copyOf(misses);
    }

    /** Judges. */
    public static FaultyVerdict of(FaultyRun run) {
        Sightings seen = new Sightings(run);
        List<Miss> misses = new Blame(run, seen).misses();
        List<Check> checks = new ArrayList<>(new FaultyCheckers(run, seen).checks());
        checks.add(FaultyCheckers.nothing(
                "Everything that somebody missed has a cause that the causal graph shows",
                misses.stream()
                        .filter(miss -> miss.cause() == Cause.UNKNOWN)
                        .map(Miss::toString)
                        .toList()));
        return new FaultyVerdict(run, checks, misses);
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
