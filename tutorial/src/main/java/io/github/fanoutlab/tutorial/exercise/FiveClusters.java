package io.github.fanoutlab.tutorial.exercise;

import static io.github.fanoutlab.simulator.scenario.Broadcast.data;
import static io.github.fanoutlab.simulator.scenario.ClientRole.on;
import static io.github.fanoutlab.simulator.scenario.Scenario.MASTER;

import io.github.fanoutlab.simulator.scenario.ClientRole;
import io.github.fanoutlab.simulator.scenario.Generation;
import io.github.fanoutlab.simulator.scenario.MasterRole;
import io.github.fanoutlab.simulator.scenario.Scenario;
import io.github.fanoutlab.simulator.scenario.Step;
import io.github.fanoutlab.simulator.stage.CalmRun;
import io.github.fanoutlab.tutorial.lesson.Grade;
import io.github.fanoutlab.tutorial.lesson.Question;
import io.github.fanoutlab.tutorial.run.Fact;
import io.github.fanoutlab.tutorial.run.Runs;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** The grader of chapter 1: one number a second for each of five clusters that the text has not shown. The runs know the answers. */
public final class FiveClusters {

    /** What the reader writes. */
    public interface Answer {

        /** The five numbers, in the order of the questions; null for one that was not answered yet. */
        Integer[] predictions();
    }

    private record Cluster(Scenario scenario, Fact fact, Question question) {}

    private static final List<Cluster> CLUSTERS = List.of(
            new Cluster(
                    cluster("seven", MasterRole.SERVER, 7, MASTER, eachAt(7)),
                    Fact.REDIS_DELIVERIES,
                    Question.asking("Seven workers. How many messages does Redis push to processes?")
                            .whoeverSays(1, "Redis gets one message. It pushes a copy of it to every subscriber.")
                            .whoeverSays(
                                    7, "That counts only the workers. Who else has a Redis adapter, and so subscribes?")
                            .whoeverSays(
                                    5,
                                    "That is the number for the chapter's cluster, which has four workers. This one has seven.")),
            new Cluster(
                    cluster("seven", MasterRole.SERVER, 7, MASTER, eachAt(7)),
                    Fact.OWN_ECHOES,
                    Question.asking("The same cluster. How many of these messages are dropped as own echoes?")
                            .whoeverSays(
                                    0,
                                    "One of the subscribers sent the message itself. What should it do when Redis"
                                            + " brings it back?")
                            .whoeverSays(7, "The workers do not drop their copies. They deliver them to their clients.")
                            .whoeverSays(
                                    8,
                                    "If every subscriber dropped its copy, no client would get anything. Who drops it, and who delivers"
                                            + " it?")),
            new Cluster(
                    cluster("crowd", MasterRole.SERVER, 4, MASTER, allAt("W1", 3)),
                    Fact.EVENTS_EACH,
                    Question.asking(
                                    "Three clients on one worker, none on the others. How many events does one client get?")
                            .whoeverSays(0, "Worker 1 subscribes like every other worker, however many clients it has.")
                            .whoeverSays(
                                    3, "That is what the three clients get together. The question is about one client.")
                            .whoeverSays(
                                    4, "Workers without clients deliver nothing. Follow the copy that worker 1 gets.")),
            new Cluster(
                    cluster("emitter-of-six", MasterRole.EMITTER, 6, MASTER, eachAt(6)),
                    Fact.REDIS_DELIVERIES,
                    Question.asking("The master is an emitter. How many messages does Redis push to processes?")
                            .whoeverSays(
                                    7,
                                    "An emitter publishes and subscribes to nothing. Does Redis push anything to it?")
                            .whoeverSays(1, "Redis gets one message, and pushes a copy of it to every subscriber.")
                            .whoeverSays(0, "If Redis pushed nothing, no client would get anything.")),
            new Cluster(
                    cluster("worker-two", MasterRole.SERVER, 3, "W2", eachAt(3)),
                    Fact.REDIS_DELIVERIES,
                    Question.asking(
                                    "Worker 2 emits, the master is silent. How many messages does Redis push to processes?")
                            .whoeverSays(3, "Who subscribes? The silent master has a Redis adapter, too.")
                            .whoeverSays(
                                    2,
                                    "Redis does not leave out the sender. Every process that has subscribed gets the message: the"
                                            + " sender and the master, too.")
                            .whoeverSays(1, "Redis gets one message, and pushes a copy of it to every subscriber.")));

    /** Judges the reader's five numbers, one question after the other. */
    public Grade grade(Answer answer) {
        Integer[] given = answer.predictions();
        if (given == null || given.length != CLUSTERS.size()) {
            return Grade.notYet("There are " + CLUSTERS.size() + " questions, so predictions() has to return "
                    + CLUSTERS.size() + " numbers, and yours returns " + (given == null ? "null" : given.length)
                    + ". ./fanout learn reset 1 brings the file back.");
        }
        for (int i = 0; i < given.length; i++) {
            Cluster cluster = CLUSTERS.get(i);
            String asked = (i + 1) + ". " + cluster.question.asks() + " ";
            if (given[i] == null) {
                return Grade.notYet(asked + "Write a number in place of null.");
            }
            Grade grade = cluster.question.grade(given[i], answer(cluster));
            if (!grade.passed()) {
                return Grade.notYet(asked + grade.message());
            }
        }
        return Grade.right("All five are right: " + Arrays.toString(given) + ". You can read a fan-out.");
    }

    private static long answer(Cluster cluster) {
        return cluster.fact.perSecondOf(
                CalmRun.of(cluster.scenario, Generation.ADAPTER, Runs.SEED).observation());
    }

    private static Scenario cluster(
            String name, MasterRole master, int workers, String emitter, List<ClientRole> clients) {
        return new Scenario(
                name,
                "",
                master,
                IntStream.rangeClosed(1, workers).mapToObj(k -> "W" + k).toList(),
                clients,
                List.of(new Step.Beat(List.of(emitter), 5, false, data("payload"))),
                0,
                "");
    }

    private static List<ClientRole> eachAt(int workers) {
        return IntStream.rangeClosed(1, workers)
                .mapToObj(k -> on("C" + k, "W" + k))
                .toList();
    }

    private static List<ClientRole> allAt(String worker, int clients) {
        return IntStream.rangeClosed(1, clients)
                .mapToObj(k -> on("C" + k, worker))
                .toList();
    }
}
