package io.github.fanoutlab.simulator.shrink;

import io.github.fanoutlab.simulator.check.Check;
import io.github.fanoutlab.simulator.check.Verdict;
import io.github.fanoutlab.simulator.check.faulty.FaultyClaims;
import io.github.fanoutlab.simulator.fault.RunString;
import io.github.fanoutlab.simulator.stage.FaultyRun;
import java.util.List;

/** Plays runs and says how they fail. */
@FunctionalInterface
public interface Oracle {

    /** The claims that do not hold in the run, in a fixed order and without numbers that differ from run to run. */
    List<String> failuresOf(RunString run);

    /** Judges by the claims about faulty runs. */
    static Oracle ofFaultyRuns() {
        return run -> classesOf(FaultyClaims.judge(FaultyRun.of(run)));
    }

    /** Asks for the promises that a server broke by its design. */
    static Oracle ofPromises() {
        return run -> FaultyClaims.judge(FaultyRun.of(run)).brokenPromises().stream()
                .map(Check::name)
                .toList();
    }

    /** How a run failed: its claims that do not hold, without durations, which differ from run to run. */
    static List<String> classesOf(Verdict<FaultyRun> verdict) {
        return verdict.failures().stream().map(Check::name).toList();
    }
}
