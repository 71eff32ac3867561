package io.github.fanoutlab.simulator.stage;

import io.github.fanoutlab.simulator.fault.Fault;
import io.github.fanoutlab.simulator.fault.FaultKind;
import io.github.fanoutlab.simulator.fault.RunString;
import io.github.fanoutlab.simulator.scenario.Broadcast;
import io.github.fanoutlab.simulator.scenario.Holdings;
import io.github.fanoutlab.testbed.trace.Trace;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A simulated run with faults: the scenario is played by the clock while faults are injected. Then everything heals, and after
 * a stated time every node emits once more.
 *
 * @param begunMicros when the first step began, with every client connected
 * @param healedMicros when the last step and the last fault were over, and dead nodes were started again
 * @param probedMicros when every node emitted once more
 * @param injections every fault, and what it hit
 * @param broadcasts emits with recipients of their own, by payload; all others went to everybody
 * @param holdings what each server held of clients at the end, by node
 * @param escaped the exception that ended the run, as text; empty if it was played to its end
 */
public record FaultyRun(
        RunString string,
        Trace trace,
        long begunMicros,
        long healedMicros,
        long probedMicros,
        List<Injection> injections,
        Map<String, Broadcast> broadcasts,
        Map<String, Holdings> holdings,
        String escaped)
        implements Run {

    /**
     * A fault and what it hit: nothing if its target was dead or gone already, or if its trigger never came.
     *
     * @param atMicros when it was injected, from the beginning of the run; when all healed, if it never was
     */
    public record Injection(Fault fault, long atMicros, int hits) {
        /** The fault's kind. */
        public FaultKind kind() {
            return fault.kind();
        }
    }

    public FaultyRun {
        injections = List.copyOf(injections);
        broadcasts = Collections.unmodifiableMap(new LinkedHashMap<>(broadcasts));
        holdings = Collections.unmodifiableMap(new LinkedHashMap<>(holdings));
    }

    /** Plays {@code string}, which may also name no fault at all. */
    public static FaultyRun of(RunString string) {
        return new FaultyScript(string).play();
    }

    /** When {@code injection} was over. A process that a fault ends for good is started again when all heals. */
    public long endMicros(Injection injection) {
        boolean untilHealed =
                injection.kind().endsProcess() && injection.fault().forMicros() == 0;
        return untilHealed
                ? healedMicros
                : injection.atMicros() + injection.fault().forMicros();
    }

    /** When the first step began, or the first fault was injected if that was earlier. */
    public long sinceMicros() {
        return injections.stream().mapToLong(Injection::atMicros).reduce(begunMicros, Math::min);
    }
}
