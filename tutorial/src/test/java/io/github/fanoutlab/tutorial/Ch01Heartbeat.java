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

/** Chapter 1, in the terminal: {@code mvn test -Dtest=Ch01Heartbeat}. */
@DisplayName("1. One heartbeat: does anything arrive?")
class Ch01Heartbeat {

    // region played
    /** What is played: a documented scenario, or one of the {@link Variants}. */
    private static final Scenario PLAYED = Scenarios.HEARTBEAT;
    // endregion

    private static final Question QUESTION = Question.asking("How many events does one client get in a second?")
            .whoeverSays(0, "the master has no clients, but it publishes to Redis, and the workers subscribe there.")
            .whoeverSays(4, "each of the four workers gets the event, and each client is connected to one of them.")
            .whoeverSays(5, "five processes get the event, and each client is connected to one of them.")
            .whoeverSays(10, "that is all ten seconds.")
            .whoeverSays(16, "that needs four emitters and a client with four connections: chapter 4.");

    private final Runs runs = new Runs(Book.repository());

    @Test
    @DisplayName("a master without clients reaches every client once a second, in both generations")
    void masterReachesEveryClient() {
        System.out.println("\n" + walkthrough());

        new Documented(runs.both(PLAYED))
                .perSecond(Fact.EVENTS_EACH, 1, "events for each client")
                .perSecond(Fact.PUBLISHES, 1, "PUBLISH commands")
                .perSecond(Fact.REDIS_DELIVERIES, 5, "messages from Redis to processes")
                .perSecond(Fact.OWN_ECHOES, 1, "own echoes dropped")
                .inAll(Fact.GREETINGS, "greetings", 4L, 4L)
                .inAll(Fact.REDIS_CONNECTIONS, "connections to Redis", 15L, 10L);
    }

    private Walkthrough walkthrough() {
        List<Observation> seen = runs.both(PLAYED);
        long aSecond = Fact.EVENTS_EACH.perSecondOf(seen.get(1));
        return Walkthrough.titled("1. One heartbeat: does anything arrive?", PLAYED.question())
                .paragraph(Predictions.in(Book.repository()).compare("ch01", QUESTION, aSecond))
                .picture("Every emit takes this path, in 0.9 and in 1.0+:", RunDiagram.of(seen))
                .picture("The first emit in time, with the Redis adapter, a lane for each process:", spaceTime())
                .picture("What it took in ten seconds, in both generations:", Comparison.of(seen))
                .paragraph("Change: play Scenarios.EMITTER instead of HEARTBEAT in Ch01Heartbeat. What does it save?")
                .paragraph("Break: take the adapter away from the workers. Who notices?")
                .paragraph(
                        "What you should find, with the code, the reasons and an exercise: tutorial/chapters/01-one-heartbeat.md");
    }

    private String spaceTime() {
        return SpaceTimeTable.ofEmit(SpaceTime.of(runs.of(PLAYED, Generation.ADAPTER)), 1, Glyphs.ASCII);
    }
}
