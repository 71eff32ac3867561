package io.github.fanoutlab.simulator.stage;

import io.github.fanoutlab.simulator.fault.RunString;
import io.github.fanoutlab.simulator.scenario.Generation;
import io.github.fanoutlab.simulator.scenario.LegacyDialect;
import io.github.fanoutlab.simulator.scenario.Observation;
import io.github.fanoutlab.simulator.scenario.Scenario;
import io.github.fanoutlab.testbed.trace.Trace;
import io.github.fanoutlab.testbed.world.World;
import io.github.fanoutlab.testbed.world.WorldOptions;

/**
 * One simulated run of one scenario: what could be observed, and everything that happened.
 *
 * @param legacy how the nodes of a legacy run speak to each other
 * @param seed decided every latency and every id; the same seed gives the same run in any JVM
 */
public record SimRun(
        Scenario scenario,
        Generation generation,
        LegacyDialect legacy,
        long seed,
        Observation observation,
        Trace trace) {

    /** What names this run, when it was played in a world of {@link WorldOptions#seed} alone. */
    public RunString string() {
        return RunString.of(scenario, generation, seed).withLegacy(legacy);
    }

    /** Plays {@code scenario} with the servers of {@code generation} in a new world. */
    public static SimRun of(Scenario scenario, Generation generation, long seed) {
        return of(scenario, generation, WorldOptions.seed(seed));
    }

    /** The same; the nodes of {@link Generation#LEGACY} speak {@code legacy}. */
    public static SimRun of(Scenario scenario, Generation generation, LegacyDialect legacy, long seed) {
        return of(scenario, generation, legacy, WorldOptions.seed(seed));
    }

    /** Plays what {@code string} names, without its faults. */
    public static SimRun undisturbed(RunString string) {
        return of(string.scenario(), string.generation(), string.legacy(), string.seed());
    }

    /** The same in a world of one's own making. */
    public static SimRun of(Scenario scenario, Generation generation, WorldOptions options) {
        return of(scenario, generation, LegacyDialect.USUAL, options);
    }

    private static SimRun of(Scenario scenario, Generation generation, LegacyDialect legacy, WorldOptions options) {
        try (SimStage stage = new SimStage(generation, legacy, World.of(options))) {
            Observation observation = Observation.of(scenario, generation, stage);
            return new SimRun(scenario, generation, legacy, options.seed(), observation, stage.trace());
        }
    }
}
