package io.github.fanoutlab.tutorial.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fanoutlab.simulator.scenario.Generation;
import io.github.fanoutlab.simulator.scenario.Observation;
import io.github.fanoutlab.simulator.scenario.Scenarios;
import io.github.fanoutlab.tutorial.book.Book;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A mutant")
class MutantTest {

    @Test
    @DisplayName("that lets a node deliver its own echo makes five of four, and leaves the other generation alone")
    void echo() {
        assertThat(eventsASecond(Mutant.ECHO, Generation.ADAPTER)).isEqualTo(5);
        assertThat(eventsASecond(Mutant.ECHO, Generation.LEGACY)).isEqualTo(4);
    }

    @Test
    @DisplayName("has no effect after its run")
    void isOver() {
        eventsASecond(Mutant.ECHO, Generation.ADAPTER);

        Observation seen = new Runs(Book.repository()).of("four-emitters", Generation.ADAPTER);
        assertThat(Fact.EVENTS_EACH.perSecondOf(seen)).isEqualTo(4);
    }

    @Test
    @DisplayName("whose line is gone from the source, or does not compile, says so")
    void errors() {
        Mutant echo = Mutant.ECHO;

        assertThatThrownBy(() ->
                        eventsASecond(new Mutant("gone", echo.file(), "no such line;", "", 1), Generation.ADAPTER))
                .hasMessageStartingWith("the mutant 'gone' does not find its line in adapter/src/main/java/");
        assertThatThrownBy(() -> eventsASecond(
                        new Mutant("typo", echo.file(), echo.line(), "if (flase) {", 1), Generation.ADAPTER))
                .hasMessageStartingWith("the changed source does not compile:")
                .hasMessageContaining("flase");
    }

    @Test
    @DisplayName("finds its line whatever the indentation and line breaks")
    void reflowed() {
        Mutant reflowed = new Mutant(
                "echo",
                Mutant.ECHO.file(),
                "if (uid\n        .equals(message.path( 0 ).asString(\"\"))) {",
                Mutant.ECHO.instead(),
                1);
        assertThat(reflowed.changed(Book.repository())).isEqualTo(Mutant.ECHO.changed(Book.repository()));
    }

    private static long eventsASecond(Mutant mutant, Generation generation) {
        Observation seen = mutant.compile(Book.repository()).run(Scenarios.FOUR_EMITTERS, generation, Runs.SEED);
        return Fact.EVENTS_EACH.perSecondOf(seen);
    }
}
