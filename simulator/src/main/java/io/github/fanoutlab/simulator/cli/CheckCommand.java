package io.github.fanoutlab.simulator.cli;

import io.github.fanoutlab.simulator.check.Verdict;
import io.github.fanoutlab.simulator.check.campaign.Campaign;
import io.github.fanoutlab.simulator.check.faulty.CheckerSelfTest;
import io.github.fanoutlab.simulator.check.faulty.FaultyClaims;
import io.github.fanoutlab.simulator.fault.RunString;
import io.github.fanoutlab.simulator.report.CampaignReport;
import io.github.fanoutlab.simulator.report.ShrunkReport;
import io.github.fanoutlab.simulator.report.html.ReportedRun;
import io.github.fanoutlab.simulator.scenario.Generation;
import io.github.fanoutlab.simulator.scenario.Scenario;
import io.github.fanoutlab.simulator.shrink.Oracle;
import io.github.fanoutlab.simulator.shrink.Shrinker;
import io.github.fanoutlab.simulator.shrink.Shrunk;
import io.github.fanoutlab.simulator.stage.FaultyRun;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code check}: many seeds, each with faults of its own. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description =
                "Plays scenarios with many seeds. Each seed draws faults; while they strike, safety is judged; then all"
                        + " heals, and everybody must be whole again. Whatever somebody missed must have a cause. Stops at the first"
                        + " failure and prints how to replay it; with --html, draws it.")
final class CheckCommand implements Callable<Integer> {

    @Parameters(
            paramLabel = "SCENARIO",
            converter = ScenarioSets.class,
            completionCandidates = ScenarioSets.class,
            description = "${COMPLETION-CANDIDATES}")
    private ScenarioSets.Chosen chosen;

    @Option(
            names = "--seeds",
            paramLabel = "N",
            defaultValue = "100",
            description = "How many (default: ${DEFAULT-VALUE}).")
    private int seeds;

    @Option(
            names = "--from",
            paramLabel = "SEED",
            defaultValue = "1",
            description = "The first one (default: ${DEFAULT-VALUE}).")
    private long from;

    @Option(
            names = "--keep-going",
            description = "Play all seeds and group what fails by the claim that does not hold.")
    private boolean keepGoing;

    @Mixin
    private GenerationOption generation;

    @Mixin
    private LegacyOption legacy;

    @Mixin
    private AccessOption access;

    @Mixin
    private ThreadsOption threads;

    @Mixin
    private HtmlOption html;

    @Mixin
    private DrawingOption drawing;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (seeds < 1) {
            throw new ParameterException(spec.commandLine(), "--seeds " + seeds + ": at least 1 is needed");
        }
        refuseWhatCannotBe();
        PrintWriter out = spec.commandLine().getOut();
        out.println(describe());
        Verdict<FaultyRun> selfTest = CheckerSelfTest.untouched();
        List<String> silent = selfTest.passed() ? CheckerSelfTest.silent(selfTest) : List.of();
        if (!silent.isEmpty()) {
            silent.forEach(
                    claim -> out.println("self-test: this checker accepts a record that was tampered with: " + claim));
            return Fanout.DEFECT;
        }
        out.println(
                selfTest.passed()
                        ? "self-test of the checkers: all " + CheckerSelfTest.claims()
                                + " claims object to a record that was tampered with"
                        : "self-test of the checkers: not needed, since its run fails by itself: "
                                + selfTest.run().string().command());
        out.println();
        Campaign campaign = new Campaign();
        Stopwatch watch = new Stopwatch();
        long played = play(campaign);
        double seconds = watch.seconds();
        out.println(CampaignReport.of(campaign).stripTrailing());
        out.println(CampaignReport.failures(campaign).stripTrailing());
        examples(campaign).forEach(example -> {
            out.println(example.stripTrailing());
            out.println();
        });
        out.println(String.format(
                Locale.ROOT,
                "%d seeds, %d runs, %d events in %.1f s: %.0f seeds and %.0f runs a second",
                played,
                campaign.runs(),
                campaign.events(),
                seconds,
                played / seconds,
                campaign.runs() / seconds));
        campaign.failed().values().stream()
                .limit(1)
                .forEach(failures ->
                        html.write(List.of(ReportedRun.of(FaultyClaims.judge(FaultyRun.of(failures.first())))), out));
        out.println((campaign.runs() - campaign.failedRuns()) + " runs passed, " + campaign.failedRuns() + " failed");
        return campaign.failedRuns() == 0 && selfTest.passed() ? 0 : Fanout.FAILED;
    }

    private void refuseWhatCannotBe() {
        threads.count();
        legacy.of(generation.generations());
    }

    /** What was found, made small: the promises that a server breaks by its design, then what failed. */
    private List<String> examples(Campaign campaign) {
        List<String> examples = new ArrayList<>();
        campaign.broken()
                .forEach((generation, promises) -> promises.forEach((promise, broken) -> {
                    Shrunk shrunk = Shrinker.shrink(broken.first(), promise, Oracle.ofPromises());
                    examples.add(ShrunkReport.ofPromise(generation, broken.runs(), shrunk, drawing.glyphs()));
                }));
        shrunk(campaign).forEach(failure -> examples.add(ShrunkReport.of(failure, drawing.glyphs())));
        return examples;
    }

    /** For each way to fail the first run that did, made small. */
    private static List<Shrunk> shrunk(Campaign campaign) {
        List<Shrunk> examples = new ArrayList<>();
        campaign.failed()
                .forEach((claim, failures) ->
                        examples.add(Shrinker.shrink(failures.first(), claim, Oracle.ofFaultyRuns())));
        return examples;
    }

    private String describe() {
        return "Fanout Lab: check, seeds " + from + " to " + (from + seeds - 1) + ", simulator " + RunString.SIMULATOR
                + ", "
                + generation.generations().stream().map(Generation::key).collect(Collectors.joining(" and ")) + ": "
                + chosen.scenarios().stream().map(Scenario::name).collect(Collectors.joining(", "));
    }

    /** Returns how many seeds were played to the end, the first that fails included. */
    private long play(Campaign campaign) {
        long[] played = {0};
        try (Crew crew = new Crew(threads.count());
                Progress progress = Progress.of("seeds", seeds)) {
            crew.inOrder(from, seeds, this::play, seed -> {
                campaign.add(seed);
                played[0]++;
                progress.step();
                return keepGoing || campaign.failedRuns() == 0;
            });
        }
        return played[0];
    }

    private Campaign play(long seed) {
        Campaign campaign = new Campaign();
        for (Scenario scenario : chosen.scenarios()) {
            for (Generation each : generation.generations()) {
                if (keepGoing || campaign.failedRuns() == 0) {
                    campaign.play(RunString.of(scenario, each, seed)
                            .withLegacy(legacy.of(generation.generations()))
                            .withAccess(access.access()));
                }
            }
        }
        return campaign;
    }
}
