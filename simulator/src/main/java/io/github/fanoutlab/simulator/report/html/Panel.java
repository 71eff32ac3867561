package io.github.fanoutlab.simulator.report.html;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What the diagram of one run is drawn from. */
final class Panel {

    private final ReportedRun run;
    private final Lanes lanes;
    private final Emits emits;
    private final Moments moments;
    private final List<Crossing> crossings;
    private final Timeline timeline;
    private final Set<Integer> dropped = new LinkedHashSet<>();

    Panel(ReportedRun run) {
        this.run = run;
        this.lanes = new Lanes(run.string().scenario(), run.trace());
        this.emits = new Emits(run.trace(), lanes.servers());
        this.moments = new Moments(run.trace(), lanes.names(), emits);
        this.crossings = Crossings.of(run.trace(), emits).stream()
                .filter(crossing -> lanes.names().contains(crossing.sent().lane()))
                .toList();
        for (Crossing crossing : crossings) {
            if (crossing.outcome() == Outcome.ECHO || crossing.outcome() == Outcome.IDLE) {
                dropped.add(moments.of(crossing.end()).number());
            }
        }
        for (Crossing crossing : crossings) {
            if (crossing.outcome() == Outcome.ARRIVED) {
                dropped.remove(moments.of(crossing.end()).number());
            }
        }
        this.timeline = new Timeline(moments.all(), emits.all());
    }

    /** Whether whatever arrived in {@code moment} was mirrored by Redis and had no effect. */
    boolean isDropped(Moment moment) {
        return moment.look() == Moment.Look.ORDINARY && dropped.contains(moment.number());
    }

    ReportedRun run() {
        return run;
    }

    Lanes lanes() {
        return lanes;
    }

    Emits emits() {
        return emits;
    }

    Moments moments() {
        return moments;
    }

    List<Crossing> crossings() {
        return crossings;
    }

    Timeline timeline() {
        return timeline;
    }
}
