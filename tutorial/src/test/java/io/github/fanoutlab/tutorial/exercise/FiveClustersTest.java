package io.github.fanoutlab.tutorial.exercise;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fanoutlab.tutorial.lesson.Grade;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Exercise 1, five clusters")
class FiveClustersTest {

    private static final FiveClusters GRADER = new FiveClusters();

    @Test
    @DisplayName("is solved by counting subscribers, and the copy that comes back")
    void solution() {
        assertThat(GRADER.grade(() -> new Integer[] {8, 1, 1, 6, 4}))
                .isEqualTo(Grade.right("All five are right: [8, 1, 1, 6, 4]. You can read a fan-out."));
    }

    @Test
    @DisplayName("before it is begun, says where to begin")
    void starter() {
        assertNotYet(
                new Integer[5],
                "1. Seven workers. How many messages does Redis push",
                "Write a number in place of null");
        assertNotYet(
                new Integer[] {8, 1, null, 6, 4}, "3. Three clients on one worker", "Write a number in place of null");
        assertNotYet(new Integer[] {8}, "There are 5 questions");
        assertNotYet(null, "There are 5 questions");
    }

    @ParameterizedTest(name = "{0}, {1}, {2}, {3}, {4}: {5}")
    @DisplayName("answers a mistake with what people probably thought")
    @CsvSource(textBlock = """
            7, 1, 1, 6, 4, Who else has a Redis adapter
            1, 1, 1, 6, 4, It pushes a copy of it to every subscriber
            5, 1, 1, 6, 4, which has four workers
            9, 1, 1, 6, 4, The run shows less.
            8, 0, 1, 6, 4, One of the subscribers sent the message itself
            8, 7, 1, 6, 4, The workers do not drop their copies
            8, 8, 1, 6, 4, If every subscriber dropped its copy
            8, 1, 0, 6, 4, however many clients it has
            8, 1, 3, 6, 4, what the three clients get together
            8, 1, 4, 6, 4, Workers without clients deliver nothing
            8, 1, 1, 7, 4, An emitter publishes and subscribes to nothing
            8, 1, 1, 6, 3, The silent master has a Redis adapter
            8, 1, 1, 6, 2, Redis does not leave out the sender
            """)
    void mistakes(int first, int second, int third, int fourth, int fifth, String diagnosis) {
        assertNotYet(new Integer[] {first, second, third, fourth, fifth}, diagnosis);
    }

    private static void assertNotYet(Integer[] answers, String... parts) {
        Grade grade = GRADER.grade(() -> answers);
        assertThat(grade.passed()).isFalse();
        assertThat(grade.message()).contains(parts);
    }
}
