package io.github.fanoutlab.tutorial.exercise;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fanoutlab.simulator.scenario.Generation;
import io.github.fanoutlab.simulator.scenario.Scenarios;
import io.github.fanoutlab.simulator.stage.CalmRun;
import io.github.fanoutlab.testbed.trace.Kind;
import io.github.fanoutlab.testbed.trace.Trace;
import io.github.fanoutlab.testbed.trace.TraceEvent;
import io.github.fanoutlab.tutorial.lesson.Grade;
import io.github.fanoutlab.tutorial.run.Runs;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("Exercise 3, which worker")
class WhichWorkerTest {

    private static final WhichWorker GRADER = new WhichWorker();

    // region solution
    static String emitterOf(TraceEvent copy, Trace trace) {
        TraceEvent event = copy;
        while (event.kind() != Kind.TIMER) {
            event = trace.causeOf(event);
        }
        return event.lane();
    }
    // endregion

    @Test
    @DisplayName("is solved by going back from cause to cause to a timer")
    void solution() {
        Grade grade = GRADER.grade(WhichWorkerTest::emitterOf);

        assertThat(grade.passed()).as(grade.message()).isTrue();
        assertThat(grade.message()).startsWith("Right for all 72 copies");
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("knows the right answers: where payloads say who emits, they agree")
    void groundTruth(Generation generation) {
        CalmRun run = CalmRun.of(Scenarios.FOUR_EMITTERS, generation, Runs.SEED);
        List<TraceEvent> copies = run.trace()
                .events(event -> event.kind() == Kind.DELIVERY && event.text().contains("#"));

        assertThat(copies)
                .hasSize(40)
                .allSatisfy(copy -> assertThat(WhichWorker.emitterOf(copy, run.trace()))
                        .isEqualTo(copy.text().replaceAll(".*(W.)#.*", "$1")));
    }

    @Test
    @DisplayName("before it is begun, says where to begin")
    void starter() {
        assertNotYet((copy, trace) -> null, "Your function returns null for every copy. Begin with the delivery");
    }

    @Test
    @DisplayName("says where an answer stopped on its way back, or where it went astray")
    void mistakes() {
        assertNotYet((copy, trace) -> copy.peer(), "That worker sent the copy to C1");
        assertNotYet((copy, trace) -> "W1", "That worker sent the copy to C1");
        assertNotYet((copy, trace) -> trace.causeOf(copy).lane(), "C1 is where the copy arrived");
        assertNotYet(
                (copy, trace) -> {
                    TraceEvent push = trace.nearestCause(copy, event -> event.kind() == Kind.REDIS_PUSH);
                    return push == null ? "W1" : trace.causeOf(push).lane();
                },
                "Redis only passes the message on");
        assertNotYet(
                (copy, trace) -> trace.nearestCause(copy, event -> event.kind() == Kind.REDIS_SENT)
                        .lane(),
                "NullPointerException",
                "A copy of W1's own emit never passes through Redis");
        assertNotYet(
                (copy, trace) -> {
                    TraceEvent sent = trace.nearestCause(copy, event -> event.kind() == Kind.REDIS_SENT);
                    return sent == null ? null : sent.lane();
                },
                "A copy of W1's own emit never passes through Redis. Does your function look for something");
        int[] k = {0};
        assertNotYet((copy, trace) -> "W" + (1 + k[0]++ % 4), "Does your function rely on the order of arrival?");
    }

    private static void assertNotYet(WhichWorker.Answer answer, String... parts) {
        Grade grade = GRADER.grade(answer);
        assertThat(grade.passed()).isFalse();
        assertThat(grade.message()).contains(parts);
    }
}
