package io.github.fanoutlab.tutorial.exercise;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fanoutlab.tutorial.book.Book;
import io.github.fanoutlab.tutorial.lesson.Grade;
import io.github.fanoutlab.tutorial.run.Runs;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Exercise 1, ten seconds")
class TenSecondsTest {

    private static final TenSeconds GRADER = new TenSeconds(new Runs(Book.repository()));

    @Test
    @DisplayName("is solved by eleven calls, fifty pushes and ten echoes")
    void solution() {
        assertThat(GRADER.grade(11, 50, 10)).isEqualTo(Grade.right("All three are right. You can read a fan-out."));
    }

    @Test
    @DisplayName("before it is begun, says where to begin")
    void starter() {
        assertNotYet(
                GRADER.grade(null, null, null), "1. How often is the \"data\" listener of C1 called", "No answer yet");
        assertNotYet(GRADER.grade(11, null, null), "2. How many messages does Redis push", "No answer yet");
        assertNotYet(GRADER.grade(11, 50, null), "3. How many of these does", "No answer yet");
    }

    @ParameterizedTest(name = "{0}, {1}, {2}: {3}")
    @DisplayName("answers a mistake with what people probably thought")
    @CsvSource(textBlock = """
            10, 50, 10, What did the worker send
            40, 50, 10, beats that all four clients get together
            44, 50, 10, what all four clients get together
            50, 50, 10, Fifty is what Redis hands to the processes
             1, 50, 10, one beat
            12, 50, 10, It is less:
            11, 10, 10, It hands a copy of each to every subscriber
            11, 40, 10, Who else has a Redis adapter
            11, 44, 10, Greetings do not pass through Redis
            11,  0, 10, Then no client would get anything
            11, 50,  0, One of the subscribers sent the message itself
            11, 50, 40, The workers do not drop theirs
            11, 50, 50, Who drops its messages
            11, 50,  1, That is right for one second
            11, 50,  5, It is more:
            """)
    void mistakes(int heard, int pushed, int dropped, String diagnosis) {
        assertNotYet(GRADER.grade(heard, pushed, dropped), diagnosis);
    }

    private static void assertNotYet(Grade grade, String... parts) {
        assertThat(grade.passed()).isFalse();
        assertThat(grade.message()).contains(parts);
    }
}
