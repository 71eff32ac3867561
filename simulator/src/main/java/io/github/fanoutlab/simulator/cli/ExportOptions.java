package io.github.fanoutlab.simulator.cli;

import io.github.fanoutlab.simulator.report.Mermaid;
import io.github.fanoutlab.simulator.report.html.ReportedRun;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.List;
import java.util.function.Supplier;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import tools.jackson.databind.JsonNode;

/** {@code --json}, {@code --mermaid} and {@code --html FILE}, for commands whose runs programs and people may read on. */
final class ExportOptions extends HtmlOption {

    @Option(
            names = "--json",
            description = "Print one JSON object for each run, each on a line of its own, and nothing else.")
    private boolean json;

    @Option(
            names = "--mermaid",
            description = "Print a Mermaid sequence diagram of what became of each emit, and nothing else.")
    private boolean mermaid;

    /** Where the command's usual words go: nowhere when something else is printed instead of them. */
    PrintWriter words() {
        if (json && mermaid) {
            throw new ParameterException(command(), "--json and --mermaid: one at a time");
        }
        return replacesWords()
                ? new PrintWriter(Writer.nullWriter())
                : command().getOut();
    }

    private boolean replacesWords() {
        return json || mermaid;
    }

    /** Whether {@link #write} has anything to do. */
    boolean areWanted() {
        return replacesWords() || isWanted();
    }

    /** Prints or writes {@code runs} in the wanted form; {@code objects} gives their JSON. */
    void write(List<ReportedRun> runs, Supplier<List<? extends JsonNode>> objects) {
        PrintWriter out = command().getOut();
        if (json) {
            objects.get().forEach(out::println);
        } else if (mermaid) {
            runs.forEach(run -> out.println("%% " + run.string() + '\n' + Mermaid.of(run.spaceTime())));
        }
        write(runs, replacesWords() ? command().getErr() : out);
    }
}
