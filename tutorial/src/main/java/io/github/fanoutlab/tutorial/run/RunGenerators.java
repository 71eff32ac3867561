package io.github.fanoutlab.tutorial.run;

import io.github.fanoutlab.simulator.check.Check;
import io.github.fanoutlab.simulator.check.Verdict;
import io.github.fanoutlab.simulator.cli.Fanout;
import io.github.fanoutlab.simulator.fault.Access;
import io.github.fanoutlab.simulator.fault.RunString;
import io.github.fanoutlab.simulator.museum.Cure;
import io.github.fanoutlab.simulator.museum.Exhibit;
import io.github.fanoutlab.simulator.museum.ExhibitText;
import io.github.fanoutlab.simulator.museum.Museum;
import io.github.fanoutlab.simulator.report.Glyphs;
import io.github.fanoutlab.simulator.report.Measure;
import io.github.fanoutlab.simulator.report.SpaceTimeTable;
import io.github.fanoutlab.simulator.scenario.Observation;
import io.github.fanoutlab.simulator.scenario.Scenarios;
import io.github.fanoutlab.simulator.spacetime.SpaceTime;
import io.github.fanoutlab.simulator.stage.FaultyRun;
import io.github.fanoutlab.simulator.twin.Counts;
import io.github.fanoutlab.tutorial.book.CounterTable;
import io.github.fanoutlab.tutorial.book.Directive;
import io.github.fanoutlab.tutorial.book.Generators;
import io.github.fanoutlab.tutorial.book.Listing;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What pages can ask of runs:
 *
 * <pre>
 * n: NUMBER                    a number; see {@link AskedNumber}
 * diagram RUN                  the arrow diagram of its emits, which must be the same in both generations
 * diagram RUN GENERATION       the same of one generation
 * space-time RUN GENERATION N   the table of its Nth emit, from 1
 * space-time RUNSTRING N        the same of a run with faults
 * missed RUNSTRING              who missed what, and why
 * claims RUNSTRING …            a table: what is claimed of such a run, and whether it holds
 * counted RUNSTRING …           a table: what was counted in these runs
 * experiment NAME               what is seen in one of the {@link Experiments}
 * exhibit NAME                  what the museum says of an exhibit: what people saw, why, what helps, and what to paste
 * comparison RUN …             a table: the two generations side by side, for each run
 * scenarios                    a table of the documented scenarios
 * patch MUTANT               the change to make in the source
 * fanout ARGS …                what the command line prints, but for how long it took
 * listing FILE REGION          see {@link Listing}
 * counters FILE …              see {@link CounterTable}
 * </pre>
 */
public final class RunGenerators {

    private static final int COLUMNS = 80;

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
                .with(
                        "n",
                        directive -> explained(
                                directive,
                                () -> String.valueOf(
                                        AskedNumber.parse(directive.args().get(0))
                                                .in(runs))))
                .with("diagram", directive -> explained(directive, () -> made.diagram(directive)))
                .with("space-time", directive -> explained(directive, () -> made.spaceTime(directive)))
                .with(
                        "missed",
                        directive -> explained(
                                directive,
                                () -> narrow(FaultyNumbers.missed(
                                        runs.faulty(directive.args("RUNSTRING").get(0))))))
                .with("claims", directive -> explained(directive, () -> made.claims(directive)))
                .with("counted", directive -> explained(directive, () -> made.counted(directive)))
                .with("exhibit", directive -> explained(directive, () -> exhibit(directive)))
                .with(
                        "experiment",
                        directive -> explained(
                                directive,
                                () -> narrow(
                                        runs.experiment(directive.args("NAME").get(0))
                                                .shown())))
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

    private String diagram(Directive directive) {
        List<String> args = directive.args();
        List<Observation> seen = args.size() == 2
                ? List.of(runs.of(args.get(0), Runs.generation(args.get(1))))
                : runs.both(directive.args("RUN").get(0));
        List<String> drawn = seen.stream().map(RunDiagram::of).distinct().toList();
        if (drawn.size() > 1) {
            throw directive.error(
                    "the diagrams of the two generations differ; ask for one of them:\n" + String.join("\n", drawn));
        }
        return narrow(drawn.get(0));
    }

    private String spaceTime(Directive directive) {
        List<String> args = directive.args();
        boolean faulty = args.size() == 2;
        List<String> named = directive.args(faulty ? "RUNSTRING N" : "RUN GENERATION N");
        int number = Integer.parseInt(named.get(named.size() - 1));
        if (faulty) {
            return narrow(SpaceTimeTable.ofEmit(runs.faulty(named.get(0)).run(), number, Glyphs.UNICODE));
        }
        SpaceTime run = SpaceTime.of(runs.calm(named.get(0), Runs.generation(named.get(1)))
                .orElseThrow(() -> new IllegalArgumentException(
                        "a run with a mutant in the servers has no table: " + named.get(0))));
        return narrow(SpaceTimeTable.ofEmit(run, number, Glyphs.UNICODE));
    }

    private static String exhibit(Directive directive) {
        String name = directive.args("NAME").get(0);
        ExhibitText text = Museum.named(name)
                .orElseThrow(() -> new IllegalArgumentException("there is no exhibit '" + name + "', only "
                        + Museum.exhibits().stream().map(Exhibit::name).collect(Collectors.joining(", "))))
                .text();
        List<String> points = new ArrayList<>();
        points.add("*What you see:* " + text.happened());
        points.add("*Why:* " + text.why());
        points.add("*What to do:* " + text.fixed());
        points.add("*With 4.x:* " + text.today());
        points.add("*Code to copy:* "
                + text.cures().stream().map(cure -> paste(cure, directive)).collect(Collectors.joining("; ")));
        points.add("*To see it:* `./fanout museum " + name + "`");
        if (!text.issues().isEmpty()) {
            points.add(
                    "*See:* " + text.issues().stream().map(RunGenerators::issue).collect(Collectors.joining(", ")));
        }
        return "- " + String.join("\n- ", points);
    }

    private static String paste(Cure cure, Directive directive) {
        return "[" + cure.title() + "](" + directive.upToRoot() + cure.file() + "), region `" + cure.region() + "`";
    }

    /** A link to {@code owner/repository#number}. */
    private static String issue(String name) {
        return "[" + name + "](https://github.com/" + name.replace("#", "/issues/") + ")";
    }

    /** {@code text} between fences. A page shows no picture that is wider than a terminal as it opens. */
    private static String narrow(String text) {
        text.lines()
                .filter(line -> line.stripTrailing().length() > COLUMNS)
                .findFirst()
                .ifPresent(line -> {
                    throw new IllegalArgumentException("this is wider than " + COLUMNS + " columns: " + line);
                });
        return "```text\n" + withoutTrailingSpace(text).stripTrailing() + "\n```";
    }

    private String claims(Directive directive) {
        List<Verdict<FaultyRun>> verdicts = verdicts(directive);
        List<String> rows = new ArrayList<>();
        rows.add(row("", verdicts.stream().map(RunGenerators::title)));
        rows.add("|---|" + ":-:|".repeat(verdicts.size()));
        for (Check check : verdicts.get(0).checks()) {
            rows.add(row(
                    check.name(),
                    verdicts.stream()
                            .flatMap(verdict -> verdict.checks().stream())
                            .filter(each -> each.name().equals(check.name()))
                            .map(each -> each.passed() ? "✓" : each.promised() ? "✗" : "✗ by design")));
        }
        return String.join("\n", rows);
    }

    private String counted(Directive directive) {
        List<Verdict<FaultyRun>> verdicts = verdicts(directive);
        List<Map<String, Long>> columns = verdicts.stream().map(Counts::of).toList();
        Set<String> names = new LinkedHashSet<>();
        columns.forEach(column -> names.addAll(column.keySet()));
        List<String> rows = new ArrayList<>();
        rows.add(row("", verdicts.stream().map(RunGenerators::title)));
        rows.add("|---|" + "--:|".repeat(verdicts.size()));
        names.forEach(name ->
                rows.add(row(name, columns.stream().map(column -> String.valueOf(column.getOrDefault(name, 0L))))));
        return String.join("\n", rows);
    }

    private List<Verdict<FaultyRun>> verdicts(Directive directive) {
        if (directive.args().isEmpty()) {
            throw directive.error("'" + directive.name() + "' needs one RUNSTRING or more");
        }
        return directive.args().stream().map(runs::faulty).toList();
    }

    /** What tells a run from others of its table: its generation, its access and its faults. */
    private static String title(Verdict<FaultyRun> verdict) {
        RunString string = verdict.run().string();
        String access = string.access().equals(Access.USUAL)
                ? ""
                : ", " + string.access().words(string.generation());
        String faults =
                string.faults().stream().map(fault -> ", `" + fault + "`").collect(Collectors.joining());
        return string.generation().version() + access + faults;
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
        return Scenarios.DOCUMENTED.stream()
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
        return "```text\n$ " + command + "\n" + withoutTrailingSpace(withoutDurations(out.toString())) + "\n```";
    }

    private static String withoutTrailingSpace(String text) {
        return text.lines().map(String::stripTrailing).collect(Collectors.joining("\n"));
    }

    /** How long it took differs from machine to machine. */
    private static String withoutDurations(String text) {
        return text.lines()
                .filter(line -> !line.matches("  in [0-9.]+ s"))
                .map(line -> line.replaceFirst(" in [0-9.]+ s: .* a second$", ""))
                .collect(Collectors.joining("\n"));
    }

    private static String patch(Directive directive) {
        return "```diff\n"
                + MyAdapters.changed(directive.args("MUTANT").get(0))
                        .orElseGet(() -> Mutant.named(directive.args("MUTANT").get(0)))
                        .patch()
                + "\n```";
    }
}
