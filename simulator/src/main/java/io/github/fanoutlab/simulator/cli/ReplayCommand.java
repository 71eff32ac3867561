package io.github.fanoutlab.simulator.cli;

import io.github.fanoutlab.simulator.check.Verdict;
import io.github.fanoutlab.simulator.check.faulty.FaultyClaims;
import io.github.fanoutlab.simulator.fault.RunString;
import io.github.fanoutlab.simulator.fault.RunStringSyntaxException;
import io.github.fanoutlab.simulator.report.FaultyRunJson;
import io.github.fanoutlab.simulator.report.ShrunkReport;
import io.github.fanoutlab.simulator.report.html.ReportedRun;
import io.github.fanoutlab.simulator.scenario.RedisDialect;
import io.github.fanoutlab.simulator.shrink.Oracle;
import io.github.fanoutlab.simulator.shrink.Shrinker;
import io.github.fanoutlab.simulator.shrink.Shrunk;
import io.github.fanoutlab.simulator.stage.FaultyRun;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;
import tools.jackson.databind.node.ObjectNode;

/** {@code replay}: one run, named completely by its string. */
@Command(
        name = "replay",
        header = "Play one run again from its run string.",
        description =
                "Options change the run that the string names. If the string names no generation, the run is played in all three.")
final class ReplayCommand implements Callable<Integer> {

    @Parameters(
            paramLabel = "STRING",
            converter = Strings.class,
            description =
                    "A run string in quotes, as run and check print it: 'mirror;legacy;kill:W2@1s'. See: fanout faults")
    private Strings.Runs string;

    @Option(
            names = "--shrink",
            description =
                    "If the run fails, or shows a promise that is broken by design, find the smallest run that does the same. check always does this.")
    private boolean shrink;

    @Mixin
    private RunOptions options;

    @Mixin
    private OutputOptions output;

    static final class Strings implements ITypeConverter<Strings.Runs> {

        record Runs(List<RunString> runs) {}

        @Override
        public Runs convert(String text) {
            try {
                return new Runs(RunString.parseAll(text, RedisDialect.COMPARED));
            } catch (RunStringSyntaxException wrong) {
                throw new TypeConversionException(wrong.getMessage());
            }
        }
    }

    @Override
    public Integer call() {
        List<RunString> runs = options.changed(string.runs);
        return (shrink ? shrinks(runs) : plays(runs)) ? 0 : Fanout.FAILED;
    }

    private boolean plays(List<RunString> runs) {
        Playback playback = new Playback(List.of(runs), output);
        PrintWriter out = output.words(1);
        warnOfOtherSimulator(out);
        boolean passed = playback.play();
        playback.traceHashes().values().forEach(hash -> out.println("trace " + hash));
        return passed;
    }

    private void warnOfOtherSimulator(PrintWriter out) {
        int simulator = string.runs.get(0).simulator();
        if (simulator != RunString.SIMULATOR) {
            out.println("The string was made by version " + simulator + ", this is " + RunString.SIMULATOR
                    + ": the run may differ from the one that it named.");
        }
    }

    /** Returns whether there was nothing to shrink. */
    private boolean shrinks(List<RunString> runs) {
        PrintWriter out = output.words(1);
        warnOfOtherSimulator(out);
        List<ReportedRun> reported = new ArrayList<>();
        List<ObjectNode> objects = new ArrayList<>();
        boolean passed = true;
        for (RunString run : runs) {
            out.println("Fanout Lab: simulated, " + run);
            out.println();
            Optional<Shrunk> shrunk = Shrinker.shrink(run, Oracle.ofFaultyRuns());
            passed &= shrunk.isEmpty();
            if (shrunk.isPresent()) {
                out.println(ShrunkReport.of(shrunk.get(), output.glyphs()).stripTrailing());
            } else {
                shrunk = Shrinker.shrink(run, Oracle.ofPromises());
                out.println(shrunk.map(found -> ShrunkReport.ofPromise(run.dialect(), 1, found, output.glyphs())
                                .stripTrailing())
                        .orElse("  Every claim holds in this run: there is nothing to shrink."));
            }
            if (output.areWanted()) {
                Verdict<FaultyRun> verdict = FaultyClaims.judge(
                        FaultyRun.of(shrunk.map(Shrunk::smallest).orElse(run)));
                reported.add(ReportedRun.of(verdict));
                objects.add(shrunk.isPresent() ? FaultyRunJson.of(shrunk.get(), verdict) : FaultyRunJson.of(verdict));
            }
        }
        output.write(reported, () -> objects);
        return passed;
    }
}
