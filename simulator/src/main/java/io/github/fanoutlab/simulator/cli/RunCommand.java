package io.github.fanoutlab.simulator.cli;

import io.github.fanoutlab.simulator.fault.RunString;
import io.github.fanoutlab.simulator.scenario.Scenarios;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code run}: documented scenarios in the simulator. */
@Command(
        name = "run",
        header = "Play documented scenarios in the simulator, in both generations.",
        description =
                "Checks each scenario against its documented diagram and sets the generations side by side. With a"
                        + " --fault, a --transport or a --balancer: also who misses what, and why. Without a SCENARIO: all.")
final class RunCommand implements Callable<Integer> {

    @Mixin
    private ScenarioParameters scenarios;

    @Mixin
    private RunOptions options;

    @Mixin
    private OutputOptions output;

    @Override
    public Integer call() {
        List<List<RunString>> runs = scenarios.orElse(Scenarios.ALL).stream()
                .map(options::runs)
                .filter(strings -> !strings.isEmpty())
                .toList();
        Playback playback = new Playback(runs, output);
        return playback.play() ? 0 : Fanout.FAILED;
    }
}
