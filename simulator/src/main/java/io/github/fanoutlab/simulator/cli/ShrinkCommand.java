package io.github.fanoutlab.simulator.cli;

import io.github.fanoutlab.simulator.fault.RunString;
import io.github.fanoutlab.simulator.report.ShrunkReport;
import io.github.fanoutlab.simulator.shrink.Oracle;
import io.github.fanoutlab.simulator.shrink.Shrinker;
import io.github.fanoutlab.simulator.shrink.Shrunk;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code shrink}: a failing run, made as small as it can be. */
@Command(
        name = "shrink",
        mixinStandardHelpOptions = true,
        description = "Takes from a failing run whatever it does not need to fail in the same way: faults, processes,"
                + " clients, steps, seconds; then makes the times smaller and rounder. check does so by itself.")
final class ShrinkCommand implements Callable<Integer> {

    @Parameters(
            paramLabel = "STRING",
            converter = ReplayCommand.Strings.class,
            description =
                    "What check prints for a run that failed. Quote it: a semicolon means something to the shell.")
    private RunString string;

    @Mixin
    private DrawingOption drawing;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        out.println("Fanout Lab: shrink, simulated, " + string);
        out.println();
        Optional<Shrunk> shrunk = Shrinker.shrink(string, Oracle.ofFaultyRuns());
        if (shrunk.isEmpty()) {
            out.println("  Every claim holds in this run: there is nothing to shrink.");
            return 0;
        }
        out.println(ShrunkReport.of(shrunk.get(), drawing.glyphs()).stripTrailing());
        return Fanout.FAILED;
    }
}
