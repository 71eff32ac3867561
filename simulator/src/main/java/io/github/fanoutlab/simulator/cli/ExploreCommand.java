package io.github.fanoutlab.simulator.cli;

import io.github.fanoutlab.simulator.check.faulty.FaultyVerdict;
import io.github.fanoutlab.simulator.explore.Exploration;
import io.github.fanoutlab.simulator.explore.ScenarioSearch;
import io.github.fanoutlab.simulator.explore.Search;
import io.github.fanoutlab.simulator.fault.RunString;
import io.github.fanoutlab.simulator.report.ExplorationReport;
import io.github.fanoutlab.simulator.report.SpaceTime;
import io.github.fanoutlab.simulator.scenario.Excerpt;
import io.github.fanoutlab.simulator.scenario.Generation;
import io.github.fanoutlab.simulator.scenario.Scenario;
import io.github.fanoutlab.simulator.scenario.Scenarios;
import io.github.fanoutlab.simulator.stage.OpenStage;
import io.github.fanoutlab.simulator.world.Move;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code explore}: every order in which a small scenario can go. */
@Command(
        name = "explore",
        mixinStandardHelpOptions = true,
        description = {
            "Plays a small scenario in every order in which its emits, what they set off, and a few faults can happen.",
            "Start-up (handshakes, subscriptions) goes as the seed has it. From the first emit on time stands still, and"
                    + " what happens at different nodes can happen in any order; what one connection carries keeps its order. All emits"
                    + " can come at once, those of one node one after the other. Timers fire only afterwards: then time goes on, all"
                    + " heals, and every claim of check is judged.",
            "Of orders that differ only in steps that commute, one is played. Steps of different nodes commute, unless one cuts"
                    + " a connection that the other uses; so does the arrival of the reply to a PUBLISH, for which nobody waits."
        })
final class ExploreCommand implements Callable<Integer> {

    private static final double NANOS_PER_SECOND = 1e9;

    @Parameters(
            paramLabel = "SCENARIO",
            converter = Choice.class,
            completionCandidates = Choice.class,
            description = "${COMPLETION-CANDIDATES}")
    private Scenario scenario;

    @Option(
            names = "--workers",
            paramLabel = "N",
            defaultValue = "2",
            description =
                    "The first so many, with their clients; a master only if it emits (default: ${DEFAULT-VALUE}).")
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
            description = "At most so many nodes killed and connections cut, at any time (default: ${DEFAULT-VALUE}).")
    private int faults;

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

    @Option(names = "--show", paramLabel = "N", description = "Draw schedule N: its moves, and its first emit.")
    private long shown;

    @Mixin
    private GenerationOption generation;

    @Mixin
    private LegacyOption legacy;

    @Mixin
    private RunOptions options;

    @Spec
    private CommandSpec spec;

    static final class Choice extends ArrayList<String> implements ITypeConverter<Scenario> {

        private static final long serialVersionUID = 1L;

        Choice() {
            super(Scenarios.ALL.stream()
                    .filter(OpenStage::canPlay)
                    .map(Scenario::name)
                    .toList());
        }

        @Override
        public Scenario convert(String name) {
            if (!contains(name)) {
                throw new TypeConversionException(
                        "'" + name + "' is no scenario that can be explored; there are " + String.join(", ", this));
            }
            return Scenarios.named(name).orElseThrow();
        }
    }

    @Override
    public Integer call() {
        Scenario part = part();
        PrintWriter out = spec.commandLine().getOut();
        out.println("Fanout Lab: explore " + scenario.name() + ", seed " + options.seed() + ", at most " + faults
                + (faults == 1 ? " fault" : " faults") + ", at most " + limit + " schedules");
        boolean passed = true;
        for (Generation each : generation.generations()) {
            out.println();
            out.println(each.title());
            passed &= explore(RunString.of(part, each, options.seed()).withLegacy(legacy.dialect()), out);
        }
        return passed ? 0 : Fanout.FAILED;
    }

    private Scenario part() {
        if (workers < 1 || emits < 1 || faults < 0 || limit < 1) {
            throw new ParameterException(
                    spec.commandLine(), "--workers, --emits and --limit are at least 1, --faults at least 0");
        }
        Excerpt whole = Excerpt.whole(scenario);
        List<String> nodes = new ArrayList<>(scenario.workers()
                .subList(0, Math.min(workers, scenario.workers().size())));
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

    private boolean emits(Excerpt kept) {
        return !kept.from(scenario).steps().isEmpty();
    }

    private boolean explore(RunString string, PrintWriter out) {
        ScenarioSearch search = new ScenarioSearch(string, faults, Search.REDUCED, limit);
        long started = System.nanoTime();
        search.run((number, order, verdict) -> {
            if (number == shown) {
                show(order, verdict, out);
            }
        });
        double seconds = (System.nanoTime() - started) / NANOS_PER_SECOND;
        out.println(ExplorationReport.of(search, options.glyphs()).stripTrailing());
        out.println(String.format(Locale.ROOT, "  in %.1f s", seconds));
        boolean same = !crossCheck || crossCheck(string, search.result(), out);
        return same && search.failures().isEmpty();
    }

    private void show(List<Move> order, FaultyVerdict verdict, PrintWriter out) {
        out.println("  schedule " + shown + ":");
        order.forEach(move -> out.println("    " + move));
        out.println();
        if (SpaceTime.emits(verdict.run().trace()) > 0) {
            out.println(SpaceTime.ofEmit(verdict.run().trace(), 1, options.glyphs()));
        }
    }

    private boolean crossCheck(RunString string, Exploration reduced, PrintWriter out) {
        ScenarioSearch naive = new ScenarioSearch(string, faults, Search.EVERY_ORDER, limit);
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
