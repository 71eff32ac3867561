package io.github.fanoutlab.simulator.cli;

import io.github.fanoutlab.simulator.report.html.HtmlReport;
import io.github.fanoutlab.simulator.report.html.ReportedRun;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
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
            throw new ParameterException(
                    command(),
                    "--html " + file + ": the page cannot be written there: " + reason(failed)
                            + ". Name a file in a folder that there is and that you may write to.");
        }
        out.println("report: " + file.toAbsolutePath());
    }

    private static String reason(IOException failed) {
        if (failed instanceof NoSuchFileException) {
            return "there is no such folder";
        }
        if (failed instanceof AccessDeniedException) {
            return "permission denied";
        }
        return failed instanceof FileSystemException system && system.getReason() != null
                ? system.getReason()
                : failed.getMessage();
    }
}
