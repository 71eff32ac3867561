package io.github.fanoutlab.simulator.cli;

import io.github.fanoutlab.simulator.check.Verdict;
import io.github.fanoutlab.simulator.check.calm.CalmClaims;
import io.github.fanoutlab.simulator.check.faulty.FaultyClaims;
import io.github.fanoutlab.simulator.fault.Access;
import io.github.fanoutlab.simulator.fault.RunString;
import io.github.fanoutlab.simulator.report.Comparison;
import io.github.fanoutlab.simulator.report.FaultyRunJson;
import io.github.fanoutlab.simulator.report.FaultyVerdicts;
import io.github.fanoutlab.simulator.report.RequestTable;
import io.github.fanoutlab.simulator.report.RunJson;
import io.github.fanoutlab.simulator.report.SpaceTimeTable;
import io.github.fanoutlab.simulator.report.Verdicts;
import io.github.fanoutlab.simulator.report.html.ReportedRun;
import io.github.fanoutlab.simulator.scenario.Generation;
import io.github.fanoutlab.simulator.scenario.Observation;
import io.github.fanoutlab.simulator.spacetime.SpaceTime;
import io.github.fanoutlab.simulator.stage.CalmRun;
import io.github.fanoutlab.simulator.stage.FaultyRun;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code run}: one documented scenario in the simulator. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = "Runs one documented scenario in the simulator, checks it, and draws the path of its first emit.")
final class RunCommand implements Callable<Integer> {

    @Mixin
    private ScenarioParameter chosen;

    @Mixin
    private GenerationOption generation;

    @Mixin
    private LegacyOption legacy;

    @Mixin
    private AccessOption access;

    @Mixin
    private RunOptions options;

    @Mixin
    private ExportOptions exports;

    @Override
    public Integer call() {
        PrintWriter out = exports.words();
        Access wanted = access.access();
        if (!wanted.equals(Access.USUAL)) {
            return otherwise(wanted, out);
        }
        List<Verdict<Observation>> judged = new ArrayList<>();
        List<CalmRun> runs = new ArrayList<>();
        for (Generation each : generation.generations()) {
            CalmRun run = CalmRun.of(RunString.of(chosen.scenario(), each, options.seed())
                    .withLegacy(legacy.of(generation.generations())));
            runs.add(run);
            judged.add(CalmClaims.judge(run.observation()));
        }
        tell(out, runs, judged);
        exports.write(
                reported(runs, judged),
                () -> judged.stream()
                        .map(run -> RunJson.of(run, options.seed()))
                        .toList());
        return judged.stream().allMatch(Verdict::passed) ? 0 : Fanout.FAILED;
    }

    /** Not as documented: then what holds whatever fails is judged, and where the requests went is told. */
    private int otherwise(Access wanted, PrintWriter out) {
        out.println(options.describe(generation.generations()));
        List<Verdict<FaultyRun>> verdicts = new ArrayList<>();
        for (Generation each : generation.generations()) {
            RunString string = RunString.of(chosen.scenario(), each, options.seed())
                    .withLegacy(legacy.of(generation.generations()))
                    .withAccess(wanted);
            Verdict<FaultyRun> verdict = FaultyClaims.judge(FaultyRun.of(string));
            verdicts.add(verdict);
            out.println();
            out.println(chosen.scenario().name() + ", " + each.title() + ", " + wanted.words(each) + ":");
            out.println(FaultyVerdicts.of(verdict, options.glyphs()).stripTrailing());
            out.println();
            out.println(RequestTable.of(verdict.run()).stripTrailing());
            out.println();
            out.println("again: " + string.command());
        }
        out.println();
        out.println(lastLine(verdicts));
        exports.write(
                verdicts.stream().map(ReportedRun::of).toList(),
                () -> verdicts.stream().map(FaultyRunJson::of).toList());
        return verdicts.stream().allMatch(Verdict::passed) ? 0 : Fanout.FAILED;
    }

    private static String lastLine(List<Verdict<FaultyRun>> verdicts) {
        long passed = verdicts.stream().filter(Verdict::passed).count();
        boolean brokenByDesign = verdicts.stream()
                .anyMatch(
                        verdict -> verdict.passed() && !verdict.brokenPromises().isEmpty());
        return passed + (passed == 1 ? " run passed, " : " runs passed, ") + (verdicts.size() - passed) + " failed"
                + (brokenByDesign ? "; what does not hold by design fails nobody" : "");
    }

    private static List<ReportedRun> reported(List<CalmRun> runs, List<Verdict<Observation>> judged) {
        return IntStream.range(0, runs.size())
                .mapToObj(run -> ReportedRun.of(runs.get(run), judged.get(run)))
                .toList();
    }

    private void tell(PrintWriter out, List<CalmRun> runs, List<Verdict<Observation>> judged) {
        out.println(options.describe(generation.generations()));
        out.println();
        out.println(Verdicts.of(judged, options.glyphs()).stripTrailing());
        for (CalmRun run : runs) {
            out.println();
            out.println(
                    "The path of the first emit, " + run.string().generation().title() + ":");
            out.println();
            out.println(SpaceTimeTable.ofEmit(SpaceTime.of(run), 1, options.glyphs()));
        }
        out.println();
        out.println(Comparison.of(judged.stream().map(Verdict::run).toList()).stripTrailing());
        out.println();
        runs.forEach(run -> out.println("again: " + run.string().command()));
        out.println();
        out.println(Verdicts.lastLine(judged));
    }
}
