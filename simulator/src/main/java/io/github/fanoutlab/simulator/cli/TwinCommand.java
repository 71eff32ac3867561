package io.github.fanoutlab.simulator.cli;

import io.github.fanoutlab.simulator.check.Verdict;
import io.github.fanoutlab.simulator.fault.RunString;
import io.github.fanoutlab.simulator.fault.RunStringSyntaxException;
import io.github.fanoutlab.simulator.report.FaultyRunJson;
import io.github.fanoutlab.simulator.report.TwinReport;
import io.github.fanoutlab.simulator.report.html.ReportedRun;
import io.github.fanoutlab.simulator.scenario.Generation;
import io.github.fanoutlab.simulator.stage.FaultyRun;
import io.github.fanoutlab.simulator.twin.Twin;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code twin}: the same run in both generations. */
@Command(
        name = "twin",
        mixinStandardHelpOptions = true,
        description = {
            "Plays the same scenario with the same seed and the same faults through both generations, and prints which"
                    + " deliveries differ, why, and what each generation did for it.",
            "A fault that waits for an emit or for a step of the protocol meets the same situation in both, whenever that"
                    + " comes:",
            "  kill:W2@W1#3                     right after W1's third emit",
            "  kill:W2@C2.handshaken            right after C2 got its session's id",
            "  cut:W2.sub@C2.connected,50ms+1s  50 ms after C2 was connected, for 1 s",
            "Steps of nodes: started, subscribed; of clients: handshaken, connected, received (an emit), disconnected."
                    + " connected#2 is the second time."
        })
final class TwinCommand implements Callable<Integer> {

    @Parameters(
            paramLabel = "SCENARIO",
            description = {
                "A scenario, or a run string without its generation:",
                "sixteen;seed=7;nodes=W1,W2;kill:W2@W1#3"
            })
    private String scenario;

    @Option(
            names = "--fault",
            paramLabel = "FAULT",
            description = {"As in a run string; may be given several times:", "kill:W2@3.2s", "cut:W1.sub@W1#2+500ms"})
    private List<String> faults = List.of();

    @Mixin
    private LegacyOption legacy;

    @Mixin
    private AccessOption access;

    @Mixin
    private RunOptions options;

    @Mixin
    private ExportOptions exports;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        RunString old = string();
        PrintWriter out = exports.words();
        String faults = old.faults().isEmpty()
                ? "no faults"
                : old.faults().stream().map(String::valueOf).collect(Collectors.joining(", "));
        out.println("Fanout Lab: twin run of " + old.scenario().name() + ", seed " + old.seed() + ", " + faults);
        out.println();
        Twin twin = Twin.of(old);
        out.println(TwinReport.of(twin, options.glyphs()).stripTrailing());
        List<Verdict<FaultyRun>> both = List.of(twin.legacy(), twin.adapter());
        exports.write(
                both.stream().map(ReportedRun::of).toList(),
                () -> both.stream().map(FaultyRunJson::of).toList());
        return twin.passed() ? 0 : Fanout.FAILED;
    }

    /** What was asked for, as a run of 0.9. A seed in the run string is as good as the option. */
    private RunString string() {
        int end = scenario.indexOf(';') < 0 ? scenario.length() : scenario.indexOf(';');
        String text = scenario.substring(0, end) + ';' + Generation.LEGACY.key() + '=' + legacy.dialect() + ";seed="
                + options.seed() + access.access().print(Generation.LEGACY)
                + scenario.substring(end)
                + faults.stream().map(fault -> ';' + fault).collect(Collectors.joining());
        try {
            return RunString.parse(text);
        } catch (RunStringSyntaxException wrong) {
            throw new ParameterException(spec.commandLine(), wrong.getMessage());
        }
    }
}
