package io.github.fanoutlab.tutorial.lesson;

import io.github.fanoutlab.simulator.report.WrappedText;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A chapter in the terminal: plain text, at most {@value #COLUMNS} columns wide. Filled by one thread. */
public final class Walkthrough {

    /** The width of a terminal as it opens. */
    private static final int COLUMNS = 80;

    private static final String INDENT = "  ";

    private final List<String> lines = new ArrayList<>();

    /** Begins with a heading and the question that opens the chapter. */
    public static Walkthrough titled(String heading, String question) {
        Walkthrough walkthrough = new Walkthrough();
        walkthrough.lines.add(heading);
        walkthrough.lines.add("=".repeat(heading.length()));
        return walkthrough.paragraph(question);
    }

    /** Begins without a heading. */
    public static Walkthrough begun() {
        return new Walkthrough();
    }

    /** A paragraph, broken into lines. */
    public Walkthrough paragraph(String text) {
        lines.add("");
        WrappedText.of("", text, COLUMNS).lines().forEach(lines::add);
        return this;
    }

    /** A picture or table with a title; its lines are kept, and indented if there is room. */
    public Walkthrough picture(String title, String text) {
        lines.add("");
        lines.add(title);
        lines.addAll(indented(text));
        return this;
    }

    /** The lines of a picture or table, indented if the widest of them leaves room for it. */
    public static List<String> indented(String text) {
        List<String> lines =
                text.stripTrailing().lines().map(String::stripTrailing).toList();
        boolean fits = lines.stream().allMatch(line -> line.length() + INDENT.length() <= COLUMNS);
        return lines.stream()
                .map(line -> line.isEmpty() || !fits ? line : INDENT + line)
                .toList();
    }

    /** The whole text with a line end after each line. */
    @Override
    public String toString() {
        return lines.stream().map(line -> line + "\n").collect(Collectors.joining());
    }
}
