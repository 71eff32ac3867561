package io.github.fanoutlab.simulator.cli;

import io.github.fanoutlab.simulator.check.Verdict;
import io.github.fanoutlab.simulator.check.faulty.FaultyClaims;
import io.github.fanoutlab.simulator.fault.RunString;
import io.github.fanoutlab.simulator.report.FaultyRunJson;
import io.github.fanoutlab.simulator.report.ShrunkReport;
import io.github.fanoutlab.simulator.report.html.ReportedRun;
import io.github.fanoutlab.simulator.shrink.Oracle;
import io.github.fanoutlab.simulator.shrink.Shrinker;
import io.github.fanoutlab.simulator.shrink.Shrunk;
import io.github.fanoutlab.simulator.stage.FaultyRun;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code shrink}: a failing run, made as small as it can be. */
@Command(
        name = "shrink",
        mixinStandardHelpOptions = true,
        description = "Takes from a failing run whatever it does not need to fail in the same way: faults, processes,"
                + " clients, steps, seconds; then makes the times smaller and rounder. check does so by itself. What it"
                + " prints or writes in another form is the smallest run that it found.")
final class ShrinkCommand implements Callable<Integer> {

    @Parameters(
            paramLabel = "STRING",
            converter = ReplayCommand.Strings.class,
            description =
                    "What check prints for a run that failed. Quote it: a semicolon means something to the shell.")
    private RunString string;

    @Mixin
    private DrawingOption drawing;

    @Mixin
    private ExportOptions exports;

    @Override
    public Integer call() {
        PrintWriter out = exports.words();
        out.println("Fanout Lab: shrink, simulated, " + string);
        out.println();
        Optional<Shrunk> shrunk = Shrinker.shrink(string, Oracle.ofFaultyRuns());
        if (shrunk.isEmpty()) {
            out.println("  Every claim holds in this run: there is nothing to shrink.");
        } else {
            out.println(ShrunkReport.of(shrunk.get(), drawing.glyphs()).stripTrailing());
        }
        if (exports.areWanted()) {
            Verdict<FaultyRun> verdict =
                    FaultyClaims.judge(FaultyRun.of(shrunk.map(Shrunk::smallest).orElse(string)));
            exports.write(
                    List.of(ReportedRun.of(verdict)),
                    () -> List.of(shrunk.map(small -> FaultyRunJson.of(small, verdict))
                            .orElseGet(() -> FaultyRunJson.of(verdict))));
        }
        return shrunk.isEmpty() ? 0 : Fanout.FAILED;
    }
}
