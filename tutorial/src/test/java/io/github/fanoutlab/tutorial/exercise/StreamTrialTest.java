package io.github.fanoutlab.tutorial.exercise;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fanoutlab.simulator.check.calm.CalmClaims;
import io.github.fanoutlab.simulator.fault.RunString;
import io.github.fanoutlab.simulator.mine.OwnAdapter;
import io.github.fanoutlab.simulator.stage.CalmRun;
import io.github.fanoutlab.tutorial.book.Book;
import io.github.fanoutlab.tutorial.lesson.Grade;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Exercise 18, MyAdapter on a stream")
class StreamTrialTest {

    private static final Path TUTORIAL = Book.repository().resolve("tutorial");
    private static final String AGAIN = "        read();\n    }\n\n    private void deliver(";

    private static String solution() throws IOException {
        return Files.readString(TUTORIAL.resolve("src/test/resources/workbook/solutions/ch18/MyAdapter.java"));
    }

    @Test
    @DisplayName(
            "is solved by reading on from where one stopped: everything, once and in order, in a thousand runs with faults")
    void thousand() throws IOException {
        Grade grade = new StreamTrial(1_000).grade(solution());

        assertThat(grade.passed()).as(grade.message() + grade.picture()).isTrue();
        assertThat(grade.message()).startsWith("Every client got everything, once and in order, in 1000 runs");
    }

    @ParameterizedTest
    @ValueSource(strings = {"mirror", "heartbeat", "four-emitters", "rooms"})
    @DisplayName("draws the documented diagram when it plays a documented scenario, with the solution")
    void documented(String scenario) throws IOException {
        CalmRun run = OwnAdapter.playing(
                OwnAdapter.compiled(solution()), () -> CalmRun.of(RunString.parse(scenario + ";adapter=mine")));

        assertThat(CalmClaims.judge(run.observation()).failures()).isEmpty();
    }

    @Test
    @DisplayName("that asks for the end each time misses what is added between two reads")
    void starter() throws IOException {
        assertNotYet(
                Files.readString(TUTORIAL.resolve("src/main/resources/workbook/ch18/MyAdapter.java")),
                "What was added between two reads: who reads that?",
                "C1@W2 W1#",
                "./fanout replay 'sixteen;adapter=mine;seed=1;");
    }

    @Test
    @DisplayName(
            "that begins at the end again when the connection broke loses what was added meanwhile, in one small run")
    void again() throws IOException {
        assertNotYet(
                solution().replace(AGAIN, AGAIN.replace("read();", "if (entries != null) read(); else begin();")),
                "With one fault or two: a server did not read for a while",
                "From where does the server read on?");
    }

    @Test
    @DisplayName("that does not ask again after a broken connection stays deaf")
    void deaf() throws IOException {
        assertNotYet(
                solution().replace(AGAIN, AGAIN.replace("read();", "if (entries != null) read();")),
                "when all is well again, a server still hears nothing",
                "who asks again then?");
    }

    @Test
    @DisplayName("that reads the same entries for ever, its own ones, or none at all, is told so")
    void others() throws IOException {
        assertNotYet(solution().replace("position = entry.id();", ""), "Does the place from which you read move on?");
        assertNotYet(solution().replace("equals(uid)", "equals(\"\")"), "a client got an event twice");
        assertNotYet(
                solution().replace("position = end;\n                read();", "position = end;"),
                "Does anybody read what is added?");
    }

    private static void assertNotYet(String source, String... parts) {
        Grade grade = new StreamTrial().grade(source);
        assertThat(grade.passed()).isFalse();
        assertThat(grade.message() + "\n" + grade.picture()).contains(parts);
    }
}
