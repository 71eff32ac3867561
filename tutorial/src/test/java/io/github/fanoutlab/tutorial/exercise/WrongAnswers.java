package io.github.fanoutlab.tutorial.exercise;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fanoutlab.tutorial.book.Book;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What people write for an exercise that is not right yet: files in {@code workbook/wrong}, each a list of changes to the solution.
 *
 * <pre>
 * = drops the messages of others
 * - .equals(uid)
 * + .equals(uid) == false
 * &gt; you drop the others' and keep your own
 * </pre>
 *
 * <p>Several lines with a plus replace one with a minus; {@code = the starter} has no change. What stands behind {@code >} is a part
 * of what the reader is told.
 */
final class WrongAnswers {

    /** One of them. */
    record Wrong(String title, String source, List<String> told) {

        @Override
        public String toString() {
            return title;
        }
    }

    private static final Path TUTORIAL = Book.repository().resolve("tutorial/src");

    private WrongAnswers() {}

    static String solution(Exercise exercise) throws IOException {
        return Files.readString(TUTORIAL.resolve("test/resources/workbook/solutions/" + exercise.file()));
    }

    static String starter(Exercise exercise) throws IOException {
        return Files.readString(TUTORIAL.resolve("main/resources/workbook/" + exercise.file()));
    }

    /** Those for {@code exercise}, the starter first. */
    static List<Wrong> of(Exercise exercise) throws IOException {
        List<Wrong> all = new ArrayList<>();
        Path file = TUTORIAL.resolve("test/resources/workbook/wrong/" + exercise.name() + ".txt");
        for (String entry : Files.readString(file).split("(?m)^= ")) {
            if (!entry.isBlank()) {
                all.add(read(exercise, entry.lines().toList()));
            }
        }
        return all;
    }

    private static Wrong read(Exercise exercise, List<String> lines) throws IOException {
        String title = lines.get(0);
        String source = title.equals("the starter") ? starter(exercise) : solution(exercise);
        List<String> told = new ArrayList<>();
        for (int line = 1; line < lines.size(); line++) {
            String text = lines.get(line).length() < 2 ? "" : lines.get(line).substring(2);
            if (lines.get(line).startsWith("- ")) {
                StringBuilder instead = new StringBuilder();
                while (line + 1 < lines.size() && lines.get(line + 1).startsWith("+")) {
                    line++;
                    instead.append(lines.get(line).substring(1).strip()).append('\n');
                }
                assertThat(source).as(title).contains(text);
                source = source.replace(text, instead.toString().stripTrailing());
            } else if (lines.get(line).startsWith("> ")) {
                told.add(text);
            }
        }
        return new Wrong(title, source, told);
    }
}
