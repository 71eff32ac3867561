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
import io.github.fanoutlab.simulator.twin.Outcomes;
import io.github.fanoutlab.testbed.trace.Kind;
import io.github.fanoutlab.testbed.trace.Trace;
import io.github.fanoutlab.testbed.trace.TraceEvent;
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
 * @param misses what somebody did not get until every node emitted once more, and why
 * @param judged the verdict on a run with faults; empty for any other run
 */
public record ReportedRun(
        RunString string,
        Trace trace,
        List<Check> checks,
        Map<String, Long> figures,
        List<Deviation> misses,
        Optional<Verdict<FaultyRun>> judged) {

    private static final long TURN_MICROS = 1_000;

    public ReportedRun {
        checks = List.copyOf(checks);
        misses = List.copyOf(misses);
    }

    /** A run in which nothing failed but what its scenario makes fail. */
    public static ReportedRun of(CalmRun run, Verdict<Observation> judged) {
        Map<String, Long> figures = new LinkedHashMap<>();
        for (Measure measure : Measure.values()) {
            if (measure.isCountedIn(run.observation())) {
                figures.put(measure.words(), measure.of(run.observation()));
            }
        }
        return new ReportedRun(run.string(), run.trace(), judged.checks(), figures, judged.misses(), Optional.empty());
    }

    /** A run with faults. */
    public static ReportedRun of(Verdict<FaultyRun> verdict) {
        return new ReportedRun(
                verdict.run().string(),
                verdict.run().trace(),
                verdict.checks(),
                Counts.of(verdict),
                new Outcomes(verdict).misses(),
                Optional.of(verdict));
    }

    /**
     * The run in space and time. The steps of an explored run are played while time stands still; there, each turn of a process is told a
     * millisecond after the one before, since moments that happen at once would be one.
     */
    public SpaceTime spaceTime() {
        return SpaceTime.of(frozenMicros().map(this::moving).orElse(trace), string.scenario(), string.dialect());
    }

    /** The time at which Redis carries out what is emitted at the same time: no message takes no time. */
    private Optional<Long> frozenMicros() {
        List<Long> handled = trace.events(Kind.REDIS_HANDLED).stream()
                .map(TraceEvent::timeMicros)
                .toList();
        return trace.events(Kind.EMIT).stream()
                .map(TraceEvent::timeMicros)
                .filter(handled::contains)
                .findFirst();
    }

    private Trace moving(long frozenMicros) {
        Trace moving = new Trace();
        long more = 0;
        String lane = "";
        for (TraceEvent event : trace.events()) {
            boolean frozen = event.timeMicros() == frozenMicros;
            more += frozen && !event.lane().equals(lane) ? TURN_MICROS : 0;
            lane = event.lane();
            moving.add(
                    event.cause(),
                    event.timeMicros() + (frozen ? more : 0),
                    event.lane(),
                    event.kind(),
                    event.peer(),
                    event.connection(),
                    event.name(),
                    event.payload(),
                    event.number());
        }
        return moving;
    }
}
