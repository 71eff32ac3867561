package io.github.fanoutlab.simulator.check.faulty;

import io.github.fanoutlab.simulator.check.Verdict;
import io.github.fanoutlab.simulator.fault.RunString;
import io.github.fanoutlab.simulator.stage.FaultyRun;
import io.github.fanoutlab.testbed.trace.Kind;
import io.github.fanoutlab.testbed.trace.Trace;
import io.github.fanoutlab.testbed.trace.TraceEvent;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** A run whose record was changed to what a defect would have left in it. */
public final class TamperedRun {

    private final FaultyRun run;
    private Trace trace;

    private TamperedRun(FaultyRun run) {
        this.run = run;
        this.trace = run.trace();
    }

    public static TamperedRun of(String string) {
        return new TamperedRun(FaultyRun.of(RunString.parse(string)));
    }

    public static TamperedRun of(FaultyRun run) {
        return new TamperedRun(run);
    }

    /** Replaces the events that {@code which} accepts; {@code null} removes an event. */
    public TamperedRun change(Predicate<TraceEvent> which, UnaryOperator<TraceEvent> change) {
        Trace forged = new Trace();
        for (TraceEvent event : trace.events()) {
            TraceEvent now = which.test(event) ? change.apply(event) : event;
            copy(forged, now == null ? as(event, Kind.LOG, "", "") : now);
        }
        trace = forged;
        return this;
    }

    /** Removes the events that {@code which} accepts. */
    public TamperedRun without(Predicate<TraceEvent> which) {
        return change(which, event -> null);
    }

    /** Adds the first event that {@code which} accepts once more, at the end. */
    public TamperedRun again(Predicate<TraceEvent> which, UnaryOperator<TraceEvent> change) {
        TraceEvent event = change.apply(trace.events(which).stream().findFirst().orElseThrow());
        Trace forged = new Trace();
        trace.events().forEach(each -> copy(forged, each));
        copy(forged, event);
        trace = forged;
        return this;
    }

    public Verdict<FaultyRun> judged() {
        return FaultyClaims.judge(new FaultyRun(
                run.string(),
                trace,
                run.begunMicros(),
                run.healedMicros(),
                run.probedMicros(),
                run.injections(),
                run.broadcasts(),
                run.holdings(),
                run.escaped()));
    }

    /** {@code event}, as if another input had caused it than did. */
    public static TraceEvent later(TraceEvent event) {
        return as(event, 0, event.timeMicros(), event.name());
    }

    /** {@code event} under another name. */
    public static TraceEvent named(String name, TraceEvent event) {
        return as(event, event.cause(), event.timeMicros(), name);
    }

    /** {@code event} at another time. */
    public static TraceEvent at(long micros, TraceEvent event) {
        return as(event, event.cause(), micros, event.name());
    }

    private static TraceEvent as(TraceEvent event, long cause, long micros, String name) {
        return new TraceEvent(
                event.id(),
                cause,
                micros,
                event.lane(),
                event.kind(),
                event.peer(),
                event.connection(),
                name,
                event.payload(),
                event.number());
    }

    /** {@code event}, in another lane. */
    static TraceEvent in(String lane, TraceEvent event) {
        return as(event, lane, event.kind(), event.peer(), event.payload());
    }

    /** {@code event}, at another client. */
    public static TraceEvent to(String client, String worker, TraceEvent event) {
        return as(event, client, event.kind(), worker, event.payload());
    }

    public static TraceEvent as(TraceEvent event, Kind kind, String peer, Object payload) {
        return as(event, event.lane(), kind, peer, payload);
    }

    private static TraceEvent as(TraceEvent event, String lane, Kind kind, String peer, Object payload) {
        return new TraceEvent(
                event.id(),
                event.cause(),
                event.timeMicros(),
                lane,
                kind,
                peer,
                event.connection(),
                event.name(),
                payload,
                event.number());
    }

    private static void copy(Trace to, TraceEvent event) {
        to.add(
                event.cause(),
                event.timeMicros(),
                event.lane(),
                event.kind(),
                event.peer(),
                event.connection(),
                event.name(),
                event.payload(),
                event.number());
    }
}
