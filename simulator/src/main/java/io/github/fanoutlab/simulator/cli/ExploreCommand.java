package io.github.fanoutlab.simulator.cli;

import io.github.fanoutlab.simulator.check.Verdict;
import io.github.fanoutlab.simulator.explore.Exploration;
import io.github.fanoutlab.simulator.explore.ScenarioSearch;
import io.github.fanoutlab.simulator.explore.Search;
import io.github.fanoutlab.simulator.fault.FaultKind;
import io.github.fanoutlab.simulator.fault.RunString;
import io.github.fanoutlab.simulator.report.ExplorationReport;
import io.github.fanoutlab.simulator.report.SpaceTimeTable;
import io.github.fanoutlab.simulator.scenario.Excerpt;
import io.github.fanoutlab.simulator.scenario.Generation;
import io.github.fanoutlab.simulator.scenario.LegacyDialect;
import io.github.fanoutlab.simulator.scenario.Scenario;
import io.github.fanoutlab.simulator.scenario.Step;
import io.github.fanoutlab.simulator.spacetime.SpaceTime;
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
        mixinStandardHelpOptions = true,
        description = {
            "Plays a small scenario in every order in which its steps, what they set off, and a few faults can happen.",
            "Start-up (handshakes, subscriptions) goes as the seed has it. From the first step on time stands still, and"
                    + " what happens at different nodes can happen in any order; what one connection carries keeps its order. All emits"
                    + " can come at once, those of one node one after the other; so can the deaths and forks of a scenario. Timers"
                    + " fire only afterwards: then time goes on, who lost a connection tries again, all heals, and every claim of"
                    + " check is judged.",
            "Faults that only hold something up (stall, pause, lag, slow) are no faults here: in some order everything comes"
                    + " late.",
            "Of orders that differ only in steps that commute, one is played. Steps of different nodes commute, unless one cuts"
                    + " a connection that the other uses. So do, at Redis, commands about different channels; and, at a node, news"
                    + " that it does nothing about, such as the reply to a PUBLISH."
        })
final class ExploreCommand implements Callable<Integer> {

    @Mixin
    private ScenarioParameter chosen;

    @Option(
            names = "--workers",
            paramLabel = "N",
            defaultValue = "2",
            description =
                    "So many of the scenario's, with their clients: those that die in it, then the first ones; a master only if"
                            + " it emits (default: ${DEFAULT-VALUE}).")
    private int workers;

    @Option(
            names = "--emits",
            paramLabel = "N",
            defaultValue = "1",
            description = "How often each node emits that emits once a second (default: ${DEFAULT-VALUE}).")
    private int emits;

    @Option(
            names = "--faults",
            paramLabel = "N",
            defaultValue = "0",
            description = "At most so many faults, each at any time (default: ${DEFAULT-VALUE}).")
    private int faults;

    @Option(
            names = "--kinds",
            paramLabel = "KIND",
            split = ",",
            converter = Kinds.class,
            completionCandidates = Kinds.class,
            description = "Which faults: some of ${COMPLETION-CANDIDATES} (default: all of them).")
    private List<FaultKind> kinds = FaultKind.EVENTS;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "20000",
            description = "Stop after so many schedules of a generation (default: ${DEFAULT-VALUE}).")
    private long limit;

    @Option(
            names = "--cross-check",
            description = "Also play all orders without any reduction, as far as the limit allows, and compare.")
    private boolean crossCheck;

    @Option(names = "--show", paramLabel = "N", description = "Draw schedule N: its transitions, and its first emit.")
    private long shown;

    @Mixin
    private GenerationOption generation;

    @Mixin
    private LegacyOption legacy;

    @Mixin
    private RunOptions options;

    @Spec
    private CommandSpec spec;

    private Scenario scenario;

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
                            + " but was '" + word + "'; what only takes time is no event: any order has that already"));
        }
    }

    @Override
    public Integer call() {
        scenario = chosen.scenario();
        Scenario part = part();
        LegacyDialect dialect = legacy.of(generation.generations());
        PrintWriter out = spec.commandLine().getOut();
        out.println("Fanout Lab: explore " + scenario.name() + ", seed " + options.seed() + ", at most " + faults
                + (faults == 1 ? " fault" : " faults") + ", at most " + limit + " schedules");
        boolean passed = true;
        for (Generation each : generation.generations()) {
            out.println();
            out.println(each.title());
            passed &= explore(RunString.of(part, each, options.seed()).withLegacy(dialect), out);
        }
        return passed ? 0 : Fanout.FAILED;
    }

    private Scenario part() {
        if (emits < 1 || faults < 0 || limit < 1) {
            throw new ParameterException(spec.commandLine(), "--emits and --limit are at least 1, --faults at least 0");
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
        List<String> nodes = new ArrayList<>(chosenWorkers());
        if (emits(whole.withNodes(List.of(Scenario.MASTER)))) {
            nodes.add(Scenario.MASTER);
        }
        Excerpt kept = whole.withNodes(nodes).withBeats(emits);
        if (!emits(kept)) {
            throw new ParameterException(
                    spec.commandLine(), "--workers " + workers + ": none of them emits in " + scenario.name());
        }
        return kept.from(scenario);
    }

    /** Those that die in the scenario, whom it is about, and then the first ones. */
    private List<String> chosenWorkers() {
        Stream<String> dying =
                scenario.steps().stream().filter(Step.Kill.class::isInstance).map(step -> ((Step.Kill) step).worker());
        return Stream.concat(dying, scenario.workers().stream())
                .distinct()
                .limit(workers)
                .toList();
    }

    private boolean emits(Excerpt kept) {
        return kept.from(scenario).steps().stream()
                .anyMatch(step -> step instanceof Step.Emit || step instanceof Step.Beat);
    }

    private boolean explore(RunString string, PrintWriter out) {
        ScenarioSearch search = new ScenarioSearch(string, kinds, faults, Search.REDUCED, limit);
        Stopwatch watch = new Stopwatch();
        search.run((number, order, verdict) -> {
            if (number == shown) {
                show(order, verdict, out);
            }
        });
        double seconds = watch.seconds();
        out.println(ExplorationReport.of(search, options.glyphs()).stripTrailing());
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
        SpaceTime drawn = SpaceTime.of(verdict.run());
        if (!drawn.emits().isEmpty()) {
            out.println(SpaceTimeTable.ofEmit(drawn, 1, options.glyphs()));
        }
    }

    private boolean crossCheck(RunString string, Exploration reduced, PrintWriter out) {
        ScenarioSearch naive = new ScenarioSearch(string, kinds, faults, Search.EVERY_ORDER, limit);
        naive.run((number, order, verdict) -> {});
        Exploration found = naive.result();
        out.println("  without reduction: " + found.schedules() + " schedules, "
                + found.outcomes().size() + " outcomes"
                + (found.complete() ? ", complete" : ", NOT complete: stopped at the limit"));
        if (!found.complete() || !reduced.complete()) {
            boolean contradicts = reduced.complete() && !reduced.words().containsAll(found.words());
            out.println(
                    contradicts
                            ? "  and among them outcomes that the reduced search did not find"
                            : "  so far they do not contradict each other");
            return !contradicts;
        }
        boolean same = found.words().equals(reduced.words());
        out.println(same ? "  the same outcomes" : "  NOT the same outcomes: a defect of the reduction");
        return same;
    }
}
