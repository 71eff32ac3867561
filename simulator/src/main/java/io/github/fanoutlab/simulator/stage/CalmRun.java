package io.github.fanoutlab.simulator.stage;

import io.github.fanoutlab.simulator.fault.Access;
import io.github.fanoutlab.simulator.fault.RunString;
import io.github.fanoutlab.simulator.scenario.Generation;
import io.github.fanoutlab.simulator.scenario.Observation;
import io.github.fanoutlab.simulator.scenario.Scenario;
import io.github.fanoutlab.testbed.trace.Trace;

/**
 * A simulated run in which nothing fails but what the scenario itself makes fail. Each step waits until the one before it is
 * over, so real processes can play the same steps, and the run can be held to the documented diagram.
 *
 * @param observation what could be observed; a run of real processes has one, too
 */
public record CalmRun(RunString string, Observation observation, Trace trace) implements Run {

    /**
     * Plays {@code string}.
     *
     * @throws IllegalArgumentException if it names faults, a transport or a balancer: such a run is a {@link FaultyRun}
     */
    public static CalmRun of(RunString string) {
        if (!string.faults().isEmpty() || !string.access().equals(Access.USUAL)) {
            throw new IllegalArgumentException(
                    "a calm run has no faults, no transport and no balancer, but this one has: " + string);
        }
        try (SimStage stage = new SimStage(string)) {
            return new CalmRun(
                    string, stage.play(string.scenario()), stage.world().trace());
        }
    }

    /** Plays {@code scenario} with the servers of {@code generation}; {@code seed} decides every latency and every id. */
    public static CalmRun of(Scenario scenario, Generation generation, long seed) {
        return of(RunString.of(scenario, generation, seed));
    }
}
