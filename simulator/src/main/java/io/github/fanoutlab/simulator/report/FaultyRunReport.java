package io.github.fanoutlab.simulator.report;

import io.github.fanoutlab.simulator.check.Cause;
import io.github.fanoutlab.simulator.check.Count;
import io.github.fanoutlab.simulator.check.Deviation;
import io.github.fanoutlab.simulator.check.Verdict;
import io.github.fanoutlab.simulator.check.faulty.StickySessions;
import io.github.fanoutlab.simulator.fault.Access;
import io.github.fanoutlab.simulator.fault.RunString;
import io.github.fanoutlab.simulator.scenario.RedisDialect;
import io.github.fanoutlab.simulator.stage.FaultyRun;
import io.github.fanoutlab.simulator.twin.Counts;
import io.github.fanoutlab.simulator.twin.Difference;
import io.github.fanoutlab.simulator.twin.Outcomes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The verdict on a run with faults, for the terminal: of one server, or of several side by side, with the deliveries that differ
 * and why.
 */
public final class FaultyRunReport {

    private static final String INDENT = "  ";
    private static final int MAX_EXTRAS = 10;
    private static final int MAX_DIFFERENCES = 12;
    private static final int MAX_MISSES = 12;

    private final List<Verdict<FaultyRun>> verdicts;
    private final StringBuilder text = new StringBuilder();

    private FaultyRunReport(List<Verdict<FaultyRun>> verdicts) {
        this.verdicts = verdicts;
    }

    /**
     * The faults and what they hit, the claims, who received too much, the differences, who missed what and why, and what was
     * counted.
     *
     * @param verdicts of runs that differ in their servers only
     */
    public static String of(List<Verdict<FaultyRun>> verdicts, Glyphs glyphs) {
        FaultyRunReport report = new FaultyRunReport(verdicts);
        report.title();
        report.faults();
        ClaimTable claims = new ClaimTable(glyphs);
        verdicts.forEach(verdict -> claims.with(dialect(verdict), verdict.checks()));
        report.text.append(claims.text());
        report.design();
        verdicts.forEach(report::extras);
        if (verdicts.size() > 1) {
            report.differences(Difference.all(verdicts));
        }
        report.misses();
        report.counts();
        verdicts.forEach(report::requests);
        return report.text.toString();
    }

    /** How many runs passed, how many are broken by design, and how many failed. */
    public static String lastLine(List<Verdict<FaultyRun>> verdicts) {
        long passed = verdicts.stream().filter(Verdict::passed).count();
        long byDesign = verdicts.stream()
                .filter(verdict -> verdict.passed() && !verdict.brokenPromises().isEmpty())
                .count();
        long whole = passed - byDesign;
        return Count.of(whole, "run") + " passed, " + (byDesign == 0 ? "" : byDesign + " broken by design, ")
                + (verdicts.size() - passed) + " failed";
    }

    private static RedisDialect dialect(Verdict<FaultyRun> verdict) {
        return verdict.run().string().dialect();
    }

    private void title() {
        RunString run = verdicts.get(verdicts.size() - 1).run().string();
        text.append(run.scenario().name()).append(": ").append(run.scenario().question());
        if (!run.access().equals(Access.USUAL)) {
            text.append('\n')
                    .append(INDENT)
                    .append("clients connect ")
                    .append(run.access().words(run.generation()));
        }
        text.append("\n\n");
    }

    private void faults() {
        List<FaultyRun.Injection> injections = verdicts.get(0).run().injections();
        for (int i = 0; i < injections.size(); i++) {
            text.append(INDENT).append(injections.get(i).fault());
            text.append(hitNothing(i)).append('\n');
        }
        text.append(injections.isEmpty() ? "" : "\n");
    }

    /** In which generations the fault did not hit anything. */
    private String hitNothing(int fault) {
        List<String> where = verdicts.stream()
                .filter(verdict -> verdict.run().injections().get(fault).hits() == 0)
                .map(verdict -> dialect(verdict).version())
                .toList();
        if (where.isEmpty()) {
            return "";
        }
        return " hit nothing" + (where.size() < verdicts.size() ? " in " + String.join(" and ", where) : "");
    }

    private void design() {
        verdicts.stream()
                .filter(verdict -> !verdict.run().string().access().isSticky()
                        && !verdict.brokenPromises().isEmpty())
                .map(verdict -> dialect(verdict).generation())
                .distinct()
                .forEach(generation ->
                        text.append(WrappedText.of(INDENT + "by design: ", StickySessions.why(generation))));
    }

    private void extras(Verdict<FaultyRun> verdict) {
        List<Deviation> extras = verdict.extras();
        if (extras.isEmpty()) {
            return;
        }
        text.append('\n').append(INDENT).append(dialect(verdict).title()).append(", received too much:\n");
        extras.stream()
                .limit(MAX_EXTRAS)
                .forEach(extra ->
                        text.append(INDENT).append(INDENT).append(extra).append('\n'));
        if (extras.size() > MAX_EXTRAS) {
            text.append(INDENT + INDENT + "and " + (extras.size() - MAX_EXTRAS) + " more\n");
        }
    }

    private void differences(List<Difference> differences) {
        text.append('\n').append(INDENT);
        if (differences.isEmpty()) {
            text.append("Every client got the same ")
                    .append(Difference.inEach(verdicts.size()))
                    .append(".\n");
            return;
        }
        text.append(differences.size() == 1 ? "1 delivery differs:" : differences.size() + " deliveries differ:");
        Grid grid = grid(Grid.ofWords(2), "emit, client");
        differences.stream()
                .limit(MAX_DIFFERENCES)
                .forEach(each -> grid.row(each.emitAndClient(), each.outcomes().stream()));
        text.append("\n\n").append(grid.text().indent(INDENT.length()));
        if (differences.size() > MAX_DIFFERENCES) {
            text.append(INDENT + "and " + (differences.size() - MAX_DIFFERENCES) + " more\n");
        }
    }

    /** Who missed what, and why, in every generation that was played. What only one of two missed, the differences tell. */
    private void misses() {
        List<Map<String, Cause>> missed =
                verdicts.stream().map(verdict -> new Outcomes(verdict).missed()).toList();
        List<String> inAll = missed.get(0).keySet().stream()
                .filter(miss -> missed.stream().allMatch(one -> one.containsKey(miss)))
                .toList();
        if (inAll.isEmpty()) {
            return;
        }
        text.append('\n').append(INDENT).append(inAll.size()).append(" missed");
        text.append(verdicts.size() > 1 ? " " + Difference.inEach(verdicts.size()) + ":\n\n" : ":\n\n");
        inAll.stream()
                .limit(MAX_MISSES)
                .forEach(miss -> text.append(WrappedText.of(INDENT + miss + ": ", why(miss, missed))));
        if (inAll.size() > MAX_MISSES) {
            text.append(INDENT + "and " + (inAll.size() - MAX_MISSES) + " more\n");
        }
    }

    /** The cause, or that of each generation. */
    private String why(String miss, List<Map<String, Cause>> missed) {
        if (missed.stream().map(one -> one.get(miss)).distinct().count() == 1) {
            return missed.get(0).get(miss).words();
        }
        return IntStream.range(0, missed.size())
                .mapToObj(i -> dialect(verdicts.get(i)).version() + ": "
                        + missed.get(i).get(miss).words())
                .collect(Collectors.joining("; "));
    }

    private void counts() {
        List<Map<String, Long>> columns = verdicts.stream().map(Counts::of).toList();
        List<String> rows = new ArrayList<>();
        for (Map<String, Long> column : columns) {
            int place = 0;
            for (String row : column.keySet()) {
                int known = rows.indexOf(row);
                if (known < 0) {
                    rows.add(place, row);
                }
                place = (known < 0 ? place : known) + 1;
            }
        }
        Grid grid = grid(new Grid(2), "counted");
        for (String row : rows) {
            grid.row(row, columns.stream().map(column -> String.valueOf(column.getOrDefault(row, 0L))));
        }
        text.append('\n').append(grid.text().indent(INDENT.length()));
    }

    private Grid grid(Grid grid, String first) {
        grid.row(first, verdicts.stream().map(verdict -> dialect(verdict).title()));
        grid.rule();
        return grid;
    }

    private void requests(Verdict<FaultyRun> verdict) {
        if (!verdict.run().string().access().equals(Access.USUAL)) {
            text.append('\n').append(INDENT).append(dialect(verdict).title()).append(":\n");
            text.append(RequestTable.of(verdict.run()));
        }
    }
}
