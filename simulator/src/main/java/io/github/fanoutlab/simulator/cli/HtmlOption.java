package io.github.fanoutlab.simulator.cli;

import io.github.fanoutlab.simulator.report.html.HtmlReport;
import io.github.fanoutlab.simulator.report.html.ReportedRun;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code --html FILE}, for commands whose runs can be looked at. */
class HtmlOption {

    @Option(
            names = "--html",
            paramLabel = "FILE",
            description =
                    "Write one self-contained page with space-time diagrams; any browser shows it, without a network.")
    private Path file;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    final boolean isWanted() {
        return file != null;
    }

    /** The command that has the option. */
    final CommandLine command() {
        return spec.commandLine();
    }

    /** Writes the page of {@code runs}, which are of one scenario, and says so; does nothing when none is wanted. */
    final void write(List<ReportedRun> runs, PrintWriter out) {
        if (!isWanted()) {
            return;
        }
        try {
            Files.writeString(file, HtmlReport.of(runs));
        } catch (IOException failed) {
            throw new ParameterException(command(), "--html " + file + ": the page cannot be written there: " + failed);
        }
        out.println("report: " + file.toAbsolutePath());
    }
}
