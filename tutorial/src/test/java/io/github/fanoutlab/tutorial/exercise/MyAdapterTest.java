package io.github.fanoutlab.tutorial.exercise;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fanoutlab.tutorial.course.Lessons;
import io.github.fanoutlab.tutorial.lesson.Grade;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The reader's MyAdapter")
class MyAdapterTest {

    @ParameterizedTest(name = "{0}: {1}")
    @DisplayName("passes when it is the solution, and is told how much was tried:")
    @CsvSource(delimiter = '|', textBlock = """
            6  | Your messages equal those of Node, byte for byte, in all 9 recorded emits
            7  | You have a cluster! But look at the client of the server that emits
            8  | Every client gets each event once, in 6 runs
            9  | Rooms, exceptions and namespaces are right in 4 runs
            10 | All clients are counted once, also in a room
            11 | recorded requests. Your servers also work in one cluster with the real adapter
            """)
    void solutions(int chapter, String praise) throws IOException {
        Exercise exercise = exercise(chapter);
        Grade grade = exercise.grader().apply(null, WrongAnswers.solution(exercise));

        assertThat(grade.passed()).as(grade.message() + grade.picture()).isTrue();
        assertThat(grade.message()).contains(praise);
    }

    @ParameterizedTest(name = "{0}: {2}")
    @DisplayName("passes in another style, too")
    @CsvSource(delimiter = '|', textBlock = """
            8  | message.get(0).stringValue().equals(uid) | uid.equals(message.path(0).asString(""))
            9  | hasRoom( | rooms().containsKey(
            10 | answer.done(error, found) | answer.done(error, error == null ? found : null)
            10 | new NoAnswerException("timeout reached while waiting for fetchSockets response") | new NoAnswerException("")
            11 | request.path("close").asBoolean(false) | request.get("close").asBoolean()
            """)
    void styles(int chapter, String ours, String yours) throws IOException {
        Exercise exercise = exercise(chapter);
        String solution = WrongAnswers.solution(exercise);
        Grade grade = exercise.grader().apply(null, solution.replace(ours, yours));

        assertThat(solution).contains(ours);
        assertThat(grade.passed()).as(grade.message() + grade.picture()).isTrue();
    }

    @Test
    @DisplayName("in exercise 7 is shown at the end that its own client hears twice, and not yet why")
    void twice() throws IOException {
        Exercise exercise = exercise(7);

        assertThat(exercise.grader()
                        .apply(null, WrongAnswers.solution(exercise))
                        .picture())
                .contains("delivered", "received")
                .doesNotContain("Cause", "echo", "again");
    }

    @ParameterizedTest
    @ValueSource(ints = {7, 8, 9, 10})
    @DisplayName("begins in each chapter as the solution of the one before, with nothing taken away")
    void starters(int chapter) throws IOException {
        List<String> before = code(WrongAnswers.solution(exercise(chapter - 1)));
        List<String> starter = code(WrongAnswers.starter(exercise(chapter)));

        assertThat(starter).containsSubsequence(before);
        assertThat(code(WrongAnswers.solution(exercise(chapter)))).isNotEqualTo(starter);
    }

    @Test
    @DisplayName("begins in chapter 18 as the solution of 11; only what a server emits is sent in another way")
    void stream() throws IOException {
        List<String> before = new ArrayList<>(code(WrongAnswers.solution(exercise(11))));
        before.removeAll(code(WrongAnswers.starter(exercise(18))));

        assertThat(before)
                .allMatch(line ->
                        line.matches(".*(RedisPort\\.adapters|RedisPort redis\\) \\{|channel\\(|prefix \\+).*"));
    }

    private static Exercise exercise(int chapter) {
        return Lessons.numbered(chapter).orElseThrow().exercise();
    }

    /** The lines from the class on, without those that mark a listing. */
    private static List<String> code(String source) {
        return source.substring(source.indexOf("public class"))
                .lines()
                .filter(line -> !line.isBlank() && !line.contains("region"))
                .toList();
    }
}
