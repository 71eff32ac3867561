package io.github.fanoutlab.tutorial.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fanoutlab.simulator.scenario.Generation;
import io.github.fanoutlab.simulator.scenario.Observation;
import io.github.fanoutlab.simulator.scenario.Scenarios;
import io.github.fanoutlab.tutorial.book.Book;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A sabotage")
class SabotageTest {

    @Test
    @DisplayName("that lets a node believe its own echo makes five of four, and leaves the other generation alone")
    void echo() {
        assertThat(eventsASecond(Sabotage.ECHO, Generation.ADAPTER)).isEqualTo(5);
        assertThat(eventsASecond(Sabotage.ECHO, Generation.LEGACY)).isEqualTo(4);
    }

    @Test
    @DisplayName("is over when its run is")
    void isOver() {
        eventsASecond(Sabotage.ECHO, Generation.ADAPTER);

        Observation seen = new Runs(Book.repository()).of("four-emitters", Generation.ADAPTER);
        assertThat(Fact.EVENTS_EACH.perSecondOf(seen)).isEqualTo(4);
    }

    @Test
    @DisplayName("whose line is gone from the source, or does not compile, says so")
    void errors() {
        Sabotage echo = Sabotage.ECHO;

        assertThatThrownBy(() ->
                        eventsASecond(new Sabotage("gone", echo.file(), "no such line;", "", 1), Generation.ADAPTER))
                .hasMessageStartingWith("the sabotage 'gone' does not find its line in adapter/src/main/java/");
        assertThatThrownBy(() -> eventsASecond(
                        new Sabotage("typo", echo.file(), echo.line(), "if (flase) {", 1), Generation.ADAPTER))
                .hasMessageStartingWith("the changed source does not compile:")
                .hasMessageContaining("flase");
    }

    @Test
    @DisplayName("finds its line however that is indented or broken")
    void reflowed() {
        Sabotage reflowed = new Sabotage(
                "echo",
                Sabotage.ECHO.file(),
                "if (uid\n        .equals(message.path( 0 ).asString(\"\"))) {",
                Sabotage.ECHO.instead(),
                1);
        assertThat(reflowed.changed(Book.repository())).isEqualTo(Sabotage.ECHO.changed(Book.repository()));
    }

    private static long eventsASecond(Sabotage sabotage, Generation generation) {
        Observation seen = sabotage.commit(Book.repository()).run(Scenarios.FOUR_EMITTERS, generation, Runs.SEED);
        return Fact.EVENTS_EACH.perSecondOf(seen);
    }
}
