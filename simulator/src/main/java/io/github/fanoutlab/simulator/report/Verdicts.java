package io.github.fanoutlab.simulator.report;

import io.github.fanoutlab.simulator.check.Check;
import io.github.fanoutlab.simulator.check.Verdict;
import io.github.fanoutlab.simulator.scenario.Observation;
import io.github.fanoutlab.simulator.scenario.Scenario;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What the checkers say about a scenario, for the terminal. */
public final class Verdicts {

    private static final String INDENT = "    ";
    private static final int COLUMN_CHARS = 6;

    private final List<Verdict<Observation>> runs;
    private final Glyphs glyphs;

    private Verdicts(List<Verdict<Observation>> runs, Glyphs glyphs) {
        this.runs = runs;
        this.glyphs = glyphs;
    }

    /**
     * Name, question and diagram of a scenario, and a line for each claim with a mark per generation; under a claim that does
     * not hold, what was expected and what was seen.
     *
     * @param runs of one scenario, one per generation
     */
    public static String of(List<Verdict<Observation>> runs, Glyphs glyphs) {
        return new Verdicts(List.copyOf(runs), glyphs).text();
    }

    /** {@code N checks passed, M failed}. */
    public static String lastLine(List<Verdict<Observation>> runs) {
        long failed = runs.stream().mapToLong(run -> run.failures().size()).sum();
        long all = runs.stream().mapToLong(run -> run.checks().size()).sum();
        return (all - failed) + " checks passed, " + failed + " failed";
    }

    private String text() {
        Scenario scenario = runs.get(0).run().scenario();
        StringBuilder text = new StringBuilder();
        text.append(scenario.name()).append(": ").append(scenario.question()).append("\n\n");
        text.append(indented(scenario.diagram())).append('\n');
        text.append(row(runs.stream()
                .map(run -> run.run().generation().title().split(" ")[0])
                .toList()));
        claims().forEach(claim -> text.append(claim(claim)));
        return text.toString();
    }

    private Set<String> claims() {
        Set<String> claims = new LinkedHashSet<>();
        int longest = runs.stream().mapToInt(run -> run.checks().size()).max().orElse(0);
        for (int i = 0; i < longest; i++) {
            for (Verdict<Observation> run : runs) {
                if (i < run.checks().size()) {
                    claims.add(run.checks().get(i).name());
                }
            }
        }
        return claims;
    }

    private String claim(String claim) {
        List<String> cells = new ArrayList<>();
        StringBuilder details = new StringBuilder();
        for (Verdict<Observation> run : runs) {
            Optional<Check> check = run.checks().stream()
                    .filter(one -> one.name().equals(claim))
                    .findFirst();
            cells.add(check.map(one -> glyphs.mark(one.passed())).orElse(""));
            check.filter(one -> !one.passed()).ifPresent(one -> details.append(details(run, one)));
        }
        cells.add(claim);
        return row(cells) + details;
    }

    private static String row(List<String> cells) {
        StringBuilder row = new StringBuilder("  ");
        for (String cell : cells) {
            row.append(cell).append(" ".repeat(Math.max(0, COLUMN_CHARS - cell.length())));
        }
        return row.toString().stripTrailing() + '\n';
    }

    private static String details(Verdict<Observation> run, Check check) {
        return INDENT
                + INDENT
                + run.run().generation().title()
                + '\n'
                + hanging(INDENT + INDENT + "  expected: ", check.expected())
                + hanging(INDENT + INDENT + "  but saw:  ", check.actual());
    }

    /** The first line behind {@code lead}, the others below it. */
    private static String hanging(String lead, String lines) {
        StringBuilder text = new StringBuilder();
        String before = lead;
        for (String line : lines.lines().toList()) {
            text.append((before + line).stripTrailing()).append('\n');
            before = " ".repeat(lead.length());
        }
        return text.toString();
    }

    private static String indented(String lines) {
        return lines.lines().map(line -> (INDENT + line).stripTrailing() + '\n').collect(Collectors.joining());
    }
}
