package io.github.fanoutlab.tutorial.lesson;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A chapter as it is told in a terminal: plain text, at most {@value #COLUMNS} columns wide. Filled by one thread. */
public final class Story {

    /** Readable in a terminal, on a projector and in print. */
    public static final int COLUMNS = 100;

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
        StringBuilder line = new StringBuilder();
        for (String word : text.strip().split("\\s+")) {
            if (line.length() + 1 + word.length() > COLUMNS) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(line.toString());
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
