package io.github.fanoutlab.simulator.cli;

import io.github.fanoutlab.simulator.scenario.Scenarios;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code run}: documented scenarios in the simulator. */
@Command(
        name = "run",
        header = "Play documented scenarios in the simulator: 0.9, 1.0+, streams.",
        description = "Checks each scenario against its documented diagram and sets the servers side by side. With a"
                + " --fault, a --transport or a --balancer: also who misses what, and why."
                + " Without a SCENARIO, and with all: the documented ones.")
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
