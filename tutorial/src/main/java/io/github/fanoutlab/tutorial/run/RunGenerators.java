package io.github.fanoutlab.tutorial.run;

import io.github.fanoutlab.simulator.cli.Fanout;
import io.github.fanoutlab.simulator.report.Glyphs;
import io.github.fanoutlab.simulator.report.Measure;
import io.github.fanoutlab.simulator.report.SpaceTimeTable;
import io.github.fanoutlab.simulator.scenario.Generation;
import io.github.fanoutlab.simulator.scenario.Observation;
import io.github.fanoutlab.simulator.scenario.Scenarios;
import io.github.fanoutlab.simulator.spacetime.SpaceTime;
import io.github.fanoutlab.simulator.stage.CalmRun;
import io.github.fanoutlab.tutorial.book.CounterTable;
import io.github.fanoutlab.tutorial.book.Directive;
import io.github.fanoutlab.tutorial.book.Generators;
import io.github.fanoutlab.tutorial.book.Listing;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What pages can ask of runs:
 *
 * <pre>
 * n: RUN/GENERATION/FACT       a number; GENERATION may be both, when both agree
 * diagram RUN                  the arrow diagram of its emits, which must be the same in both generations
 * diagram RUN GENERATION       the same of one generation
 * space-time RUN GENERATION N   the table of its Nth emit, from 1
 * comparison RUN …             a table: the two generations side by side, for each run
 * scenarios                    a table of the documented scenarios
 * patch MUTANT               the change to make in the source
 * fanout ARGS …                what the command line prints
 * listing FILE REGION          see {@link Listing}
 * counters FILE …              see {@link CounterTable}
 * </pre>
 */
public final class RunGenerators {

    private static final String BOTH = "both";

    private final Runs runs;

    private RunGenerators(Runs runs) {
        this.runs = runs;
    }

    /** All of them. */
    public static Generators of(Path root, Runs runs) {
        RunGenerators made = new RunGenerators(runs);
        return Generators.none()
                .with("listing", new Listing(root))
                .with("counters", new CounterTable(root))
                .with("n", directive -> explained(directive, () -> made.number(directive)))
                .with("diagram", directive -> explained(directive, () -> made.diagram(directive)))
                .with("space-time", directive -> explained(directive, () -> made.spaceTime(directive)))
                .with("comparison", directive -> explained(directive, () -> made.comparison(directive)))
                .with("scenarios", directive -> scenarios())
                .with("fanout", RunGenerators::fanout)
                .with("patch", directive -> explained(directive, () -> patch(directive)));
    }

    /** Adds the page and the line to any error. */
    private static String explained(Directive directive, Supplier<String> generated) {
        try {
            return generated.get();
        } catch (IllegalArgumentException e) {
            throw directive.error(e.getMessage());
        }
    }

    private String number(Directive directive) {
        String[] key = directive.args().get(0).split("/");
        if (key.length != 3) {
            throw directive.error(
                    "a page asks for a number as RUN/GENERATION/FACT, as in heartbeat/both/eventsEachPerSecond");
        }
        if (!key[1].equals(BOTH)) {
            return String.valueOf(Fact.read(key[2], runs.of(key[0], generation(key[1]))));
        }
        List<Long> numbers = runs.both(key[0]).stream()
                .map(seen -> Fact.read(key[2], seen))
                .distinct()
                .toList();
        if (numbers.size() > 1) {
            throw directive.error(
                    "the generations differ in " + key[2] + ": " + numbers.get(0) + " in " + Generation.LEGACY + ", "
                            + numbers.get(1) + " in " + Generation.ADAPTER + "; ask for one of them");
        }
        return numbers.get(0).toString();
    }

    private static Generation generation(String key) {
        return Stream.of(Generation.values())
                .filter(generation -> generation.key().equals(key))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "there is no generation '" + key + "', only legacy and adapter, or both where they agree"));
    }

    private String diagram(Directive directive) {
        List<String> args = directive.args();
        List<Observation> seen = args.size() == 2
                ? List.of(runs.of(args.get(0), generation(args.get(1))))
                : runs.both(directive.args("RUN").get(0));
        List<String> drawn = seen.stream().map(RunDiagram::of).distinct().toList();
        if (drawn.size() > 1) {
            throw directive.error(
                    "the diagrams of the two generations differ; ask for one of them:\n" + String.join("\n", drawn));
        }
        return "```text\n" + drawn.get(0).stripTrailing() + "\n```";
    }

    private String spaceTime(Directive directive) {
        List<String> args = directive.args("RUN GENERATION N");
        CalmRun run = runs.of(Variants.named(args.get(0)), generation(args.get(1)));
        return "```text\n"
                + SpaceTimeTable.ofEmit(SpaceTime.of(run), Integer.parseInt(args.get(2)), Glyphs.UNICODE)
                        .stripTrailing()
                + "\n```";
    }

    private String comparison(Directive directive) {
        if (directive.args().isEmpty()) {
            throw directive.error("'comparison' needs one RUN or more");
        }
        List<Observation> columns = directive.args().stream()
                .flatMap(run -> runs.both(run).stream())
                .toList();
        List<String> rows = new ArrayList<>();
        rows.add(row(
                "", columns.stream().map(seen -> head(seen, directive.args().size()))));
        rows.add("|---|" + "--:|".repeat(columns.size()));
        for (Measure measure : Measure.values()) {
            rows.add(row(measure.words(), columns.stream().map(seen -> String.valueOf(measure.of(seen)))));
        }
        return String.join("\n", rows);
    }

    private static String head(Observation seen, int runs) {
        return (runs == 1 ? "" : "`" + seen.scenario().name() + "`, ")
                + seen.generation().title();
    }

    private static String row(String first, Stream<String> cells) {
        return cells.collect(Collectors.joining(" | ", "| " + first + " | ", " |"));
    }

    private static String scenarios() {
        return Scenarios.ALL.stream()
                .map(scenario -> row("`" + scenario.name() + "`", Stream.of(scenario.question())))
                .collect(Collectors.joining("\n", "| Scenario | The question it answers |\n|---|---|\n", ""));
    }

    private static String fanout(Directive directive) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Fanout.execute(
                new PrintWriter(out), new PrintWriter(err), directive.args().toArray(String[]::new));
        String command = ("./fanout " + String.join(" ", directive.args())).strip();
        if (code != 0) {
            throw directive.error("'" + command + "' ended with " + code + ":\n" + out + err);
        }
        return "```text\n$ " + command + "\n" + withoutTrailingSpace(out.toString()) + "\n```";
    }

    private static String withoutTrailingSpace(String text) {
        return text.lines().map(String::stripTrailing).collect(Collectors.joining("\n"));
    }

    private static String patch(Directive directive) {
        return "```diff\n" + Mutant.named(directive.args("MUTANT").get(0)).patch() + "\n```";
    }
}
