package io.github.fanoutlab.simulator.cli;

import io.github.fanoutlab.simulator.check.Count;
import io.github.fanoutlab.simulator.check.Verdict;
import io.github.fanoutlab.simulator.check.campaign.Campaign;
import io.github.fanoutlab.simulator.check.faulty.CheckerSelfTest;
import io.github.fanoutlab.simulator.check.faulty.FaultyClaims;
import io.github.fanoutlab.simulator.fault.RunString;
import io.github.fanoutlab.simulator.report.CampaignReport;
import io.github.fanoutlab.simulator.report.FaultyRunJson;
import io.github.fanoutlab.simulator.report.ShrunkReport;
import io.github.fanoutlab.simulator.report.html.ReportedRun;
import io.github.fanoutlab.simulator.scenario.Scenarios;
import io.github.fanoutlab.simulator.shrink.Oracle;
import io.github.fanoutlab.simulator.shrink.Shrinker;
import io.github.fanoutlab.simulator.shrink.Shrunk;
import io.github.fanoutlab.simulator.stage.FaultyRun;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code check}: many seeds, each with faults of its own. */
@Command(
        name = "check",
        header = "Play scenarios with many seeds, each with faults of its own.",
        customSynopsis = "fanout check [OPTIONS] SCENARIO...",
        description = "Safety is judged while the faults last. Then everything heals, and every client must be served"
                + " again. Each missed delivery must have a cause. Stops at the first failure, shrinks it, and prints"
                + " how to replay it; --html, --json and --mermaid show it. With all, it plays the documented"
                + " scenarios, volatile, acks, banned and goodbye. Default: 100 seeds from 1 on.")
final class CheckCommand implements Callable<Integer> {

    private static final int DEFAULT_SEEDS = 100;
    private static final long FIRST_SEED = 1;

    @Mixin
    private ScenarioParameters scenarios;

    @Mixin
    private RunOptions options;

    @Mixin
    private SeedsOptions seeds;

    @Option(names = "--keep-going", description = "Play all seeds; group failures by claim.")
    private boolean keepGoing;

    @Mixin
    private OutputOptions output;

    @Override
    public Integer call() {
        List<RunString> templates = options.runs(scenarios.required(Scenarios.ALL)).stream()
                .flatMap(List::stream)
                .toList();
        int count = seeds.count(DEFAULT_SEEDS);
        int threads = seeds.threads();
        PrintWriter out = output.words(1);
        out.println(describe(templates, count));
        List<Verdict<FaultyRun>> untouched = CheckerSelfTest.untouched();
        if (!passesSelfTest(untouched, out)) {
            return Fanout.DEFECT;
        }
        out.println();
        Campaign campaign = new Campaign();
        Stopwatch watch = new Stopwatch();
        long played = play(templates, count, threads, campaign);
        report(campaign, played, watch.seconds(), out);
        show(campaign);
        out.println(Count.of(campaign.runs() - campaign.failedRuns(), "run") + " passed, " + campaign.failedRuns()
                + " failed");
        boolean passed = campaign.failedRuns() == 0 && untouched.stream().allMatch(Verdict::passed);
        return passed ? 0 : Fanout.FAILED;
    }

    /** Prints what the self-test finds; returns false if a claim accepts what it must reject. */
    private static boolean passesSelfTest(List<Verdict<FaultyRun>> untouched, PrintWriter out) {
        Optional<Verdict<FaultyRun>> broken =
                untouched.stream().filter(verdict -> !verdict.passed()).findFirst();
        if (broken.isPresent()) {
            out.println("self-test: not needed, since its run fails by itself: "
                    + broken.get().run().string().command());
            return true;
        }
        List<String> silent = CheckerSelfTest.silent(untouched);
        silent.forEach(claim -> out.println("self-test: this claim accepts a run that was tampered with: " + claim));
        if (silent.isEmpty()) {
            out.println("self-test: each of the " + CheckerSelfTest.claims()
                    + " claims rejects the runs that were tampered with");
        }
        return silent.isEmpty();
    }

    private void report(Campaign campaign, long played, double seconds, PrintWriter out) {
        out.println(CampaignReport.of(campaign).stripTrailing());
        out.println(CampaignReport.failures(campaign).stripTrailing());
        examples(campaign).forEach(example -> {
            out.println(example.stripTrailing());
            out.println();
        });
        out.println(String.format(
                Locale.ROOT,
                "%s, %s, %d events in %.1f s: %.0f seeds and %.0f runs a second",
                Count.of(played, "seed"),
                Count.of(campaign.runs(), "run"),
                campaign.events(),
                seconds,
                played / seconds,
                campaign.runs() / seconds));
    }

    /** Shows the first run that fails in the form that is wanted. */
    private void show(Campaign campaign) {
        if (output.areWanted()) {
            campaign.failed().values().stream().limit(1).forEach(failures -> {
                Verdict<FaultyRun> verdict = FaultyClaims.judge(FaultyRun.of(failures.first()));
                output.write(List.of(ReportedRun.of(verdict)), () -> List.of(FaultyRunJson.of(verdict)));
            });
        }
    }

    /** What was found, made small: the promises that a server breaks by its design, then what failed. */
    private List<String> examples(Campaign campaign) {
        List<String> examples = new ArrayList<>();
        campaign.broken()
                .forEach((dialect, promises) -> promises.forEach((promise, broken) -> {
                    Shrunk shrunk = Shrinker.shrink(broken.first(), promise, Oracle.ofPromises());
                    examples.add(ShrunkReport.ofPromise(dialect, broken.runs(), shrunk, output.glyphs()));
                }));
        campaign.failed().forEach((claim, failures) -> {
            Shrunk shrunk = Shrinker.shrink(failures.first(), claim, Oracle.ofFaultyRuns());
            examples.add(ShrunkReport.of(shrunk, output.glyphs()));
        });
        return examples;
    }

    private String describe(List<RunString> templates, int count) {
        long first = options.seed(FIRST_SEED);
        return "Fanout Lab: check, seeds " + first + " to " + (first + count - 1) + ", simulator " + RunString.SIMULATOR
                + ", "
                + templates.stream()
                        .map(run -> run.dialect().generationKey())
                        .distinct()
                        .collect(Collectors.joining(", "))
                + ": "
                + templates.stream()
                        .map(run -> run.scenario().name())
                        .distinct()
                        .collect(Collectors.joining(", "));
    }

    /** Returns how many seeds were played to the end, the first that fails included. */
    private long play(List<RunString> templates, int count, int threads, Campaign campaign) {
        long[] played = {0};
        try (SeedThreads pool = new SeedThreads(threads);
                Progress progress = Progress.of("seeds", count)) {
            pool.inOrder(options.seed(FIRST_SEED), count, seed -> play(templates, seed), seed -> {
                campaign.add(seed);
                played[0]++;
                progress.step();
                return keepGoing || campaign.failedRuns() == 0;
            });
        }
        return played[0];
    }

    private Campaign play(List<RunString> templates, long seed) {
        Campaign campaign = new Campaign();
        for (RunString template : templates) {
            if (keepGoing || campaign.failedRuns() == 0) {
                campaign.play(template.withSeed(seed));
            }
        }
        return campaign;
    }
}
