package io.github.fanoutlab.tutorial.lesson;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/**
 * What the reader wrote down before running a chapter, one line for each chapter in {@code tutorial/predictions.properties}. A
 * prediction that is wrong, missing or unreadable gets an answer; it is never an error.
 */
public final class Predictions {

    /** Where readers write, relative to the repository. */
    public static final String FILE = "tutorial/predictions.properties";

    private final Properties lines;

    private Predictions(Properties lines) {
        this.lines = lines;
    }

    /** No predictions, as in the printed book. */
    public static Predictions none() {
        return new Predictions(new Properties());
    }

    /** The predictions in the repository at {@code root}; none when the file is missing or cannot be read. */
    public static Predictions in(Path root) {
        Properties lines = new Properties();
        try (Reader reader = Files.newBufferedReader(root.resolve(FILE), StandardCharsets.UTF_8)) {
            lines.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            return none();
        }
        return new Predictions(lines);
    }

    /**
     * Compares the prediction with what happened, kindly.
     *
     * @param chapter the key of the line, {@code ch01}
     * @param actual what the run has shown
     */
    public String compare(String chapter, Question question, long actual) {
        String written = lines.getProperty(chapter, "").strip();
        if (written.isEmpty()) {
            return "No prediction yet: write one in " + FILE + ", in the line " + chapter + ", and run this again.";
        }
        try {
            return compare(Long.parseLong(written), question, actual);
        } catch (NumberFormatException e) {
            return "You predicted \"" + written + "\". Write digits, they are easier to compare. The run says " + actual
                    + ".";
        }
    }

    private static String compare(long predicted, Question question, long actual) {
        if (predicted == actual) {
            return "You predicted " + predicted + ", and that is right.";
        }
        return "You predicted " + predicted + ", but the run says " + actual + ". Here is why: "
                + question.diagnosis(predicted, actual);
    }
}
