package io.github.fanoutlab.simulator.cli;

import io.github.fanoutlab.simulator.check.Count;
import io.github.fanoutlab.simulator.check.Verdict;
import io.github.fanoutlab.simulator.explore.Exploration;
import io.github.fanoutlab.simulator.explore.ScenarioSearch;
import io.github.fanoutlab.simulator.explore.Search;
import io.github.fanoutlab.simulator.fault.FaultKind;
import io.github.fanoutlab.simulator.fault.RunString;
import io.github.fanoutlab.simulator.report.ExplorationReport;
import io.github.fanoutlab.simulator.report.FailureTable;
import io.github.fanoutlab.simulator.report.FaultyRunJson;
import io.github.fanoutlab.simulator.report.html.ReportedRun;
import io.github.fanoutlab.simulator.scenario.Excerpt;
import io.github.fanoutlab.simulator.scenario.Generation;
import io.github.fanoutlab.simulator.scenario.Scenario;
import io.github.fanoutlab.simulator.scenario.Step;
import io.github.fanoutlab.simulator.stage.FaultyRun;
import io.github.fanoutlab.testbed.world.Transition;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code explore}: every order in which a small scenario can go. */
@Command(
        name = "explore",
        header = "Play a small scenario in every order in which things can happen.",
        customSynopsis = "fanout explore [OPTIONS] SCENARIO...",
        description =
                "From the first step on, time stands still. Events at different nodes, and faults, happen in every"
                        + " order that makes a difference. Then everything heals, and every claim is judged. With"
                        + " all, it plays the documented scenarios. Default: 2 workers, 1 emit, no faults, 20000"
                        + " schedules.")
final class ExploreCommand implements Callable<Integer> {

    @Mixin
    private ScenarioParameters scenarios;

    @Option(
            names = "--workers",
            paramLabel = "N",
            description = "Keep N workers (killed ones first) and their clients.")
    private int workers = 2;

    @Option(names = "--emits", paramLabel = "N", description = "How often a node with a timer emits. Default: 1.")
    private int emits = 1;

    @Option(names = "--faults", paramLabel = "N", description = "At most N faults, each at any moment.")
    private int faults;

    @Option(
            names = "--kinds",
            paramLabel = "KIND,...",
            hideParamSyntax = true,
            split = ",",
            converter = Kinds.class,
            completionCandidates = Kinds.class,
            description = "Faults: ${COMPLETION-CANDIDATES}.")
    private List<FaultKind> kinds = FaultKind.EVENTS;

    @Option(names = "--limit", paramLabel = "N", description = "Stop after N schedules of each generation.")
    private long limit = 20_000;

    @Option(names = "--cross-check", description = "Also search without reduction, and compare.")
    private boolean crossCheck;

    @Option(names = "--show", paramLabel = "N", description = "Show schedule N, and the first emit that was missed.")
    private long shown;

    @Mixin
    private GenerationOptions generations;

    @Mixin
    private SeedOption seed;

    @Mixin
    private OutputOptions output;

    @Spec
    private CommandSpec spec;

    static final class Kinds extends ArrayList<String> implements ITypeConverter<FaultKind> {

        private static final long serialVersionUID = 1L;

        Kinds() {
            super(FaultKind.EVENTS.stream().map(FaultKind::word).toList());
        }

        @Override
        public FaultKind convert(String word) {
            return FaultKind.EVENTS.stream()
                    .filter(kind -> kind.word().equals(word))
                    .findFirst()
                    .orElseThrow(() -> new TypeConversionException("expected some of " + String.join(", ", this)
                            + " but was '" + word + "'; other faults only take time, and time stands still here"));
        }
    }

    @Override
    public Integer call() {
        List<RunString> runs = new ArrayList<>();
        for (Scenario scenario : scenarios.required()) {
            Scenario part = part(scenario);
            RunString run = RunString.of(part, Generation.ADAPTER, seed.orElse(RunString.DEFAULT_SEED));
            generations.dialects().stream()
                    .filter(dialect -> dialect.plays(part))
                    .forEach(dialect -> runs.add(run.in(dialect)));
        }
        generations.requireSome(runs);
        if (output.areWanted() && shown < 1) {
            throw new ParameterException(
                    spec.commandLine(), "--html, --json and --mermaid show one schedule: say which with --show N");
        }
        PrintWriter out = output.words(scenarios.required().size());
        out.println("Fanout Lab: explore, seed " + seed.orElse(RunString.DEFAULT_SEED) + ", at most "
                + Count.of(faults, "fault") + ", at most " + Count.of(limit, "schedule"));
        boolean passed = true;
        List<Verdict<FaultyRun>> shownRuns = new ArrayList<>();
        for (RunString run : runs) {
            out.println();
            out.println(run.scenario().name() + ", " + run.dialect().title());
            passed &= explore(run, out, shownRuns);
        }
        if (!shownRuns.isEmpty()) {
            output.write(
                    shownRuns.stream().map(ReportedRun::of).toList(),
                    () -> shownRuns.stream().map(FaultyRunJson::of).toList());
        }
        return passed ? 0 : Fanout.FAILED;
    }

    private Scenario part(Scenario scenario) {
        if (emits < 1 || faults < 0 || limit < 1) {
            throw new ParameterException(
                    spec.commandLine(), "--emits and --limit must be at least 1, --faults at least 0");
        }
        if (faults == 0 && spec.commandLine().getParseResult().hasMatchedOption("--kinds")) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--kinds chooses among faults, but there are none: say how many with --faults N");
        }
        if (workers < 1 || workers > scenario.workers().size()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--workers " + workers + ": " + scenario.name() + " has "
                            + scenario.workers().size() + ", and at least 1 is needed");
        }
        Excerpt whole = Excerpt.whole(scenario);
        List<String> nodes = new ArrayList<>(chosenWorkers(scenario));
        if (emits(scenario, whole.withNodes(List.of(Scenario.MASTER)))) {
            nodes.add(Scenario.MASTER);
        }
        Excerpt kept = whole.withNodes(nodes).withBeats(emits);
        if (!emits(scenario, kept)) {
            throw new ParameterException(
                    spec.commandLine(), "--workers " + workers + ": none of them emits in " + scenario.name());
        }
        return kept.from(scenario);
    }

    /** Those that die in the scenario, whom it is about, and then the first ones. */
    private List<String> chosenWorkers(Scenario scenario) {
        Stream<String> dying =
                scenario.steps().stream().filter(Step.Kill.class::isInstance).map(step -> ((Step.Kill) step).worker());
        return Stream.concat(dying, scenario.workers().stream())
                .distinct()
                .limit(workers)
                .toList();
    }

    private static boolean emits(Scenario scenario, Excerpt kept) {
        return kept.from(scenario).steps().stream()
                .anyMatch(step -> step instanceof Step.Emit || step instanceof Step.Beat);
    }

    private boolean explore(RunString string, PrintWriter out, List<Verdict<FaultyRun>> shownRuns) {
        ScenarioSearch search = new ScenarioSearch(string, kinds, faults, Search.REDUCED, limit);
        Stopwatch watch = new Stopwatch();
        search.run((number, order, verdict) -> {
            if (number == shown) {
                show(order, verdict, out);
                shownRuns.add(verdict);
            }
        });
        double seconds = watch.seconds();
        out.println(ExplorationReport.of(search, output.glyphs()).stripTrailing());
        out.println(String.format(Locale.ROOT, "  in %.1f s", seconds));
        if (shown > search.result().schedules()) {
            out.println("  --show " + shown + ": there is no such schedule here");
        }
        boolean same = !crossCheck || crossCheck(string, search.result(), out);
        return same && search.failures().isEmpty();
    }

    private void show(List<Transition> order, Verdict<FaultyRun> verdict, PrintWriter out) {
        out.println("  schedule " + shown + ":");
        order.forEach(transition -> out.println("    " + transition));
        out.println();
        out.println(FailureTable.ofFirstMiss(verdict, output.glyphs()));
    }

    private boolean crossCheck(RunString string, Exploration reduced, PrintWriter out) {
        ScenarioSearch naive = new ScenarioSearch(string, kinds, faults, Search.EVERY_ORDER, limit);
        naive.run((number, order, verdict) -> {});
        Exploration found = naive.result();
        out.println("  without reduction: " + found.schedules() + " schedules, "
                + Count.of(found.outcomes().size(), "outcome")
                + (found.complete() ? ", complete" : ", NOT complete: stopped at the limit"));
        if (!found.complete() || !reduced.complete()) {
            boolean contradicts = reduced.complete() && !reduced.words().containsAll(found.words());
            out.println(
                    contradicts
                            ? "  and some outcomes that the reduced search did not find"
                            : "  so far they do not contradict each other");
            return !contradicts;
        }
        boolean same = found.words().equals(reduced.words());
        out.println(same ? "  the same outcomes" : "  NOT the same outcomes: a defect of the reduction");
        return same;
    }
}
