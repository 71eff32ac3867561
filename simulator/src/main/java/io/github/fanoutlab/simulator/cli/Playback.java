package io.github.fanoutlab.simulator.cli;

import io.github.fanoutlab.simulator.check.Verdict;
import io.github.fanoutlab.simulator.check.calm.CalmClaims;
import io.github.fanoutlab.simulator.check.faulty.FaultyClaims;
import io.github.fanoutlab.simulator.fault.RunString;
import io.github.fanoutlab.simulator.mine.Compilation;
import io.github.fanoutlab.simulator.mine.OwnAdapter;
import io.github.fanoutlab.simulator.report.CalmRunJson;
import io.github.fanoutlab.simulator.report.CalmRunReport;
import io.github.fanoutlab.simulator.report.Comparison;
import io.github.fanoutlab.simulator.report.FaultyRunJson;
import io.github.fanoutlab.simulator.report.FaultyRunReport;
import io.github.fanoutlab.simulator.report.SpaceTimeTable;
import io.github.fanoutlab.simulator.report.html.ReportedRun;
import io.github.fanoutlab.simulator.scenario.Observation;
import io.github.fanoutlab.simulator.spacetime.SpaceTime;
import io.github.fanoutlab.simulator.stage.CalmRun;
import io.github.fanoutlab.simulator.stage.FaultyRun;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Plays runs and shows what came of them side by side. */
final class Playback {

    private final List<List<RunString>> scenarios;
    private final OutputOptions output;
    private final PrintWriter out;
    private final Map<RunString, String> traceHashes = new LinkedHashMap<>();

    /**
     * Of {@code scenarios}: for each one its runs, which differ in their servers only.
     */
    Playback(List<List<RunString>> scenarios, OutputOptions output) {
        this.scenarios = scenarios;
        this.output = output;
        this.out = output.words(scenarios.size());
    }

    /** Plays all, prints, and writes; returns whether everything passed. */
    boolean play() {
        out.println("Fanout Lab: simulated, seed " + scenarios.get(0).get(0).seed() + ", "
                + scenarios.get(0).stream()
                        .map(run -> run.dialect().generationKey() + " ("
                                + run.dialect().title() + ")")
                        .collect(Collectors.joining(", ")));
        return scenarios.stream().flatMap(List::stream).allMatch(RunString::isAsDocumented) ? calm() : faulty();
    }

    /** The hash of each run's trace. */
    Map<RunString, String> traceHashes() {
        return traceHashes;
    }

    private record Judged(CalmRun run, Verdict<Observation> verdict) {}

    private boolean calm() {
        List<Judged> all = new ArrayList<>();
        for (List<RunString> strings : scenarios) {
            List<Judged> judged = new ArrayList<>();
            for (RunString string : strings) {
                CalmRun run;
                try {
                    run = CalmRun.of(string);
                } catch (RuntimeException escaped) {
                    stopped(string, escaped);
                    return false;
                }
                judged.add(new Judged(run, CalmClaims.judge(run.observation())));
            }
            out.println();
            out.println(CalmRunReport.of(verdicts(judged), output.glyphs()).stripTrailing());
            if (scenarios.size() == 1) {
                judged.forEach(one -> drawFirstEmit(one.run));
            }
            all.addAll(judged);
        }
        all.forEach(one -> traceHashes.put(one.run.string(), one.run.trace().hash()));
        out.println();
        out.println(
                Comparison.of(verdicts(all).stream().map(Verdict::run).toList()).stripTrailing());
        out.println();
        all.stream()
                .filter(one -> scenarios.size() == 1 || !one.verdict.passed())
                .forEach(one -> tellHowToReplay(one.run.string()));
        out.println(CalmRunReport.lastLine(verdicts(all)));
        output.write(
                all.stream().map(one -> ReportedRun.of(one.run, one.verdict)).toList(),
                () -> all.stream()
                        .map(one -> CalmRunJson.of(one.verdict, one.run.string().seed()))
                        .toList());
        return all.stream().allMatch(one -> one.verdict.passed());
    }

    private static List<Verdict<Observation>> verdicts(List<Judged> judged) {
        return judged.stream().map(Judged::verdict).toList();
    }

    private void stopped(RunString run, RuntimeException escaped) {
        out.println();
        out.println("  An exception escaped, or the run came to a stop: " + escaped
                + Compilation.placeIn(OwnAdapter.NAME + ".java", escaped));
        out.println();
        tellHowToReplay(run);
        out.println("0 runs passed, 1 failed; no more were played");
    }

    private void drawFirstEmit(CalmRun run) {
        SpaceTime drawn = SpaceTime.of(run);
        if (!drawn.emits().isEmpty()) {
            out.println();
            out.println("The path of the first emit, " + run.string().dialect().title() + ":");
            out.println();
            out.println(SpaceTimeTable.ofEmit(drawn, 1, output.glyphs()).stripTrailing());
        }
    }

    private boolean faulty() {
        List<Verdict<FaultyRun>> all = new ArrayList<>();
        for (List<RunString> strings : scenarios) {
            List<Verdict<FaultyRun>> verdicts =
                    strings.stream().map(FaultyRun::of).map(FaultyClaims::judge).toList();
            out.println();
            out.println(FaultyRunReport.of(verdicts, output.glyphs()).stripTrailing());
            out.println();
            strings.forEach(this::tellHowToReplay);
            all.addAll(verdicts);
        }
        all.forEach(verdict ->
                traceHashes.put(verdict.run().string(), verdict.run().trace().hash()));
        out.println();
        out.println(FaultyRunReport.lastLine(all));
        output.write(
                all.stream().map(ReportedRun::of).toList(),
                () -> all.stream().map(FaultyRunJson::of).toList());
        return all.stream().allMatch(Verdict::passed);
    }

    private void tellHowToReplay(RunString run) {
        out.println("again: " + run.command());
    }
}
