package io.github.fanoutlab.simulator.twin;

import io.github.fanoutlab.simulator.check.Verdict;
import io.github.fanoutlab.simulator.check.faulty.FaultyClaims;
import io.github.fanoutlab.simulator.fault.RunString;
import io.github.fanoutlab.simulator.scenario.Generation;
import io.github.fanoutlab.simulator.stage.FaultyRun;
import java.util.List;

/** The same run in both generations. */
public record Twin(Verdict<FaultyRun> legacy, Verdict<FaultyRun> adapter) {

    /** Plays {@code run} in both. The faults wait for the same triggers, or are injected at the same time after the first step began. */
    public static Twin of(RunString run) {
        return new Twin(play(run.in(Generation.LEGACY)), play(run.in(Generation.ADAPTER)));
    }

    private static Verdict<FaultyRun> play(RunString string) {
        return FaultyClaims.judge(FaultyRun.of(string));
    }

    /** Whether every claim holds in both. */
    public boolean passed() {
        return legacy.passed() && adapter.passed();
    }

    /** In one line whether, and where, the generations differ in what clients got. */
    public String summary() {
        List<Difference> differences = differences();
        return switch (differences.size()) {
            case 0 -> "every client got the same in both generations";
            case 1 -> "1 delivery differs: " + differences.get(0).emitAndClient();
            default -> differences.size() + " deliveries differ";
        };
    }

    /** Of what clients got: see {@link Difference#all}. */
    public List<Difference> differences() {
        return Difference.all(List.of(legacy, adapter));
    }
}
