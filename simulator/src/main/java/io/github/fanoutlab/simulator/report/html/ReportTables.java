package io.github.fanoutlab.simulator.report.html;

import io.github.fanoutlab.simulator.check.Cause;
import io.github.fanoutlab.simulator.check.Check;
import io.github.fanoutlab.simulator.check.Deviation;
import io.github.fanoutlab.simulator.fault.RunString;
import io.github.fanoutlab.simulator.twin.Difference;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The tables of a report: what differs, which claims hold, what was counted, what somebody missed and why. */
final class ReportTables {

    /** What people call an emit: its node and its number there. */
    private static final Pattern EMIT = Pattern.compile("\\b(?:master|W\\d+)#\\d+");

    private final List<ReportedRun> runs;
    private final List<Difference> differences;

    ReportTables(List<ReportedRun> runs) {
        this.runs = runs;
        this.differences = RunJson.differences(runs);
    }

    String html() {
        return differences() + claims() + figures() + documented() + misses();
    }

    /** In one line, for the head of the page. */
    String summary() {
        List<Check> checks = runs.stream().flatMap(run -> run.checks().stream()).toList();
        long passed = checks.stream().filter(Check::passed).count();
        long failed = checks.stream().filter(Check::failed).count();
        long byDesign = checks.size() - passed - failed;
        String verdict = "<a class=\"" + (failed == 0 ? "holds" : "fails") + "\" href=\"#verdicts\">"
                + (failed == 0 ? "✓ " : "✗ ") + passed + " checks passed, " + failed + " failed"
                + (byDesign == 0 ? "" : ", " + byDesign + " broken by design") + "</a>";
        if (runs.size() < 2 || runs.stream().anyMatch(run -> run.judged().isEmpty())) {
            return verdict;
        }
        return verdict + ", "
                + switch (differences.size()) {
                    case 0 -> "every client got the same " + Difference.inEach(runs.size());
                    case 1 ->
                        "<a href=\"#differences\">1 delivery differs: "
                                + Markup.escape(differences.get(0).emitAndClient()) + "</a>";
                    default -> "<a href=\"#differences\">" + differences.size() + " deliveries differ</a>";
                };
    }

    private String differences() {
        if (differences.isEmpty()) {
            return "";
        }
        StringBuilder table = new StringBuilder("<section id=\"differences\"><h2>What differs</h2>\n<table>\n");
        head(table, "Emit, client");
        for (Difference each : differences) {
            table.append("<tr><th scope=\"row\">").append(inTheDrawing(Markup.escape(each.emitAndClient())));
            table.append("</th>");
            each.outcomes()
                    .forEach(outcome ->
                            table.append("<td>").append(Markup.escape(outcome)).append("</td>"));
            table.append("</tr>\n");
        }
        return table.append("</table></section>\n").toString();
    }

    /** The names of emits in {@code text} as links to their places in the drawing, which the page's script follows. */
    private static String inTheDrawing(String text) {
        return EMIT.matcher(text).replaceAll("<a class=\"place\" href=\"#runs\" data-emit=\"$0\">$0</a>");
    }

    private String claims() {
        StringBuilder table =
                new StringBuilder("<section id=\"verdicts\"><h2>Verdicts</h2>\n<table class=\"claims\">\n");
        head(table, "Claim");
        for (String claim :
                union(run -> run.checks().stream().map(Check::statement).toList())) {
            table.append("<tr><th scope=\"row\">").append(Markup.escape(claim)).append("</th>");
            runs.forEach(run -> table.append(verdict(run, claim)));
            table.append("</tr>\n");
        }
        return table.append("</table></section>\n").toString();
    }

    private static String verdict(ReportedRun run, String claim) {
        Optional<Check> found = run.checks().stream()
                .filter(check -> check.statement().equals(claim))
                .findFirst();
        if (found.isEmpty()) {
            return "<td>–</td>";
        }
        Check check = found.get();
        return check.passed()
                ? "<td class=\"holds\">✓ <span class=\"unseen\">holds</span></td>"
                : "<td class=\"fails\">✗ <span class=\"unseen\">does not hold:</span> "
                        + inTheDrawing(Markup.escape(check.actual())) + "</td>";
    }

    private String figures() {
        Set<String> measures = union(run -> List.copyOf(run.figures().keySet()));
        if (measures.isEmpty()) {
            return "";
        }
        StringBuilder table = new StringBuilder("<section><h2>What it took</h2>\n<table class=\"figures\">\n");
        head(table, "Counted");
        for (String measure : measures) {
            table.append("<tr><th scope=\"row\">")
                    .append(Markup.escape(measure))
                    .append("</th>");
            runs.forEach(run -> table.append("<td>")
                    .append(run.figures().getOrDefault(measure, 0L))
                    .append("</td>"));
            table.append("</tr>\n");
        }
        return table.append("</table></section>\n").toString();
    }

    /** Nothing for a part of a scenario: what is documented is the whole. */
    private String documented() {
        RunString shown = runs.get(0).string();
        if (!shown.isWhole()) {
            return "";
        }
        return "<section><h2>As documented</h2>\n<pre>"
                + Markup.escape(shown.scenario().diagram().stripTrailing()) + "</pre></section>\n";
    }

    private String misses() {
        StringBuilder text = new StringBuilder();
        for (ReportedRun run : runs) {
            if (!run.misses().isEmpty()) {
                text.append("<section><h2>Missed in ")
                        .append(Markup.escape(run.string().dialect().title()));
                text.append("</h2>\n<details><summary>")
                        .append(causes(run.misses()))
                        .append("</summary>\n<table class=\"misses\">\n<tr><th scope=\"col\">Emit</th>")
                        .append(
                                "<th scope=\"col\">Client</th><th scope=\"col\">at</th><th scope=\"col\">because</th></tr>\n");
                run.misses().forEach(miss -> text.append(row(miss)));
                text.append("</table></details></section>\n");
            }
        }
        return text.toString();
    }

    private static String causes(List<Deviation> misses) {
        Map<Cause, Integer> counts = new TreeMap<>();
        misses.forEach(miss -> counts.merge(miss.cause(), 1, Integer::sum));
        return counts.entrySet().stream()
                .map(count ->
                        count.getValue() + " × " + Markup.escape(count.getKey().words()))
                .collect(Collectors.joining("<br/>"));
    }

    private static String row(Deviation miss) {
        return "<tr><td>" + inTheDrawing(Markup.escape(miss.payload())) + "</td><td>" + Markup.escape(miss.client())
                + "</td><td>"
                + Markup.escape(miss.worker()) + "</td><td title=\"" + Markup.escape(miss.evidence()) + "\">"
                + Markup.escape(miss.cause().words()) + "</td></tr>\n";
    }

    private void head(StringBuilder table, String first) {
        table.append("<tr><th scope=\"col\">").append(first).append("</th>");
        for (ReportedRun run : runs) {
            table.append("<th scope=\"col\">")
                    .append(Markup.escape(run.string().dialect().title()))
                    .append("</th>");
        }
        table.append("</tr>\n");
    }

    private Set<String> union(Function<ReportedRun, List<String>> words) {
        Set<String> union = new LinkedHashSet<>();
        runs.forEach(run -> union.addAll(words.apply(run)));
        return union;
    }
}
