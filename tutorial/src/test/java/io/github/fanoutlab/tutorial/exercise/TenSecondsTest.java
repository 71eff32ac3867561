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
    @DisplayName("as it is handed out, says where to begin")
    void starter() {
        assertNotYet(
                GRADER.grade(null, null, null), "1. How often is the \"data\" listener of C1 called", "No answer yet");
        assertNotYet(GRADER.grade(11, null, null), "2. How many messages does Redis push", "No answer yet");
        assertNotYet(GRADER.grade(11, 50, null), "3. How many of these does", "No answer yet");
    }

    @ParameterizedTest(name = "{0}, {1}, {2}: {3}")
    @DisplayName("says what one probably thought")
    @CsvSource(textBlock = """
            10, 50, 10, What did the worker say
            40, 50, 10, what all four clients get of the beats
            44, 50, 10, what all four clients get together
            50, 50, 10, Fifty is what Redis hands to the processes
             1, 50, 10, its share of one second
            12, 50, 10, It is less than that
            11, 10, 10, It hands a copy of each to every subscriber
            11, 40, 10, Who else has a Redis adapter
            11, 44, 10, Greetings do not pass through Redis
            11,  0, 10, Then nobody would hear anything
            11, 50,  0, One of the subscribers has sent the message itself
            11, 50, 40, The workers do not throw theirs away
            11, 50, 50, Who throws away
            11, 50,  1, That is one second's
            11, 50,  5, It is more than that
            """)
    void mistakes(int heard, int pushed, int dropped, String diagnosis) {
        assertNotYet(GRADER.grade(heard, pushed, dropped), diagnosis);
    }

    private static void assertNotYet(Grade grade, String... parts) {
        assertThat(grade.passed()).isFalse();
        assertThat(grade.message()).contains(parts);
    }
}
