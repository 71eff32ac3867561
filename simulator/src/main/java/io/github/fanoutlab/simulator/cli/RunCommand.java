package io.github.fanoutlab.simulator.cli;

import io.github.fanoutlab.simulator.check.Judged;
import io.github.fanoutlab.simulator.report.Comparison;
import io.github.fanoutlab.simulator.report.Mermaid;
import io.github.fanoutlab.simulator.report.RunJson;
import io.github.fanoutlab.simulator.report.SpaceTime;
import io.github.fanoutlab.simulator.report.Verdicts;
import io.github.fanoutlab.simulator.report.html.ReportedRun;
import io.github.fanoutlab.simulator.scenario.Generation;
import io.github.fanoutlab.simulator.scenario.Scenario;
import io.github.fanoutlab.simulator.stage.SimRun;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code run}: one documented scenario in the simulator. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = "Runs one documented scenario in the simulator, checks it, and draws the way of its first emit.")
final class RunCommand implements Callable<Integer> {

    @Parameters(
            paramLabel = "SCENARIO",
            converter = ScenarioNames.class,
            completionCandidates = ScenarioNames.class,
            description = "${COMPLETION-CANDIDATES}")
    private Scenario scenario;

    @Mixin
    private GenerationOption generation;

    @Mixin
    private LegacyOption legacy;

    @Mixin
    private RunOptions options;

    @Option(
            names = "--json",
            description = "Print one JSON object per generation, each on a line of its own, and nothing else.")
    private boolean json;

    @Option(
            names = "--mermaid",
            description = "Print a Mermaid sequence diagram of what became of each emit, and nothing else.")
    private boolean mermaid;

    @Mixin
    private HtmlOption html;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        List<Judged> judged = new ArrayList<>();
        List<SimRun> runs = new ArrayList<>();
        for (Generation each : generation.generations()) {
            SimRun run = SimRun.of(scenario, each, legacy.dialect(), options.seed());
            runs.add(run);
            judged.add(Judged.of(run.observation()));
        }
        if (json) {
            judged.forEach(run -> out.println(RunJson.of(run, options.seed())));
        } else if (mermaid) {
            runs.forEach(run -> out.println("%% " + run.string() + '\n' + Mermaid.of(run.trace())));
        } else {
            tell(out, runs, judged);
        }
        html.write(reported(runs, judged), json || mermaid ? spec.commandLine().getErr() : out);
        return judged.stream().allMatch(Judged::passed) ? 0 : Fanout.FAILED;
    }

    private static List<ReportedRun> reported(List<SimRun> runs, List<Judged> judged) {
        return IntStream.range(0, runs.size())
                .mapToObj(run -> ReportedRun.of(runs.get(run), judged.get(run)))
                .toList();
    }

    private void tell(PrintWriter out, List<SimRun> runs, List<Judged> judged) {
        out.println(options.describe(generation.generations()));
        out.println();
        out.println(Verdicts.of(judged, options.glyphs()).stripTrailing());
        for (SimRun run : runs) {
            out.println();
            out.println("The way of the first emit, " + run.generation().title() + ":");
            out.println();
            out.println(SpaceTime.ofEmit(run.trace(), 1, options.glyphs()));
        }
        out.println();
        out.println(Comparison.of(judged.stream().map(Judged::seen).toList()).stripTrailing());
        out.println();
        runs.forEach(run -> out.println("again: " + run.string().command()));
        out.println();
        out.println(Verdicts.lastLine(judged));
    }
}
