package io.github.fanoutlab.tutorial.exercise;

import io.github.fanoutlab.simulator.scenario.Generation;
import io.github.fanoutlab.simulator.scenario.Observation;
import io.github.fanoutlab.tutorial.lesson.Grade;
import io.github.fanoutlab.tutorial.lesson.Question;
import io.github.fanoutlab.tutorial.run.Fact;
import io.github.fanoutlab.tutorial.run.Runs;
import java.util.ArrayList;
import java.util.List;

/** The grader of chapter 1: what do ten seconds of {@code heartbeat} amount to, in three counts? */
public final class TenSeconds {

    private record Count(Question question, Fact fact) {}

    private static final List<Count> COUNTS = List.of(
            new Count(
                    Question.asking(
                                    "How often is the \"data\" listener of C1 called, from connecting to the tenth beat?")
                            .whoeverSays(
                                    10,
                                    "Ten is the number of beats. What did the worker send, with the same event, when"
                                            + " C1 connected?")
                            .whoeverSays(
                                    40,
                                    "Forty is the number of beats that all four clients get together. The question is about C1.")
                            .whoeverSays(
                                    44,
                                    "That is what all four clients get together, greetings included. The question is about C1.")
                            .whoeverSays(
                                    50,
                                    "Fifty is what Redis hands to the processes. A client is connected to one of"
                                            + " them.")
                            .whoeverSays(1, "That is one beat, or the greeting. Count the greeting and all ten beats."),
                    Fact.HEARD_EACH),
            new Count(
                    Question.asking("How many messages does Redis push to processes for the ten beats?")
                            .whoeverSays(
                                    10,
                                    "Ten is the number of messages that Redis gets. It hands a copy of each to every subscriber.")
                            .whoeverSays(
                                    40,
                                    "Forty would be right for the four workers alone. Who else has a Redis adapter, and so"
                                            + " subscribes?")
                            .whoeverSays(
                                    44, "Greetings do not pass through Redis: a worker sends them to its own client.")
                            .whoeverSays(0, "Then no client would get anything: the master has no clients of its own."),
                    Fact.REDIS_DELIVERIES),
            new Count(
                    Question.asking("How many of these does the process that gets them drop?")
                            .whoeverSays(
                                    0,
                                    "One of the subscribers sent the message itself. What should it do when"
                                            + " Redis brings it back?")
                            .whoeverSays(40, "The workers do not drop theirs: they send them to their clients.")
                            .whoeverSays(
                                    50,
                                    "Then no client would get anything. Who drops its messages, and who passes them on?")
                            .whoeverSays(1, "That is right for one second. The question is about all ten beats."),
                    Fact.OWN_ECHOES));

    private final Runs runs;

    /** A grader that asks {@code runs} for the right answers. */
    public TenSeconds(Runs runs) {
        this.runs = runs;
    }

    /**
     * Judges three answers; null stands for one that was not given yet.
     *
     * @param heard how often C1's listener is called
     * @param pushed how many messages Redis pushes to processes
     * @param dropped how many of these are dropped
     */
    public Grade grade(Integer heard, Integer pushed, Integer dropped) {
        Observation seen = runs.of("heartbeat", Generation.ADAPTER);
        List<Integer> answers = new ArrayList<>();
        answers.add(heard);
        answers.add(pushed);
        answers.add(dropped);
        for (int i = 0; i < COUNTS.size(); i++) {
            Count count = COUNTS.get(i);
            String asked = (i + 1) + ". " + count.question.asks() + "\n   ";
            if (answers.get(i) == null) {
                return Grade.notYet(asked + "No answer yet: write a number instead of null.");
            }
            Grade grade = count.question.grade(answers.get(i), count.fact.of(seen));
            if (!grade.passed()) {
                return Grade.notYet(asked + grade.message());
            }
        }
        return Grade.right("All three are right. You can read a fan-out.");
    }
}
