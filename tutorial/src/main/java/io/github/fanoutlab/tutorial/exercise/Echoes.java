package io.github.fanoutlab.tutorial.exercise;

import static io.github.fanoutlab.tutorial.exercise.AdapterTrial.EXACTLY_ONCE;
import static io.github.fanoutlab.tutorial.exercise.AdapterTrial.LEFT_TO_REDIS;
import static io.github.fanoutlab.tutorial.exercise.AdapterTrial.failing;
import static io.github.fanoutlab.tutorial.exercise.AdapterTrial.run;

import io.github.fanoutlab.simulator.fault.RunString;
import io.github.fanoutlab.simulator.scenario.Scenarios;
import io.github.fanoutlab.testbed.world.MemoryClient;
import io.github.fanoutlab.tutorial.exercise.AdapterTrial.Failure;
import io.github.fanoutlab.tutorial.exercise.NodeRecording.Emit;
import io.github.fanoutlab.tutorial.lesson.Grade;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The grader of chapter 8: each event arrives once at every client, that of the emitting server included, whatever fails. */
public final class Echoes {

    /** To everybody, from one server and from all. */
    private static final List<RunString> CALM = List.of(
            run(Scenarios.MIRROR), run(Scenarios.HEARTBEAT), run(Scenarios.FOUR_EMITTERS), run(Scenarios.SIXTEEN));

    private static final RunString REDIS_RESTARTS = run(Scenarios.FOUR_EMITTERS).withFault("restart:redis@3s+300ms");

    /** A server, or Redis, is away meanwhile. */
    private static final List<RunString> FAULTY =
            List.of(run(Scenarios.HEARTBEAT).withFault("kill:W2@3s+500ms"), REDIS_RESTARTS);

    private final Path root;

    /** @param root the repository, with the recording of Node */
    public Echoes(Path root) {
        this.root = root;
    }

    /** Judges the reader's class by its source. */
    public Grade grade(String source) {
        return AdapterTrial.of(source, trial -> grade(trial, source));
    }

    private Grade grade(AdapterTrial trial, String source) {
        Emit node = NodeRecording.emits(root).get(0);
        Optional<Grade> endless = trial.alone().publishesAgain(List.of(node));
        if (endless.isPresent()) {
            return endless.get();
        }
        LoneServer server = trial.alone();
        MemoryClient client = server.client("/");
        server.io().local().emit("data", "local");
        server.later();
        int local = client.hearsNow().size();
        server.io().emit("data", "payload");
        int atOnce = client.hearsNow().size();
        server.later();
        int own = atOnce + client.hearsNow().size();
        long begun = server.nowMicros();
        server.receives(node.channel(), node.message());
        server.receives(node.channel(), node.message());
        int others = client.hearsNow().size();
        OneRun twoEqual = server.shown(begun, "W1 takes the second of two equal events for a copy of the first");
        begun = server.nowMicros();
        List.of("one", "two", "two").forEach(data -> server.io().emit("data", data));
        server.later();
        int three = client.hearsNow().size();
        OneRun threeOwn = server.shown(begun, "W1 does not recognize all of its messages when they come back");
        String diagnosis = diagnosis(source, local, own, others);
        if (local == 0) {
            return trial.ownClients().notYet(diagnosis);
        }
        if (own == 0) {
            return trial.ownClients()
                    .because("W1 does not deliver its own event to its own client")
                    .notYet(diagnosis);
        }
        if (others == 1 && own == 1) {
            return twoEqual.notYet(diagnosis);
        }
        if (diagnosis.isEmpty() && three != 3) {
            return threeOwn.notYet(
                    "W1 emits three events before Redis has brought back the first. Its own client should get 3, and"
                            + " gets "
                            + three
                            + ". What your adapter remembers of its own messages is not enough when several are on their way."
                            + " What in each message says which server has published it?");
        }
        if (diagnosis.isEmpty() && atOnce == 0) {
            String waits = "The emitting server's own client waits for the copy from Redis. ";
            String instead = "Deliver in broadcast, at once, and drop what comes back.";
            return failing(List.of(REDIS_RESTARTS))
                    .map(found -> found.shown()
                            .because(LEFT_TO_REDIS)
                            .notYet(waits + "Redis was away, so the client missed an event of its own server. "
                                    + instead))
                    .orElseGet(() -> trial.ownClients().notYet(waits + instead));
        }
        Optional<Failure> failure = failing(CALM, EXACTLY_ONCE).or(() -> failing(FAULTY));
        if (failure.isPresent()) {
            return failure.get().notYet(diagnosis.isEmpty() ? inCluster(failure.get()) : diagnosis);
        }
        return diagnosis.isEmpty()
                ? Grade.right("Every client gets each event once, in " + (CALM.size() + FAULTY.size())
                        + " runs: also when a server is killed and comes back, and when Redis is restarted.")
                : Grade.notYet(diagnosis);
    }

    /** What is wrong with one server alone; empty if nothing is. */
    private static String diagnosis(String source, int local, int own, int others) {
        if (local > 0 && own == 0) {
            return "The client of the emitting server gets nothing from io.emit: the message is published, and dropped"
                    + " when it comes back. Deliver in broadcast, at once, whether the emit is local or not.";
        }
        if (local == 0) {
            return "Without Redis, the emitting server's own clients get nothing: io.local() reaches nobody, and when"
                    + " Redis is away, no emit reaches anybody. Keep the delivery in broadcast, and look at what comes"
                    + " back.";
        }
        if (own > 1) {
            return "The client of the emitting server still gets the event " + (own == 2 ? "twice" : own + " times")
                    + ". "
                    + (others == 0
                            ? "And the messages of other servers are dropped: you drop theirs and keep your own. Turn the test"
                                    + " around."
                            : stillTwice(source));
        }
        if (others == 0) {
            return "Now the messages of other servers are dropped, too. "
                    + (deliversNothing(source)
                            ? "An empty onBroadcast drops every copy, including those that your clients need. It has to deliver"
                                    + " what other servers have published, and only that."
                            : "Which ones should be dropped: those with your own server's name, or those without it?");
        }
        return others == 1
                ? "Another server has emitted the same event two times, and only one copy arrives. Two equal events"
                        + " are two events. What in a message says which server has published it?"
                : "";
    }

    private static String inCluster(Failure failure) {
        return failure.run().faults().isEmpty()
                        && failure.run().scenario().nodes().size() > 1
                        && !failure.actual().contains("too many")
                ? "One server alone does it right, but in a cluster the servers do not deliver each other's events."
                        + " Does each of them have a name of its own, or do all have the same name?"
                : failure.words();
    }

    /** Whether onBroadcast has no line, or begins with a return. */
    private static boolean deliversNothing(String source) {
        String code = source.replaceAll("(?s)/\\*.*?\\*/|//[^\n]*", "").replaceAll("\\s+", "");
        return code.matches("(?s).*onBroadcast\\(Stringchannel,byte\\[]payload\\)\\{(}|return;|if\\(true\\)).*");
    }

    private static String stillTwice(String source) {
        String code = source.replaceAll("\\s+", "");
        if (code.matches("(?s).*(==uid|uid==).*")) {
            return "== asks whether two texts are the same object. To ask whether they have the same letters, use"
                    + " equals(…).";
        }
        if (code.matches("(?s).*(get\\(0\\)\\.equals\\(uid\\)|uid\\.equals\\(\\w+\\.get\\(0\\)\\)).*")) {
            return "message.get(0) is a JsonNode, and no JsonNode equals a String. Take its stringValue().";
        }
        if (code.contains("get(0).toString()")) {
            return "toString() puts quotes around the name, because it writes JSON. Take stringValue().";
        }
        return "It is delivered once in broadcast, and once when Redis brings it back. How can onBroadcast"
                + " recognize a message of its own server?";
    }
}
