package io.github.fanoutlab.simulator.report.html;

import io.github.fanoutlab.simulator.check.Check;
import io.github.fanoutlab.simulator.check.Deviation;
import io.github.fanoutlab.simulator.check.Verdict;
import io.github.fanoutlab.simulator.fault.RunString;
import io.github.fanoutlab.simulator.report.Measure;
import io.github.fanoutlab.simulator.scenario.Observation;
import io.github.fanoutlab.simulator.spacetime.SpaceTime;
import io.github.fanoutlab.simulator.stage.CalmRun;
import io.github.fanoutlab.simulator.stage.FaultyRun;
import io.github.fanoutlab.simulator.twin.Counts;
import io.github.fanoutlab.testbed.trace.Trace;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A run as a report shows it.
 *
 * @param string what plays it again
 * @param checks what was claimed, and whether it held
 * @param figures what was counted, by what people call it; empty when nothing was
 * @param judged the verdict on a run with faults; empty for any other run
 */
public record ReportedRun(
        RunString string,
        Trace trace,
        List<Check> checks,
        Map<String, Long> figures,
        Optional<Verdict<FaultyRun>> judged) {

    public ReportedRun {
        checks = List.copyOf(checks);
    }

    /** A run in which nothing failed but what its scenario makes fail. */
    public static ReportedRun of(CalmRun run, Verdict<Observation> judged) {
        Map<String, Long> figures = new LinkedHashMap<>();
        for (Measure measure : Measure.values()) {
            figures.put(measure.words(), measure.of(run.observation()));
        }
        return new ReportedRun(run.string(), run.trace(), judged.checks(), figures, Optional.empty());
    }

    /** A run with faults. */
    public static ReportedRun of(Verdict<FaultyRun> verdict) {
        return new ReportedRun(
                verdict.run().string(),
                verdict.run().trace(),
                verdict.checks(),
                Counts.of(verdict).rows(),
                Optional.of(verdict));
    }

    /** The run in space and time. */
    public SpaceTime spaceTime() {
        return SpaceTime.of(trace, string.scenario());
    }

    /** What somebody did not get, and why. */
    public List<Deviation> misses() {
        return judged.map(Verdict::misses).orElse(List.of());
    }

    /** Whether every check passed. */
    public boolean passed() {
        return checks.stream().allMatch(Check::passed);
    }
}
