package io.github.fanoutlab.simulator.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A table of text: the first column is aligned left, the others right. */
final class Grid {

    private final int gap;
    private final List<List<String>> rows = new ArrayList<>();

    /**
     * @param gap spaces between two columns
     */
    Grid(int gap) {
        this.gap = gap;
    }

    /** Adds a row; every row has as many cells as the first. */
    void row(List<String> cells) {
        rows.add(List.copyOf(cells));
    }

    /** A line under what was added so far, as wide as each column. */
    void rule() {
        rows.add(List.of());
    }

    String text() {
        return rows.stream().map(row -> line(row) + '\n').collect(Collectors.joining());
    }

    private String line(List<String> row) {
        List<String> cells = new ArrayList<>();
        for (int column = 0; column < rows.get(0).size(); column++) {
            int width = width(column);
            String cell = row.isEmpty() ? "-".repeat(width) : row.get(column);
            String space = " ".repeat(width - cell.length());
            cells.add(column == 0 ? cell + space : space + cell);
        }
        return String.join(" ".repeat(gap), cells).stripTrailing();
    }

    private int width(int column) {
        return rows.stream()
                .filter(row -> !row.isEmpty())
                .mapToInt(row -> row.get(column).length())
                .max()
                .orElse(0);
    }
}
