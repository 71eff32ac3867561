package io.github.fanoutlab.simulator.stage;

import io.github.fanoutlab.simulator.fault.Fault;
import io.github.fanoutlab.simulator.fault.RunString;
import io.github.fanoutlab.simulator.scenario.Step;
import io.github.fanoutlab.testbed.trace.Trace;
import io.github.fanoutlab.testbed.trace.TraceEvent;
import io.github.fanoutlab.testbed.world.Frontier;
import io.github.fanoutlab.testbed.world.Transition;
import java.util.List;

/**
 * One scenario at the moment of its first step, from which on somebody else decides what happens next. Every client is
 * connected; every emit of the scenario can come at once, those of one node in their order. Deaths, forks and the run string's
 * faults come when they are told to. Time stands still until {@link #end}: no timer fires, so nobody tries anything again.
 *
 * <p>It got so far by the seed's latencies, as any other run.
 */
public final class OpenStage {

    private final FaultyStage stage;
    private final Frontier frontier;
    private final long begunMicros;
    private int seenBefore;

    /** Boots, connects the clients, and plans the emits. */
    public OpenStage(RunString string) {
        stage = new FaultyStage(string);
        begunMicros = stage.begin();
        frontier = stage.frontier();
        string.scenario().steps().forEach(stage::planEmits);
    }

    /** What can happen next but for faults, deaths and forks. */
    public List<Transition> transitions() {
        return frontier.transitions();
    }

    /** Lets it happen; returns what it planned. */
    public List<Transition> take(Transition transition) {
        seenBefore = stage.trace().size();
        return frontier.take(transition);
    }

    /** What was recorded so far. */
    public Trace trace() {
        return stage.trace();
    }

    /** What the last transition recorded. */
    public List<TraceEvent> happened() {
        return stage.trace().events().subList(seenBefore, stage.trace().size());
    }

    /** Which life of its name a node is in, or was in last; from 1. */
    public int lifeOf(String node) {
        return stage.lifeOf(node);
    }

    /** Injects {@code fault}, whatever its time; returns what it planned. */
    public List<Transition> inject(Fault fault) {
        return frontier.watch(() -> stage.inject(fault));
    }

    /** The worker dies or is forked, as the step wants it; returns what that planned. */
    public List<Transition> play(Step deathOrFork) {
        return frontier.watch(() -> stage.playNow(deathOrFork));
    }

    /** The tracks of the connections that the fault is about; none when it is about no connection. */
    public List<String> tracks(Fault fault) {
        return fault.connection().isEmpty() ? List.of() : frontier.tracks(fault.node(), fault.connection());
    }

    /** Time goes on: all heals and recovers, everybody emits once more, and the run is over. */
    public FaultyRun end() {
        return stage.end(begunMicros, begunMicros);
    }
}
