package io.github.fanoutlab.simulator.report;

import io.github.fanoutlab.simulator.check.Check;
import io.github.fanoutlab.simulator.scenario.RedisDialect;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The claims that were made about a scenario, with a mark for each generation. Below a claim that does not hold: what was expected
 * and what was seen.
 *
 * <pre>
 *   0.9   1.0+
 *   ✓     ✓     Every connection is greeted once, by its own worker
 *         ✗     Each node has 2 connections to Redis
 *         1.0+ Redis adapter
 *           expected: W1: 2
 *           but saw:  W1: 3
 * </pre>
 */
final class ClaimTable {

    private static final String INDENT = "        ";
    private static final int COLUMN_CHARS = 6;

    private final Map<RedisDialect, List<Check>> columns = new LinkedHashMap<>();
    private final Glyphs glyphs;

    ClaimTable(Glyphs glyphs) {
        this.glyphs = glyphs;
    }

    /** Adds the column of one dialect. */
    ClaimTable with(RedisDialect dialect, List<Check> checks) {
        columns.put(dialect, checks);
        return this;
    }

    String text() {
        StringBuilder text = new StringBuilder();
        text.append(row(columns.keySet().stream().map(RedisDialect::version).toList()));
        claims().forEach(claim -> text.append(claim(claim)));
        return text.toString();
    }

    /** The claims of all columns: those that only one generation makes, beside those of the other. */
    private Set<String> claims() {
        Set<String> claims = new LinkedHashSet<>();
        int longest = columns.values().stream().mapToInt(List::size).max().orElse(0);
        for (int i = 0; i < longest; i++) {
            for (List<Check> checks : columns.values()) {
                if (i < checks.size()) {
                    claims.add(checks.get(i).name());
                }
            }
        }
        return claims;
    }

    private String claim(String claim) {
        List<String> cells = new ArrayList<>();
        StringBuilder details = new StringBuilder();
        Set<String> statements = new LinkedHashSet<>();
        columns.forEach((dialect, checks) -> {
            Optional<Check> check =
                    checks.stream().filter(one -> one.name().equals(claim)).findFirst();
            check.ifPresent(one -> statements.add(one.statement()));
            cells.add(check.map(one -> glyphs.mark(one.passed())).orElse(""));
            check.filter(one -> !one.passed()).ifPresent(one -> details.append(details(dialect, one)));
        });
        cells.add(statements.size() == 1 ? statements.iterator().next() : claim);
        return row(cells) + details;
    }

    private String row(List<String> cells) {
        int width = columns.keySet().stream()
                .mapToInt(dialect -> dialect.version().length() + 2)
                .reduce(COLUMN_CHARS, Math::max);
        StringBuilder row = new StringBuilder("  ");
        for (String cell : cells) {
            row.append(cell).append(" ".repeat(Math.max(0, width - cell.length())));
        }
        return row.toString().stripTrailing() + '\n';
    }

    private static String details(RedisDialect dialect, Check check) {
        return INDENT
                + dialect.title()
                + '\n'
                + hanging(INDENT + "  expected: ", check.expected())
                + hanging(INDENT + "  but saw:  ", check.actual());
    }

    /** The first line after {@code lead}, the others below it. */
    private static String hanging(String lead, String lines) {
        StringBuilder text = new StringBuilder();
        String before = lead;
        for (String line : lines.lines().toList()) {
            text.append((before + line).stripTrailing()).append('\n');
            before = " ".repeat(lead.length());
        }
        return text.toString();
    }
}
