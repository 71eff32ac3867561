package io.github.fanoutlab.tutorial;

import io.github.fanoutlab.simulator.scenario.Broadcast;
import io.github.fanoutlab.simulator.scenario.ClientRole;
import io.github.fanoutlab.simulator.scenario.MasterRole;
import io.github.fanoutlab.simulator.scenario.Scenario;
import io.github.fanoutlab.simulator.scenario.Step;
import io.github.fanoutlab.tutorial.exercise.TwelveASecond;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Exercise of chapter 4: build a cluster in which one client gets twelve events a second, and then a second one that does it
 * differently. Ask the grader: {@code mvn test -Dtest=Ex04Twelve}. It runs only when you ask for it.
 */
@DisplayName("Exercise 4: twelve a second")
class Ex04Twelve {

    /** To begin with, the cluster of the chapter. */
    static final Scenario FIRST = new Scenario(
            "first",
            "How many a second?",
            MasterRole.SERVER,
            List.of("W1", "W2", "W3", "W4"),
            List.of(ClientRole.on("C1", "W1", "W2", "W3", "W4")),
            List.of(new Step.Beat(List.of("W1", "W2", "W3", "W4"), 10, true, Broadcast.data(""))),
            0,
            "");

    /** A cluster that does it differently. */
    static final Scenario SECOND = null;

    @Test
    @DisplayName("is graded")
    void grade() {
        Graded.accept(new TwelveASecond().grade(FIRST, SECOND));
    }
}
