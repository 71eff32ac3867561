package io.github.fanoutlab.simulator.cluster;

import io.github.fanoutlab.simulator.scenario.Generation;
import io.github.fanoutlab.simulator.scenario.Observation;
import io.github.fanoutlab.simulator.scenario.RedisDialect;
import io.github.fanoutlab.simulator.scenario.Scenario;

/** The door to the real cluster: starts it, plays one scenario, observes, and leaves no process behind. */
public final class ClusterRun {

    private ClusterRun() {}

    /** Plays {@code scenario} with the servers of {@code generation} in its usual dialect. */
    public static Observation run(Scenario scenario, Generation generation, ClusterOptions options) {
        return run(scenario, RedisDialect.usual(generation), options);
    }

    /**
     * Plays {@code scenario} with servers that speak {@code dialect}, in processes of their own.
     *
     * @throws io.github.fanoutlab.simulator.cluster.process.CannotStart if it cannot be played on this machine: no Redis, no
     *     shared ports; the message is one line that says why and what to do
     * @throws ClusterFailure if something awaited does not come; the message says what, and what the processes printed last
     */
    public static Observation run(Scenario scenario, RedisDialect dialect, ClusterOptions options) {
        try (RealStage stage = new RealStage(dialect, options)) {
            return stage.play(scenario);
        }
    }
}
