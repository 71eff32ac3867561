package io.github.fanoutlab.tutorial.exercise;

import static io.github.fanoutlab.tutorial.exercise.AdapterTrial.EXACTLY_ONCE;
import static io.github.fanoutlab.tutorial.exercise.AdapterTrial.failing;
import static io.github.fanoutlab.tutorial.exercise.AdapterTrial.run;

import io.github.fanoutlab.simulator.fault.RunString;
import io.github.fanoutlab.simulator.scenario.Scenarios;
import io.github.fanoutlab.simulator.spacetime.Fate;
import io.github.fanoutlab.testbed.world.MemoryClient;
import io.github.fanoutlab.tutorial.exercise.AdapterTrial.Failure;
import io.github.fanoutlab.tutorial.lesson.Grade;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The grader of chapter 7: what one server publishes arrives once at the clients of every other. */
public final class Arrivals {

    /** Emits whose sender has no client that looks on: to everybody, to a room, and to another namespace. */
    private static final List<RunString> RUNS = List.of(
            run(Scenarios.HEARTBEAT),
            RunString.parse("rooms;adapter=mine;nodes=W1,W2;clients=C2,N2;steps=1"),
            RunString.parse("rooms;adapter=mine;nodes=W2,W4;clients=C4,N4;steps=2"));

    private final Path root;

    /** @param root the repository, with the recording of Node */
    public Arrivals(Path root) {
        this.root = root;
    }

    /** Judges the reader's class by its source. */
    public Grade grade(String source) {
        return AdapterTrial.of(source, this::grade);
    }

    private Grade grade(AdapterTrial trial) {
        LoneServer server = trial.alone();
        MemoryClient client = server.client("/");
        Optional<Grade> endless =
                server.publishesAgain(NodeRecording.emits(root).subList(0, 2));
        if (endless.isPresent()) {
            return endless.get();
        }
        int copies = client.hearsNow().size();
        Optional<Failure> failure = failing(RUNS, EXACTLY_ONCE);
        if (failure.isPresent()) {
            return failure.get().notYet(diagnosis(server.subscriptions(), copies, failure.get()));
        }
        Failure surprise = failing(List.of(run(Scenarios.MIRROR)), EXACTLY_ONCE).orElse(null);
        if (surprise == null) {
            return Grade.right(
                    "Every client gets each event once. You are a chapter ahead: this also passes the next exercise.");
        }
        return Grade.right(
                        "What a server emits arrives at the clients of every other server. You have a cluster! But look at"
                                + " the client of the server that emits: in this run, something is wrong.")
                .drawn(surprise.shown().table().replace(Fate.ECHO_DELIVERED.words(), Fate.RECEIVED.words()));
    }

    private static String diagnosis(List<String> subscriptions, int copies, Failure failure) {
        if (subscriptions.isEmpty()) {
            return "Redis gets the message and has nobody to push it to: your server has not subscribed to anything"
                    + " when it starts. Even a server that never emits has to receive.";
        }
        String subscribed = "You have subscribed with " + String.join(", ", subscriptions) + ". ";
        if (subscriptions.size() == 1) {
            return subscribed
                    + "That is the same for both namespaces, / and /chat, so the second listener replaces the first."
                    + " Which part of a channel's name says which namespace it belongs to?";
        }
        if (failure.actual().contains("too many")) {
            return failure.run().equals(RUNS.get(0))
                            || !failure.run().scenario().name().equals("rooms")
                    ? subscribed + "An event arrives more often than it was emitted. Is one message delivered by two"
                            + " subscriptions, or twice in one place?"
                    : subscribed
                            + "A client of / gets what was emitted to /chat: your pattern for / matches the channels of both. In"
                            + " a channel's name, what follows the name of the namespace?";
        }
        if (failure.run().scenario().name().equals("rooms")) {
            return subscribed
                    + "An emit to a room is published on a channel of that room, and your subscription does not match"
                    + " that channel. Which character stands for any ending of a name, and which of the two commands"
                    + " understands it?";
        }
        if (copies > 0) {
            return subscribed
                    + "Some events arrive, and some do not. Compare the channels below with your subscription.";
        }
        return failure.shown().table().matches("(?s).*PUBLISH, [1-9]\\d* subscribers?\\b.*")
                ? subscribed
                        + "Messages arrive at your server, and none of its clients gets one. Who delivers the packet to the"
                        + " clients?"
                : subscribed
                        + "No message arrives at your server. Do your subscription and the channel match, letter by letter?";
    }
}
