package io.github.fanoutlab.simulator.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A table of text: the first column is aligned left, the others right, or left if they hold words. A wide cell takes several lines. */
final class Grid {

    private static final int WIDEST_OF_WORDS = 34;
    private static final int WIDEST_BESIDE_NUMBERS = 52;

    private final int gap;
    private final boolean words;
    private final List<List<String>> rows = new ArrayList<>();

    /**
     * @param gap spaces between two columns
     */
    Grid(int gap) {
        this(gap, false);
    }

    private Grid(int gap, boolean words) {
        this.gap = gap;
        this.words = words;
    }

    /** A table of words, all aligned left. */
    static Grid ofWords(int gap) {
        return new Grid(gap, true);
    }

    /** Adds a row; every row has as many cells as the first one. */
    void row(String first, Stream<String> others) {
        List<List<String>> wrapped =
                Stream.concat(Stream.of(first), others).map(this::wrapped).toList();
        int lines = wrapped.stream().mapToInt(List::size).max().orElse(0);
        for (int i = 0; i < lines; i++) {
            int line = i;
            rows.add(wrapped.stream()
                    .map(cell -> line < cell.size() ? cell.get(line) : "")
                    .toList());
        }
    }

    private List<String> wrapped(String cell) {
        int widest = words ? WIDEST_OF_WORDS : WIDEST_BESIDE_NUMBERS;
        int space = cell.lastIndexOf(' ', widest);
        if (cell.length() <= widest || space <= 0) {
            return List.of(cell);
        }
        List<String> lines = new ArrayList<>(List.of(cell.substring(0, space)));
        lines.addAll(wrapped(cell.substring(space + 1)));
        return lines;
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
            cells.add(column == 0 || words ? cell + space : space + cell);
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
