package io.github.fanoutlab.simulator.fault;

import io.github.fanoutlab.simulator.scenario.Scenario;
import java.util.ArrayList;
import java.util.List;

/**
 * One fault of a run.
 *
 * @param target what it hits: {@code W2}, {@code W1.sub}, {@code redis}, {@code C1}; see {@link FaultKind}
 * @param atMicros how long after its trigger; without a trigger, how long after the scenario's first step began with every client
 *     connected, so that both generations meet it at the same beat
 * @param forMicros how long it lasts; 0 if no time is given
 * @param trigger what it waits for, so that both generations meet it in the same situation; null if it only waits for its time
 */
public record Fault(FaultKind kind, String target, long atMicros, long forMicros, Trigger trigger) {

    /** A fault without a trigger. */
    public Fault(FaultKind kind, String target, long atMicros, long forMicros) {
        this(kind, target, atMicros, forMicros, null);
    }

    /** All faults of {@code kinds} that are possible in {@code scenario}, at time 0 and as short as possible. */
    public static List<Fault> all(List<FaultKind> kinds, Scenario scenario) {
        List<Fault> all = new ArrayList<>();
        for (FaultKind kind : kinds) {
            new Targets(scenario)
                    .of(kind)
                    .forEach(target -> all.add(new Fault(kind, target, 0, kind.needsDuration() ? 1 : 0)));
        }
        return all;
    }

    /** Whether it has no trigger, and only waits for its time. */
    public boolean isTimed() {
        return trigger == null;
    }

    /** When it is over, counted as {@link #atMicros}. */
    public long endMicros() {
        return atMicros + forMicros;
    }

    /** The node of a target: {@code W1} of {@code W1.sub} and of {@code W1}. */
    public String node() {
        int dot = target.indexOf('.');
        return dot < 0 ? target : target.substring(0, dot);
    }

    /** What the node calls the connection: {@code sub} of {@code W1.sub}; empty if the target is no connection. */
    public String connection() {
        int dot = target.indexOf('.');
        return dot < 0 ? "" : target.substring(dot + 1);
    }

    /** The same fault at another time. */
    public Fault at(long micros) {
        return new Fault(kind, target, micros, forMicros, trigger);
    }

    /** The same fault, lasting {@code micros}; 0 for no time. */
    public Fault lasting(long micros) {
        return new Fault(kind, target, atMicros, micros, trigger);
    }

    /** The same fault with another trigger. */
    public Fault waitingFor(Trigger other) {
        return new Fault(kind, target, atMicros, forMicros, other);
    }

    /** Whether {@code scenario} has its target, and whoever its trigger is about. */
    public boolean canHit(Scenario scenario) {
        return (isTimed() || trigger.canCome(scenario))
                && new Targets(scenario).of(kind).contains(target);
    }

    /** As in a run string: {@code cut:W1.sub@2s+500ms}, {@code kill:W2@W1#3}, {@code kill:W2@C1.connected,50ms}. */
    @Override
    public String toString() {
        String duration = forMicros == 0 ? "" : '+' + Durations.print(forMicros);
        return kind.word() + ':' + target + '@' + when() + duration;
    }

    private String when() {
        if (isTimed()) {
            return Durations.print(atMicros);
        }
        return atMicros == 0 ? trigger.toString() : trigger + "," + Durations.print(atMicros);
    }
}
