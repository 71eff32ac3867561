package io.github.fanoutlab.tutorial.learn;

import io.github.fanoutlab.tutorial.book.Book;
import io.github.fanoutlab.tutorial.course.Lesson;
import io.github.fanoutlab.tutorial.course.Lessons;
import io.github.fanoutlab.tutorial.exercise.Exercise;
import io.github.fanoutlab.tutorial.lesson.Prediction;
import io.github.fanoutlab.tutorial.lesson.Predictions;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * The reader's folder, {@code workbook/}: a Java file for each exercise, the predictions, and how far the reader has come. It is
 * made on first use and is nobody's but the reader's: neither git nor the build looks into it.
 */
final class Workbook {

    private static final String CHAPTER = "chapter";
    private static final String SOLUTIONS = "tutorial/src/test/resources/workbook/solutions/";

    private final Path folder;
    private final Path progress;
    private final Predictions predictions;

    Workbook(Path folder) {
        this.folder = folder;
        this.progress = folder.resolve("progress.properties");
        this.predictions = new Predictions(folder);
    }

    Path folder() {
        return folder;
    }

    Predictions predictions() {
        return predictions;
    }

    /** The first question of {@code lesson} that has no prediction yet. */
    Optional<Prediction> open(Lesson lesson) {
        return lesson.predictions().stream()
                .filter(prediction -> predictions.of(prediction.key()).isEmpty())
                .findFirst();
    }

    /** The file of {@code exercise}, which is made from the starter if it does not exist. */
    Path file(Exercise exercise) {
        Path file = path(exercise);
        if (!Files.exists(file)) {
            writeStarter(exercise, file);
        }
        return file;
    }

    /** Where the file of {@code exercise} is, or would be. */
    Path path(Exercise exercise) {
        return folder.resolve(exercise.file());
    }

    /**
     * Brings the starter of the exercise back, and keeps what the reader had in a file of its own.
     *
     * @return the file with what the reader had; empty if that was the starter
     */
    Optional<Path> reset(Lesson lesson) {
        Path file = file(lesson.exercise());
        Path old = unused(lesson.exercise().name());
        boolean changed = !isStarter(lesson.exercise(), file);
        if (changed) {
            try {
                Files.move(file, old);
            } catch (IOException e) {
                throw new UncheckedIOException("the file cannot be moved to " + old, e);
            }
        }
        note("passed." + lesson.number(), "");
        note("hints." + lesson.number(), "0");
        file(lesson.exercise());
        return changed ? Optional.of(old) : Optional.empty();
    }

    /** The first of {@code Ex03.old}, {@code Ex03.old.2}, {@code Ex03.old.3} and so on that does not exist. */
    private Path unused(String exercise) {
        Path old = folder.resolve(exercise + ".old");
        for (int nth = 2; Files.exists(old); nth++) {
            old = folder.resolve(exercise + ".old." + nth);
        }
        return old;
    }

    private static boolean isStarter(Exercise exercise, Path file) {
        try (InputStream starter = starter(exercise)) {
            return Arrays.equals(starter.readAllBytes(), Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException("the workbook cannot be read: " + file, e);
        }
    }

    private static InputStream starter(Exercise exercise) {
        return Workbook.class.getResourceAsStream("/workbook/" + exercise.file());
    }

    private void writeStarter(Exercise exercise, Path file) {
        try (InputStream starter = starter(exercise)) {
            Files.createDirectories(file.getParent());
            Files.copy(starter, file);
        } catch (IOException e) {
            throw new UncheckedIOException("the workbook cannot be written: " + file, e);
        }
    }

    /** The chapter that the reader is in; at first the first. */
    Lesson current() {
        return Lessons.numbered(number(CHAPTER)).orElse(Lessons.ALL.get(0));
    }

    /** The first chapter with something to do, from {@link #current()} on and then from the first; empty when all is done. */
    Optional<Lesson> next() {
        int here = Lessons.ALL.indexOf(current());
        return Stream.concat(
                        Lessons.ALL.stream().skip(here), Lessons.ALL.stream().limit(here))
                .filter(this::isOpen)
                .findFirst();
    }

    /** Whether a question of {@code lesson} or its exercise is left to do. */
    boolean isOpen(Lesson lesson) {
        return open(lesson).isPresent() || !passed(lesson);
    }

    void turnTo(Lesson lesson) {
        note(CHAPTER, String.valueOf(lesson.number()));
    }

    boolean passed(Lesson lesson) {
        return read().getProperty("passed." + lesson.number(), "").equals("yes");
    }

    void notePassed(Lesson lesson) {
        note("passed." + lesson.number(), "yes");
    }

    /** How many hints the reader has had. */
    int hints(Lesson lesson) {
        return Math.min(
                number("hints." + lesson.number()), lesson.exercise().hints().size());
    }

    /** The next hint with its number, or the last one again, which then says so and names our solution. */
    String nextHint(Lesson lesson) {
        List<String> hints = lesson.exercise().hints();
        boolean again = hints(lesson) == hints.size();
        int hint = again ? hints.size() : hints(lesson) + 1;
        note("hints." + lesson.number(), String.valueOf(hint));
        return (again
                        ? "That was the last hint." + solution(lesson.exercise()) + " Once more: "
                        : "Hint " + hint + " of " + hints.size() + ": ")
                + hints.get(hint - 1);
    }

    /** Where ours is, in a clone of the repository. */
    private static String solution(Exercise exercise) {
        String file = SOLUTIONS + exercise.file();
        return Files.exists(Book.repository().resolve(file)) ? " Our solution: " + file + "." : "";
    }

    private int number(String key) {
        String written = read().getProperty(key, "0").strip();
        return written.matches("\\d{1,4}") ? Integer.parseInt(written) : 0;
    }

    private Properties read() {
        Properties lines = new Properties();
        try (Reader reader = Files.newBufferedReader(progress, StandardCharsets.UTF_8)) {
            lines.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            return new Properties();
        }
        return lines;
    }

    private void note(String key, String value) {
        Properties lines = read();
        lines.setProperty(key, value);
        try {
            Files.createDirectories(folder);
            try (Writer writer = Files.newBufferedWriter(progress, StandardCharsets.UTF_8)) {
                lines.store(writer, "How far ./fanout learn has come with you.");
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the workbook cannot be written: " + progress, e);
        }
    }
}
