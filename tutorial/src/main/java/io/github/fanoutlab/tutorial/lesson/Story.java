package io.github.fanoutlab.tutorial.lesson;

import io.github.fanoutlab.simulator.report.WrappedText;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A chapter as it is told in a terminal: plain text, at most {@value WrappedText#COLUMNS} columns wide. Filled by one thread. */
public final class Story {

    private static final String INDENT = "  ";

    private final List<String> lines = new ArrayList<>();

    /** A story that begins with a heading and the question that opens the chapter. */
    public static Story titled(String heading, String question) {
        Story story = new Story();
        story.lines.add(heading);
        story.lines.add("=".repeat(heading.length()));
        return story.paragraph(question);
    }

    /** A paragraph, broken into lines. */
    public Story paragraph(String text) {
        lines.add("");
        WrappedText.of("", text).lines().forEach(lines::add);
        return this;
    }

    /** A titled picture or table: kept as it is, and indented. */
    public Story picture(String title, String text) {
        lines.add("");
        lines.add(title);
        text.stripTrailing().lines().forEach(line -> lines.add(line.isBlank() ? "" : INDENT + line.stripTrailing()));
        return this;
    }

    /** The whole story with a line end after each line. */
    @Override
    public String toString() {
        return lines.stream().map(line -> line + "\n").collect(Collectors.joining());
    }
}
