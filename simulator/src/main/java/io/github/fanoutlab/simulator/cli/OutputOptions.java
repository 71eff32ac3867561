package io.github.fanoutlab.simulator.cli;

import io.github.fanoutlab.simulator.report.Glyphs;
import io.github.fanoutlab.simulator.report.Mermaid;
import io.github.fanoutlab.simulator.report.html.HtmlReport;
import io.github.fanoutlab.simulator.report.html.ReportedRun;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** The forms in which a command shows its runs: words and drawings, a page, JSON, Mermaid. */
final class OutputOptions {

    @Mixin
    private AsciiOption ascii;

    @Option(names = "--html", paramLabel = "FILE", description = "Write a page with space-time diagrams.")
    private Path file;

    @Option(names = "--json", description = "Print a JSON object per run, and nothing else.")
    private boolean json;

    @Option(names = "--mermaid", description = "Print a sequence diagram per run, and nothing else.")
    private boolean mermaid;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    Glyphs glyphs() {
        return ascii.glyphs();
    }

    /**
     * Where the command's words go: nowhere when something else is printed instead of them. Refuses what cannot be written, so
     * it is called before anything is played.
     *
     * @param scenarios how many different ones are to be shown
     */
    PrintWriter words(int scenarios) {
        if (json && mermaid) {
            throw new ParameterException(spec.commandLine(), "choose --json or --mermaid, not both");
        }
        if (file != null && scenarios > 1) {
            throw new ParameterException(
                    spec.commandLine(), "--html shows one scenario on a page, but " + scenarios + " were named");
        }
        if (file != null) {
            refuse(file.toAbsolutePath());
        }
        return json || mermaid
                ? new PrintWriter(Writer.nullWriter())
                : spec.commandLine().getOut();
    }

    /** Whether {@link #write} has anything to do. */
    boolean areWanted() {
        return json || mermaid || file != null;
    }

    /** Prints or writes {@code runs} in the wanted form; {@code objects} gives their JSON. */
    void write(List<ReportedRun> runs, Supplier<List<? extends JsonNode>> objects) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            objects.get().forEach(out::println);
        } else if (mermaid) {
            runs.forEach(run -> out.println("%% " + run.string() + '\n' + Mermaid.of(run.spaceTime())));
        }
        if (file != null) {
            writePage(runs);
            (json || mermaid ? spec.commandLine().getErr() : out).println("report: " + file.toAbsolutePath());
        }
    }

    private void refuse(Path page) {
        if (Files.isDirectory(page)) {
            throw cannotWrite("it is a folder");
        }
        if (!Files.isDirectory(page.getParent())) {
            throw cannotWrite("there is no such folder");
        }
        if (!Files.isWritable(Files.exists(page) ? page : page.getParent())) {
            throw cannotWrite("permission denied");
        }
    }

    private void writePage(List<ReportedRun> runs) {
        try {
            Files.writeString(file, HtmlReport.of(runs));
        } catch (IOException failed) {
            throw new UncheckedIOException("--html " + file + ": the page cannot be written", failed);
        }
    }

    private ParameterException cannotWrite(String reason) {
        return new ParameterException(
                spec.commandLine(),
                "--html " + file + ": the page cannot be written there: " + reason
                        + ". Name a file in a folder that exists and that you may write to.");
    }
}
