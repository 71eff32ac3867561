package io.github.fanoutlab.simulator.stage;

import io.github.fanoutlab.simulator.fault.Fault;
import io.github.fanoutlab.simulator.fault.FaultKind;
import io.github.fanoutlab.simulator.fault.RunString;
import io.github.fanoutlab.simulator.scenario.Broadcast;
import io.github.fanoutlab.simulator.scenario.Scenario;
import io.github.fanoutlab.simulator.scenario.Step;
import io.github.fanoutlab.simulator.trace.Trace;
import java.util.List;

/**
 * One simulated run in which things fail: the scenario is played while the faults strike, then everything heals, and after a
 * stated time everybody emits once more.
 *
 * @param begunMicros when the first step began, with every client connected
 * @param healedMicros when the last step and the last fault were over, and the dead were started again
 * @param probedMicros when everybody emitted once more
 * @param strikes every fault, and how many things it hit
 */
public record FaultyRun(
        RunString string, Trace trace, long begunMicros, long healedMicros, long probedMicros, List<Strike> strikes) {

    /** A fault that struck. It hits nothing when its target was dead or gone already. */
    public record Strike(Fault fault, int hits) {
        /** What struck. */
        public FaultKind kind() {
            return fault.kind();
        }
    }

    public FaultyRun {
        strikes = List.copyOf(strikes);
    }

    /**
     * Plays it.
     *
     * @throws IllegalArgumentException if the scenario is none that {@link #canPlay}
     */
    public static FaultyRun of(RunString string) {
        if (!canPlay(string.scenario())) {
            throw new IllegalArgumentException(string.scenario().name()
                    + " cannot be played with faults yet: it emits to rooms, namespaces or locally, and only what goes to"
                    + " everybody is judged there");
        }
        return new FaultyStage(string).play();
    }

    /** Whether faults can be judged in it: whatever is emitted goes to everybody. */
    public static boolean canPlay(Scenario scenario) {
        return scenario.steps().stream().allMatch(FaultyRun::isForEverybody)
                && scenario.clients().stream()
                        .allMatch(client ->
                                client.namespace().equals("/") && client.rooms().isEmpty());
    }

    private static boolean isForEverybody(Step step) {
        if (step instanceof Step.Emit emit) {
            return isForEverybody(emit.broadcast());
        }
        return !(step instanceof Step.Beat beat) || isForEverybody(beat.broadcast());
    }

    private static boolean isForEverybody(Broadcast broadcast) {
        return broadcast.equals(Broadcast.data(broadcast.payload()));
    }

    /** How long the steps of {@code scenario} take: faults that begin in this time meet them. */
    public static long spanMicros(Scenario scenario) {
        return Timetable.of(scenario).endMicros();
    }
}
