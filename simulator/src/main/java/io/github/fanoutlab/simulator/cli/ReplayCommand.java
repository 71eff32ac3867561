package io.github.fanoutlab.simulator.cli;

import io.github.fanoutlab.simulator.check.Verdict;
import io.github.fanoutlab.simulator.check.calm.CalmClaims;
import io.github.fanoutlab.simulator.check.faulty.FaultyClaims;
import io.github.fanoutlab.simulator.fault.Access;
import io.github.fanoutlab.simulator.fault.RunString;
import io.github.fanoutlab.simulator.fault.RunStringSyntaxException;
import io.github.fanoutlab.simulator.report.FaultyRunJson;
import io.github.fanoutlab.simulator.report.FaultyVerdicts;
import io.github.fanoutlab.simulator.report.RequestTable;
import io.github.fanoutlab.simulator.report.RunJson;
import io.github.fanoutlab.simulator.report.Verdicts;
import io.github.fanoutlab.simulator.report.html.ReportedRun;
import io.github.fanoutlab.simulator.scenario.Observation;
import io.github.fanoutlab.simulator.stage.CalmRun;
import io.github.fanoutlab.simulator.stage.FaultyRun;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** {@code replay}: one run, named completely by its string. */
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        description = {
            "Plays one simulated run again and judges it.",
            "For example:",
            "  'four-emitters;legacy=0.9.17;seed=42;kill:W2@3.2s;cut:W1.sub@2s+500ms'"
        })
final class ReplayCommand implements Callable<Integer> {

    @Parameters(
            paramLabel = "STRING",
            converter = Strings.class,
            description = {
                "What run and check print:",
                "  SCENARIO;GENERATION;seed=N;FAULT;FAULT…",
                "Quote it: a semicolon means something to the shell. The faults:",
                "  kill:NODE@T[+T]            the process dies",
                "  crash:NODE@T[+T]           it dies, nobody is told",
                "  pause:NODE@T+T             it stands still",
                "  clock:NODE@T+T             its clock is set back",
                "  cut:NODE.CONNECTION@T[+T]  a reset",
                "  stall:NODE.CONNECTION@T+T  all of it comes late",
                "  silence, lag, slow         written as stall",
                "  overflow:NODE.sub@T+T      Redis ends a slow reader",
                "  leave:CLIENT@T+T           and it comes back",
                "  restart:redis@T[+T]        nothing is remembered",
                "  failover:redis@T[+T]       the last writes are lost",
                "  full:redis@T+T             nobody new gets in",
                "Instead of a time @T:",
                "  @W1#3                      after W1's third emit",
                "  @C1.connected              after C1 is connected",
                "  @C1.connected,50ms         so long after that",
                "twin --help has all such steps. How clients reach the workers: transport=…, balancer=…. Only a part of"
                        + " the scenario: nodes=…, clients=…, steps=…, beats=N."
            })
    private RunString string;

    @Mixin
    private LegacyOption legacy;

    @Mixin
    private DrawingOption drawing;

    @Mixin
    private ExportOptions exports;

    static final class Strings implements ITypeConverter<RunString> {
        @Override
        public RunString convert(String text) {
            try {
                return RunString.parse(text);
            } catch (RunStringSyntaxException wrong) {
                throw new TypeConversionException(wrong.getMessage());
            }
        }
    }

    @Override
    public Integer call() {
        legacy.of(List.of(string.generation()));
        string = string.withLegacy(legacy.orElse(string.legacy()));
        PrintWriter out = exports.words();
        out.println("Fanout Lab: simulated, " + string);
        if (string.simulator() != RunString.SIMULATOR) {
            out.println("The string was made by simulator " + string.simulator() + ", this is " + RunString.SIMULATOR
                    + ": the run may be another one.");
        }
        out.println();
        return string.isAsDocumented() ? undisturbed(out) : disturbed(out);
    }

    private int undisturbed(PrintWriter out) {
        CalmRun run = CalmRun.of(string);
        Verdict<Observation> judged = CalmClaims.judge(run.observation());
        out.println(Verdicts.of(List.of(judged), drawing.glyphs()).stripTrailing());
        tellHash(out, run.observation().traceHash());
        exports.write(List.of(ReportedRun.of(run, judged)), () -> List.of(RunJson.of(judged, string.seed())));
        return judged.passed() ? 0 : Fanout.FAILED;
    }

    private int disturbed(PrintWriter out) {
        Verdict<FaultyRun> verdict = FaultyClaims.judge(FaultyRun.of(string));
        out.println(FaultyVerdicts.of(verdict, drawing.glyphs()).stripTrailing());
        if (!string.access().equals(Access.USUAL)) {
            out.println();
            out.println(RequestTable.of(verdict.run()).stripTrailing());
        }
        tellHash(out, verdict.run().trace().hash());
        exports.write(List.of(ReportedRun.of(verdict)), () -> List.of(FaultyRunJson.of(verdict)));
        return verdict.passed() ? 0 : Fanout.FAILED;
    }

    private static void tellHash(PrintWriter out, String hash) {
        out.println();
        out.println("trace " + hash);
    }
}
