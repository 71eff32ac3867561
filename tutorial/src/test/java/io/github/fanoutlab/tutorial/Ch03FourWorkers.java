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

/** Chapter 3, in the terminal: {@code mvn test -Dtest=Ch03FourWorkers}. */
@DisplayName("3. Four workers: why four copies?")
class Ch03FourWorkers {

    // region played
    /** What is played: a documented scenario, or one of the {@link Variants}. */
    private static final Scenario PLAYED = Scenarios.FOUR_EMITTERS;
    // endregion

    private static final Question QUESTION = Question.asking("How many events does the client get in a second?")
            .whoeverSays(1, "its own worker's emit arrives, and those of the three others arrive through Redis.")
            .whoeverSays(3, "three arrive through Redis, and its own worker's emit arrives without it.")
            .whoeverSays(
                    5, "the master does not emit here, and a worker drops its own message when Redis brings it back.")
            .whoeverSays(16, "that needs a client with four connections: chapter 4.")
            .whoeverSays(40, "that is all ten seconds.");

    private final Runs runs = new Runs(Book.repository());

    @Test
    @DisplayName("four emitters and one connection are four events a second, in both generations")
    void oneCopyForEachEmitter() {
        System.out.println("\n" + walkthrough());

        new Documented(runs.both(PLAYED))
                .perSecond(Fact.EVENTS_EACH, 4, "events for the client")
                .perSecond(Fact.PUBLISHES, 4, "PUBLISH commands")
                .perSecond(Fact.REDIS_DELIVERIES, 20, "messages from Redis to processes")
                .perSecond(Fact.OWN_ECHOES, 4, "own echoes dropped");
    }

    private Walkthrough walkthrough() {
        List<Observation> seen = runs.both(PLAYED);
        long aSecond = Fact.EVENTS_EACH.perSecondOf(seen.get(1));
        return Walkthrough.titled("3. Four workers: why four copies?", PLAYED.question())
                .paragraph(Predictions.in(Book.repository()).compare("ch03", QUESTION, aSecond))
                .picture("These are the emits of each second, in 0.9 and in 1.0+:", RunDiagram.of(seen))
                .picture("One of them in time, with the Redis adapter, a lane for each process:", spaceTime())
                .picture("What it took in ten seconds, in both generations:", Comparison.of(seen))
                .paragraph(
                        "Change: play Variants.ONE_TIMER or LOCAL_TIMERS instead of FOUR_EMITTERS in Ch03FourWorkers.")
                .paragraph("Break: take the adapter away from the workers. That looks right, too.")
                .paragraph(
                        "What you should find, with the code, the reasons and an exercise: tutorial/chapters/03-four-workers.md");
    }

    private String spaceTime() {
        return SpaceTimeTable.ofEmit(SpaceTime.of(runs.of(PLAYED, Generation.ADAPTER)), 2, Glyphs.ASCII);
    }
}
