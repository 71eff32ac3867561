package io.github.fanoutlab.tutorial.exercise;

import static io.github.fanoutlab.tutorial.exercise.Schedules.Message.ECHO;
import static io.github.fanoutlab.tutorial.exercise.Schedules.Message.NEWS;
import static io.github.fanoutlab.tutorial.exercise.Schedules.Message.PUBLISH;
import static io.github.fanoutlab.tutorial.exercise.Schedules.Message.REPLY;
import static io.github.fanoutlab.tutorial.exercise.Schedules.Message.REQUEST;
import static io.github.fanoutlab.tutorial.exercise.Schedules.Message.RESPONSE;
import static io.github.fanoutlab.tutorial.exercise.Schedules.Message.UPGRADE;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.fanoutlab.legacy.store.Dialect;
import io.github.fanoutlab.tutorial.exercise.Schedules.Message;
import io.github.fanoutlab.tutorial.lesson.Grade;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Exercise 13, the orders of a handshake")
class SchedulesTest {

    private static final List<Message> REFUSED = List.of(REQUEST, RESPONSE, UPGRADE);
    private static final List<Message> REFUSED_ALTHOUGH = List.of(REQUEST, PUBLISH, RESPONSE, UPGRADE);
    private static final List<Message> ACCEPTED_ALTHOUGH = List.of(REQUEST, RESPONSE, PUBLISH, NEWS, UPGRADE);

    private record Orders(List<Message> refused, List<Message> refusedAlthough, List<Message> acceptedAlthough)
            implements Schedules.Answer {}

    @Test
    @DisplayName("are 90, and whether 0.9 publishes first or responds first changes none of them")
    void orders() {
        assertThat(Schedules.orders(Dialect.V0_9_17, "W2").numbers())
                .containsEntry("orders", 90L)
                .containsEntry("refused", 38L)
                .isEqualTo(Schedules.orders(Dialect.V0_9_16, "W2").numbers());
        assertThat(Schedules.orders(Dialect.V0_9_17, "W1").numbers()).containsEntry("refused", 0L);
    }

    @Test
    @DisplayName("are solved by three orders than which none is shorter")
    void solution() {
        Grade grade = new Schedules().grade(new Orders(REFUSED, REFUSED_ALTHOUGH, ACCEPTED_ALTHOUGH));

        assertThat(grade.passed()).as(grade.message()).isTrue();
    }

    @Test
    @DisplayName("that cannot be, or that decide nothing, are answered with what can arrive")
    void impossible() {
        assertNotYet(
                List.of(REQUEST, UPGRADE),
                "UPGRADE cannot arrive now: the client opens a WebSocket when it has the id",
                "What can: PUBLISH, RESPONSE.");
        assertNotYet(List.of(REQUEST, NEWS), "Redis has to get the PUBLISH first");
        assertNotYet(List.of(PUBLISH), "W1 has not got the REQUEST yet", "What can: REQUEST.");
        assertNotYet(List.of(REQUEST, REQUEST), "it has arrived already");
        assertNotYet(List.of(REQUEST, RESPONSE), "does not know yet whether it is accepted", "PUBLISH, UPGRADE");
        assertAllNotYet(new Orders(null, REFUSED, REFUSED), "refused() returns null");
    }

    @Test
    @DisplayName("that end otherwise, or are longer than they have to be, are played and shown")
    void otherwise() {
        assertNotYet(
                List.of(REQUEST, PUBLISH, REPLY, ECHO, NEWS, RESPONSE, UPGRADE),
                "the client is accepted. W2 knew the session",
                "5  NEWS      the news arrives at W2",
                "the client gets 1::");
        assertNotYet(REFUSED_ALTHOUGH, "with 4 messages", "there is a shorter one", "the client gets 7:::1+0");
        assertNotYet(List.of(REQUEST, RESPONSE, UPGRADE, PUBLISH), "What comes after it makes no difference");
        assertAllNotYet(new Orders(REFUSED, REFUSED, ACCEPTED_ALTHOUGH), "PUBLISH has to arrive before RESPONSE");
        assertAllNotYet(new Orders(REFUSED, REFUSED_ALTHOUGH, REFUSED), "acceptedAlthough(): the client is refused");
    }

    private static void assertNotYet(List<Message> refused, String... parts) {
        assertAllNotYet(new Orders(refused, REFUSED_ALTHOUGH, ACCEPTED_ALTHOUGH), parts);
    }

    private static void assertAllNotYet(Schedules.Answer answer, String... parts) {
        Grade grade = new Schedules().grade(answer);
        assertThat(grade.passed()).isFalse();
        assertThat(grade.message() + "\n" + grade.picture()).contains(parts);
    }
}
