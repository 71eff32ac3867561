package io.github.fanoutlab.tutorial.exercise;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fanoutlab.legacy.store.Dialect;
import io.github.fanoutlab.tutorial.course.Lessons;
import java.io.IOException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Exercise 13, the orders of a handshake")
class SchedulesTest {

    @Test
    @DisplayName("are counted when the answer passes, beside those that end as its third one does")
    void passed() throws IOException, ReflectiveOperationException {
        Exercise exercise = Lessons.numbered(13).orElseThrow().exercise();
        Schedules.Answer solution =
                (Schedules.Answer) WrongAnswersTest.written(exercise, WrongAnswers.solution(exercise));

        assertThat(new Schedules().grade(solution).message()).contains("12 of the 90 end as your third one does");
    }

    @Test
    @DisplayName("are 90, and whether 0.9 publishes first or responds first changes none of them")
    void orders() {
        assertThat(Schedules.orders(Dialect.V0_9_17, "W2").numbers())
                .containsEntry("orders", 90L)
                .containsEntry("refused", 38L)
                .isEqualTo(Schedules.orders(Dialect.V0_9_16, "W2").numbers());
        assertThat(Schedules.orders(Dialect.V0_9_17, "W1").numbers()).containsEntry("refused", 0L);
    }
}
