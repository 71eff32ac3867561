package io.github.fanoutlab.tutorial;

import io.github.fanoutlab.simulator.report.Comparison;
import io.github.fanoutlab.simulator.report.Glyphs;
import io.github.fanoutlab.simulator.report.SpaceTimeTable;
import io.github.fanoutlab.simulator.scenario.Generation;
import io.github.fanoutlab.simulator.scenario.Observation;
import io.github.fanoutlab.simulator.scenario.Scenario;
import io.github.fanoutlab.simulator.scenario.Scenarios;
import io.github.fanoutlab.simulator.spacetime.SpaceTime;
import io.github.fanoutlab.tutorial.book.Book;
import io.github.fanoutlab.tutorial.lesson.Predictions;
import io.github.fanoutlab.tutorial.lesson.Question;
import io.github.fanoutlab.tutorial.lesson.Walkthrough;
import io.github.fanoutlab.tutorial.run.Fact;
import io.github.fanoutlab.tutorial.run.RunDiagram;
import io.github.fanoutlab.tutorial.run.Runs;
import io.github.fanoutlab.tutorial.run.Variants;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Chapter 4, in the terminal: {@code mvn test -Dtest=Ch04Sixteen}. */
@DisplayName("4. Connected to all: why sixteen?")
class Ch04Sixteen {

    // region played
    /** What is played: a documented scenario, or one of the {@link Variants}. */
    private static final Scenario PLAYED = Scenarios.SIXTEEN;
    // endregion

    private static final Question QUESTION = Question.asking("How many events does the client get in a second?")
            .whoeverSays(4, "that is the number for each of its connections, and it has four.")
            .whoeverSays(8, "emitters and connections multiply: each emit arrives over each connection.")
            .whoeverSays(12, "a worker's own clients get its emits as well, but not through Redis.")
            .whoeverSays(20, "a worker drops its own message when Redis brings it back.")
            .whoeverSays(160, "that is all ten seconds.");

    private final Runs runs = new Runs(Book.repository());

    @Test
    @DisplayName("four emitters and four connections are sixteen events a second, in both generations")
    void emittersTimesConnections() {
        System.out.println("\n" + walkthrough());

        new Documented(runs.both(PLAYED))
                .perSecond(Fact.EVENTS_EACH, 16, "events for the client")
                .perSecond(Fact.PUBLISHES, 4, "PUBLISH commands")
                .perSecond(Fact.REDIS_DELIVERIES, 20, "messages from Redis to processes")
                .perSecond(Fact.OWN_ECHOES, 4, "own echoes dropped");
    }

    private Walkthrough walkthrough() {
        List<Observation> seen = runs.both(PLAYED);
        long aSecond = Fact.EVENTS_EACH.perSecondOf(seen.get(1));
        return Walkthrough.titled("4. Connected to all: why sixteen?", PLAYED.question())
                .paragraph(Predictions.in(Book.repository()).compare("ch04", QUESTION, aSecond))
                .picture("These are the emits of each second, in 0.9 and in 1.0+:", RunDiagram.of(seen))
                .picture("One of them in time, with the Redis adapter, a lane for each process:", spaceTime())
                .picture("What it took in ten seconds, in both generations:", Comparison.of(seen))
                .paragraph("Change: play Variants.SIXTEEN_MINUS_ONE instead of SIXTEEN in Ch04Sixteen. Twelve?")
                .paragraph("Break: let a worker deliver its own message again when Redis brings it back.")
                .paragraph(
                        "What you should find, with the code, the reasons and an exercise: tutorial/chapters/04-sixteen.md");
    }

    private String spaceTime() {
        return SpaceTimeTable.ofEmit(SpaceTime.of(runs.of(PLAYED, Generation.ADAPTER)), 1, Glyphs.ASCII);
    }
}
