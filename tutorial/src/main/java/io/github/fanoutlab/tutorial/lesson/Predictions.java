package io.github.fanoutlab.tutorial.lesson;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Properties;

/**
 * What the reader predicted before running anything, a line for each question: {@code ch04 = 16}. People may write it by hand,
 * too; a line that is no number counts as no prediction, and a file that cannot be read as an empty one.
 */
public final class Predictions {

    private final Path file;

    /** @param workbook the reader's folder */
    public Predictions(Path workbook) {
        this.file = workbook.resolve("predictions.properties");
    }

    /** The prediction for {@code key}, if there is one. */
    public OptionalLong of(String key) {
        try {
            return OptionalLong.of(Long.parseLong(read().getProperty(key, "").strip()));
        } catch (NumberFormatException none) {
            return OptionalLong.empty();
        }
    }

    /** Notes a prediction; the other lines stay as they are. */
    public void note(String key, long number) {
        try {
            List<String> lines = new ArrayList<>(
                    Files.isRegularFile(file)
                            ? Files.readAllLines(file, StandardCharsets.UTF_8)
                            : List.of("# Your predictions, one line for each question. A wrong one breaks nothing."));
            lines.removeIf(line -> line.matches("\\s*" + key.replace(".", "\\.") + "\\s*[=:].*"));
            lines.add(key + " = " + number);
            Files.createDirectories(file.getParent());
            Files.write(file, lines, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("your prediction cannot be written into " + file, e);
        }
    }

    private Properties read() {
        Properties lines = new Properties();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            lines.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            return new Properties();
        }
        return lines;
    }
}
