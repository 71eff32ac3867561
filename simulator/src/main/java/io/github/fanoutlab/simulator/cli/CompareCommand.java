package io.github.fanoutlab.simulator.cli;

import io.github.fanoutlab.simulator.check.Verdict;
import io.github.fanoutlab.simulator.check.calm.CalmClaims;
import io.github.fanoutlab.simulator.report.Comparison;
import io.github.fanoutlab.simulator.report.Verdicts;
import io.github.fanoutlab.simulator.scenario.Generation;
import io.github.fanoutlab.simulator.scenario.Observation;
import io.github.fanoutlab.simulator.scenario.Scenario;
import io.github.fanoutlab.simulator.scenario.Scenarios;
import io.github.fanoutlab.simulator.stage.CalmRun;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code compare}: the documented scenarios through both generations in the simulator. */
@Command(
        name = "compare",
        mixinStandardHelpOptions = true,
        description = "Runs the documented scenarios through both generations in the simulator, checks them against the"
                + " documented diagrams, and sets the two side by side.")
final class CompareCommand implements Callable<Integer> {

    @Parameters(
            paramLabel = "SCENARIO",
            arity = "0..*",
            completionCandidates = ScenarioNames.class,
            description = "${COMPLETION-CANDIDATES} (default: all)")
    private List<String> names = Scenarios.names();

    @Mixin
    private RunOptions options;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        List<Scenario> scenarios = names.stream().map(this::scenario).toList();
        PrintWriter out = spec.commandLine().getOut();
        out.println(options.describe(List.of(Generation.values())));
        List<Verdict<Observation>> all = new ArrayList<>();
        List<String> failed = new ArrayList<>();
        for (Scenario scenario : scenarios) {
            List<Verdict<Observation>> runs = new ArrayList<>();
            for (Generation generation : Generation.values()) {
                CalmRun run = CalmRun.of(scenario, generation, options.seed());
                Verdict<Observation> judged = CalmClaims.judge(run.observation());
                runs.add(judged);
                if (!judged.passed()) {
                    failed.add(run.string().command());
                }
            }
            out.println();
            out.println(Verdicts.of(runs, options.glyphs()).stripTrailing());
            all.addAll(runs);
        }
        out.println();
        out.println(Comparison.ofAll(all.stream().map(Verdict::run).toList()).stripTrailing());
        out.println();
        failed.forEach(command -> out.println("again: " + command));
        out.println(Verdicts.lastLine(all));
        return all.stream().allMatch(Verdict::passed) ? 0 : Fanout.FAILED;
    }

    /** By hand: picocli would take a word that a converter refuses for one that nobody asked for. */
    private Scenario scenario(String name) {
        try {
            return new ScenarioNames().convert(name);
        } catch (TypeConversionException unknown) {
            throw new ParameterException(spec.commandLine(), unknown.getMessage());
        }
    }
}
