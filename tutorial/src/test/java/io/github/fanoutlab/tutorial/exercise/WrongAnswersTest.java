package io.github.fanoutlab.tutorial.exercise;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fanoutlab.simulator.mine.Compilation;
import io.github.fanoutlab.tutorial.course.Lesson;
import io.github.fanoutlab.tutorial.course.Lessons;
import io.github.fanoutlab.tutorial.exercise.WrongAnswers.Wrong;
import io.github.fanoutlab.tutorial.lesson.Grade;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("A wrong answer")
class WrongAnswersTest {

    /** A terminal, with the question below. */
    private static final int MAX_LINES = 30;

    private static final int COLUMNS = 80;

    /** What cannot be played at all. */
    private static final Set<String> NOT_PLAYED = Set.of(
            "has no channel for games",
            "has no channel for the last game",
            "has no channel for single players",
            "does not know one of the messages");

    static Stream<Arguments> answers() {
        return Lessons.ALL.stream().flatMap(lesson -> wrong(lesson).stream().map(wrong -> Arguments.of(lesson, wrong)));
    }

    private static List<Wrong> wrong(Lesson lesson) {
        try {
            return WrongAnswers.of(lesson.exercise());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Lesson> lessons() {
        return Lessons.ALL;
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("answers")
    @DisplayName("does not pass, and is told in a few words and by one run with the name of the cause, on one screen:")
    void told(Lesson lesson, Wrong wrong) throws ReflectiveOperationException {
        Grade grade = grade(lesson.exercise(), wrong.source());

        assertThat(grade.passed()).as(grade.message()).isFalse();
        assertThat(grade.message() + "\n" + grade.picture()).contains(wrong.told());
        assertThat(grade.picture().lines())
                .hasSizeLessThanOrEqualTo(MAX_LINES)
                .allSatisfy(line ->
                        assertThat(line).hasSizeLessThanOrEqualTo(line.startsWith("./fanout") ? 2 * COLUMNS : COLUMNS));

        boolean threw = grade.message().startsWith("Your code threw");
        if (!grade.picture().isEmpty() || lesson.number() >= 6 && !threw && !NOT_PLAYED.contains(wrong.title())) {
            assertThat(grade.picture())
                    .containsPattern("(?m)^ *(ms|order) .*|^Cause: W2 has not")
                    .contains("Cause: ");
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("lessons")
    @DisplayName("is foreseen in every exercise at least three times, beside the starter, with a diagnosis of its own")
    void foreseen(Lesson lesson) throws ReflectiveOperationException {
        List<Wrong> wrong = wrong(lesson);
        assertThat(wrong.get(0).title()).isEqualTo("the starter");

        Map<String, String> diagnoses = wrong.stream()
                .skip(1)
                .filter(each -> !each.told().isEmpty())
                .collect(Collectors.toMap(each -> each.told().get(0), Wrong::title, (one, other) -> one));
        assertThat(diagnoses).hasSizeGreaterThanOrEqualTo(3);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("lessons")
    @DisplayName("begins as a starter whose comments fit a terminal")
    void comments(Lesson lesson) throws IOException {
        assertThat(WrongAnswers.starter(lesson.exercise()).lines())
                .filteredOn(line -> line.matches("\\s*/?\\*.*|.*//.*"))
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(COLUMNS));
    }

    /** As the loop grades it, without a process of its own. */
    private static Grade grade(Exercise exercise, String source) throws ReflectiveOperationException {
        Object answer = exercise.isAdapter() ? null : written(exercise, source);
        try {
            return exercise.grader().apply(answer, source);
        } catch (RuntimeException thrown) {
            return Grade.notYet(Thrown.told(exercise.file().replaceFirst(".*/", ""), thrown));
        }
    }

    /** What is written in {@code source}, made once. */
    static Object written(Exercise exercise, String source) throws ReflectiveOperationException {
        Map<String, byte[]> classes = Compilation.of(Map.of(exercise.className(), source));
        Constructor<?> constructor =
                Compilation.load(classes, exercise.className()).getDeclaredConstructor();
        constructor.setAccessible(true);
        return constructor.newInstance();
    }
}
