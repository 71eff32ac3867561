package io.github.fanoutlab.tutorial.exercise;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fanoutlab.simulator.scenario.Broadcast;
import io.github.fanoutlab.simulator.scenario.ClientRole;
import io.github.fanoutlab.simulator.scenario.MasterRole;
import io.github.fanoutlab.simulator.scenario.Scenario;
import io.github.fanoutlab.simulator.scenario.Scenarios;
import io.github.fanoutlab.simulator.scenario.Step;
import io.github.fanoutlab.tutorial.lesson.Grade;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Exercise 4, twelve a second")
class TwelveASecondTest {

    private static final List<String> THREE = List.of("W1", "W2", "W3");
    private static final List<String> FOUR = List.of("W1", "W2", "W3", "W4");
    private static final TwelveASecond GRADER = new TwelveASecond();

    // region solution
    private static final Scenario THREE_TIMES_FOUR = new Scenario(
            "three-times-four",
            "Three of the four workers emit, and the client is connected to all.",
            MasterRole.SERVER,
            FOUR,
            List.of(ClientRole.on("C1", "W1", "W2", "W3", "W4")),
            List.of(new Step.Beat(THREE, 10, true, Broadcast.data(""))),
            0,
            "");

    private static final Scenario FOUR_TIMES_THREE = new Scenario(
            "four-times-three",
            "All four workers emit, and the client is connected to three of them.",
            MasterRole.SERVER,
            FOUR,
            List.of(ClientRole.on("C1", "W1", "W2", "W3")),
            List.of(new Step.Beat(FOUR, 10, true, Broadcast.data(""))),
            0,
            "");
    // endregion

    @Test
    @DisplayName("is solved by three times four and four times three")
    void solution() {
        assertThat(GRADER.grade(THREE_TIMES_FOUR, FOUR_TIMES_THREE))
                .isEqualTo(Grade.right("Twelve a second with 3 emitters and 4 connections, and with 4 emitters and 3"
                        + " connections, in both generations: emitters times connections."));
    }

    @Test
    @DisplayName("is solved by other factors as well, with the master among those who emit")
    void otherSolutions() {
        List<String> six = List.of("W1", "W2", "W3", "W4", "W5", "master");

        Grade grade = GRADER.grade(cluster(six, "W1", "W2"), cluster(THREE, "W2", "W3", "W4", "W5"));

        assertThat(grade.passed()).as(grade.message()).isTrue();
    }

    @Test
    @DisplayName("before it is begun, says what the cluster gives and what is asked for")
    void starter() {
        assertNotYet(
                Scenarios.SIXTEEN,
                null,
                "Your first cluster: its client gets 16 events a second. That is 4 emitters and 4");
        assertNotYet(null, null, "Your file has no first cluster yet.");
        assertNotYet(THREE_TIMES_FOUR, null, "Your file has no second cluster yet.");
    }

    @Test
    @DisplayName("needs two ways, not one way twice")
    void sameWay() {
        assertNotYet(
                THREE_TIMES_FOUR,
                cluster(List.of("W2", "W3", "W4"), "W1", "W2", "W3", "W4"),
                "both with 3 emitters and 4 connections");
    }

    @Test
    @DisplayName("says what a cluster with another rate is made of")
    void wrongRate() {
        assertNotYet(cluster(THREE, "W1", "W2", "W3"), null, "9 events a second. That is 3 emitters and 3 connections");
        assertNotYet(cluster(FOUR, "W1"), null, "4 events a second. With one connection, every emit arrives once");
        assertNotYet(
                cluster(List.of("W1", "W2", "W3", "W4", "W5", "W6", "W7", "W8"), "W1", "W2", "W3", "W4"),
                null,
                "8 emitters and 4 connections add up to 12. But do they add?");
        Step local = new Step.Beat(FOUR, 10, true, Broadcast.data("").locally());
        assertNotYet(playing(local), null, "4 events a second. A local emit reaches");
    }

    @Test
    @DisplayName("accepts no cluster that counts double by a trick, and none that cannot be played")
    void misbuilt() {
        Step beat = new Step.Beat(THREE, 10, true, Broadcast.data(""));
        assertNotYet(playing(beat, beat), null, "it has 2 beats");
        assertNotYet(playing(), null, "it has 0 beats");
        assertNotYet(cluster(THREE, "W1", "W2", "W1", "W2"), null, "connected to one worker twice");
        assertNotYet(cluster(List.of("W1", "W2", "W1"), "W1", "W2", "W3", "W4"), null, "one node has two timers");
        assertNotYet(cluster(THREE, "W1", "W9"), null, "Your first cluster: it cannot be played: ", "W9");
        assertNotYet(cluster(List.of("W1", "boss"), "W1"), null, "Your first cluster: it cannot be played: ", "boss");
        assertNotYet(Scenarios.HEARTBEAT, null, "it has 4 clients");
    }

    private static Scenario cluster(List<String> emitters, String... connections) {
        return new Scenario(
                "mine",
                "",
                MasterRole.SERVER,
                List.of("W1", "W2", "W3", "W4", "W5", "W6", "W7", "W8"),
                List.of(ClientRole.on("C1", connections)),
                List.of(new Step.Beat(emitters, 10, true, Broadcast.data(""))),
                0,
                "");
    }

    private static Scenario playing(Step... steps) {
        Scenario sixteen = Scenarios.SIXTEEN;
        return new Scenario("mine", "", sixteen.master(), sixteen.workers(), sixteen.clients(), List.of(steps), 0, "");
    }

    private static void assertNotYet(Scenario first, Scenario second, String... parts) {
        Grade grade = GRADER.grade(first, second);
        assertThat(grade.passed()).isFalse();
        assertThat(grade.message()).contains(parts);
    }
}
