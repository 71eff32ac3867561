package io.github.fanoutlab.simulator.stage;

import io.github.fanoutlab.simulator.fault.Fault;
import io.github.fanoutlab.simulator.fault.RunString;
import io.github.fanoutlab.simulator.scenario.Scenario;
import io.github.fanoutlab.simulator.scenario.Step;
import io.github.fanoutlab.simulator.trace.Kind;
import io.github.fanoutlab.simulator.trace.Trace;
import io.github.fanoutlab.simulator.trace.TraceEvent;
import io.github.fanoutlab.simulator.world.Frontier;
import io.github.fanoutlab.simulator.world.Move;
import java.util.List;

/**
 * One scenario at the moment of its first emit, from which on somebody else decides what happens next. Every client is
 * connected; every emit of the scenario can come at once, those of one node in their order. Time stands still until {@link
 * #end}; the run string's faults strike when they are told to.
 *
 * <p>It got so far by the seed's latencies, as any other run.
 */
public final class OpenStage {

    private final FaultyStage stage;
    private final Frontier frontier;
    private final long begunMicros;
    private int seenBefore;

    /**
     * Boots, connects the clients, and plans the emits.
     *
     * @throws IllegalArgumentException if steps of the scenario do something else than to emit
     */
    public OpenStage(RunString string) {
        stage = new FaultyStage(string);
        begunMicros = stage.begin();
        frontier = stage.frontier();
        string.scenario().steps().forEach(stage::planEmits);
    }

    /** Whether the scenario does nothing but to emit. */
    public static boolean canPlay(Scenario scenario) {
        return scenario.steps().stream().allMatch(step -> step instanceof Step.Emit || step instanceof Step.Beat);
    }

    /** What can happen next but for faults. */
    public List<Move> moves() {
        return frontier.moves();
    }

    /** Lets it happen; returns what it planned. */
    public List<Move> take(Move move) {
        seenBefore = stage.trace().size();
        return frontier.take(move);
    }

    /**
     * Whether the last move did nothing but to bring a node the reply to a PUBLISH. Both servers publish and forget: nobody
     * waits for the reply, and nothing depends on when it comes.
     */
    public boolean wasReplyToPublish() {
        Trace trace = stage.trace();
        TraceEvent last = trace.event(trace.size() - 1);
        TraceEvent cause = trace.causeOf(last);
        return trace.size() == seenBefore + 1
                && last.kind() == Kind.REDIS_REPLY
                && cause != null
                && cause.is(Kind.REDIS_HANDLED, "PUBLISH");
    }

    /** The fault strikes, whatever its time; returns what it planned. */
    public List<Move> strike(Fault fault) {
        return frontier.watch(() -> stage.strike(fault));
    }

    /** The tracks of the connections that a cut would cut now. */
    public List<String> tracks(Fault cut) {
        return frontier.tracks(cut.node(), cut.connection());
    }

    /** Time goes on: all heals and recovers, everybody emits once more, and the run is over. */
    public FaultyRun end() {
        return stage.end(begunMicros, begunMicros);
    }
}
