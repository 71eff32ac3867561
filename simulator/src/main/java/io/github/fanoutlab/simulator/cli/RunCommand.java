package io.github.fanoutlab.simulator.cli;

import io.github.fanoutlab.simulator.scenario.Scenarios;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code run}: documented scenarios in the simulator. */
@Command(
        name = "run",
        header = "Play documented scenarios in the simulator: 0.9, 1.0+, streams.",
        description = "Checks each scenario against its documented diagram and compares the servers side by side."
                + " With --fault, --transport or --balancer, it also shows who misses what, and why. By default, and"
                + " with all, it plays the documented scenarios.")
final class RunCommand implements Callable<Integer> {

    @Mixin
    private ScenarioParameters scenarios;

    @Mixin
    private RunOptions options;

    @Mixin
    private OutputOptions output;

    @Override
    public Integer call() {
        Playback playback = new Playback(options.runs(scenarios.orElse(Scenarios.DOCUMENTED)), output);
        return playback.play() ? 0 : Fanout.FAILED;
    }
}
