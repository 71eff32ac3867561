package io.github.fanoutlab.simulator.stage;

import io.github.fanoutlab.simulator.fault.Fault;
import io.github.fanoutlab.simulator.fault.FaultKind;
import io.github.fanoutlab.simulator.fault.RunString;
import io.github.fanoutlab.simulator.scenario.Broadcast;
import io.github.fanoutlab.simulator.scenario.Scenario;
import io.github.fanoutlab.testbed.trace.Trace;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One simulated run in which things fail: the scenario is played while the faults strike, then everything heals, and after a
 * stated time everybody emits once more.
 *
 * @param begunMicros when the first step began, with every client connected
 * @param healedMicros when the last step and the last fault were over, and the dead were started again
 * @param probedMicros when everybody emitted once more
 * @param strikes every fault, and how many things it hit
 * @param broadcasts what was emitted, by its payload; what is not there went to everybody
 */
public record FaultyRun(
        RunString string,
        Trace trace,
        long begunMicros,
        long healedMicros,
        long probedMicros,
        List<Strike> strikes,
        Map<String, Broadcast> broadcasts) {

    /**
     * A fault that struck. It hits nothing when its target was dead or gone already, or when its trigger did not come.
     *
     * @param atMicros when, from the beginning of the run; when all healed, for one that never did
     */
    public record Strike(Fault fault, long atMicros, int hits) {
        /** What struck. */
        public FaultKind kind() {
            return fault.kind();
        }
    }

    public FaultyRun {
        strikes = List.copyOf(strikes);
        broadcasts = Collections.unmodifiableMap(new LinkedHashMap<>(broadcasts));
    }

    /** A run in which all that was emitted went to everybody. */
    public FaultyRun(
            RunString string,
            Trace trace,
            long begunMicros,
            long healedMicros,
            long probedMicros,
            List<Strike> strikes) {
        this(string, trace, begunMicros, healedMicros, probedMicros, strikes, Map.of());
    }

    /** When the first step began, or a fault struck if that was earlier: from then on nothing goes without saying. */
    public long sinceMicros() {
        return strikes.stream().mapToLong(Strike::atMicros).reduce(begunMicros, Math::min);
    }

    /** Plays it. */
    public static FaultyRun of(RunString string) {
        return new FaultyStage(string).play();
    }

    /** How long the steps of {@code scenario} take: faults that begin in this time meet them. */
    public static long spanMicros(Scenario scenario) {
        return Timetable.of(scenario).endMicros();
    }
}
