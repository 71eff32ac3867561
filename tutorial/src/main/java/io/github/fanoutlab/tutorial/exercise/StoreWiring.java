package io.github.fanoutlab.tutorial.exercise;

import io.github.fanoutlab.simulator.scenario.Delivery;
import io.github.fanoutlab.simulator.scenario.Generation;
import io.github.fanoutlab.simulator.scenario.Observation;
import io.github.fanoutlab.simulator.scenario.Scenarios;
import io.github.fanoutlab.tutorial.lesson.Grade;
import io.github.fanoutlab.tutorial.run.Fact;
import io.github.fanoutlab.tutorial.run.Mutant;
import io.github.fanoutlab.tutorial.run.ReaderProgram;
import io.github.fanoutlab.tutorial.run.RunDiagram;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The grader of chapter 2: the reader wires the RedisStore of every 0.9 process. The workers of this cluster keep a name for each
 * client in the store, and greet the client with what they read back, so that it shows when they cannot.
 */
public final class StoreWiring {

    private static final String FILE =
            "simulator/src/main/java/io/github/fanoutlab/simulator/program/LegacyPrograms.java";

    private static final ReaderProgram PROGRAM = new ReaderProgram(
            "Ex02",
            List.of(
                    new Mutant(
                            "store",
                            FILE,
                            "RedisConnection redisPub = ports.createRedisClient(\"pub\", redis);"
                                    + " RedisConnection redisSub = ports.createRedisClient(\"sub\", redis);"
                                    + " RedisConnection redisClient = ports.createRedisClient(\"client\", redis);"
                                    + " return RedisStore.of(redisPub, redisSub, redisClient).dialect(dialect);",
                            "return new Ex02().store(ports, redis).dialect(dialect);",
                            1),
                    new Mutant("name", FILE, "socket.emit(\"data\", \"connected to worker: \" + workerId);", """
                            socket.set("name", workerId, (refused, nothing) -> socket.get("name", (error, name) ->
                                    socket.emit("data", "connected to worker: " + (error == null ? name : error))));""", 1)));

    private final Path root;

    /** @param root the repository, with the source of the program that the reader's class is built into */
    public StoreWiring(Path root) {
        this.root = root;
    }

    /** Judges the reader's class by its source. */
    public Grade grade(String source) {
        Observation seen;
        try {
            seen = PROGRAM.played(root, source, Scenarios.HEARTBEAT, Generation.LEGACY);
        } catch (IllegalArgumentException e) {
            return Grade.notYet("A program of 0.9 cannot be built with it: store(NodePorts, String) has to return a"
                    + " RedisStore. " + e.getMessage());
        } catch (IllegalStateException e) {
            return Grade.notYet(
                    "The processes did not start, or no client was greeted. Does store(…) return a store, with three"
                            + " connections that are not null?" + PROGRAM.thrown(e));
        }
        Grade verdict = verdict(seen);
        return verdict.passed() ? verdict : verdict.drawn(RunDiagram.of(seen));
    }

    private static Grade verdict(Observation seen) {
        long events = Fact.EVENTS_EACH.of(seen);
        long connections = Fact.REDIS_CONNECTIONS_EACH.of(seen);
        Optional<String> refused = seen.deliveries().stream()
                .filter(Delivery::isGreeting)
                .map(Delivery::payload)
                .filter(greeting -> greeting.contains("ERR"))
                .findFirst();
        if (events == 0 && refused.isPresent()) {
            return Grade.notYet("No client gets any event, and the workers cannot read what they keep: " + refused.get()
                    + ". One connection has subscribed, and then it is asked to do everything else, too.");
        }
        if (events == 0) {
            return Grade.notYet("The workers read back what they keep, but no client gets any event. Which connection"
                    + " publishes, and may it still do so after it has subscribed?");
        }
        if (refused.isPresent()) {
            return Grade.notYet(
                    "Every client gets the heartbeat, so it looks whole. But a worker that reads what it has"
                            + " kept about a client gets this: " + refused.get() + ". Which connection does it ask?");
        }
        if (events != Fact.SECONDS.of(seen)) {
            return Grade.notYet("A client gets " + events + " events in " + Fact.SECONDS.of(seen) + " seconds.");
        }
        if (connections > 3) {
            return Grade.notYet(
                    "It works, with " + connections + " connections in each process. The store uses three at"
                            + " most: each createRedisClient opens one.");
        }
        return Grade.right(
                connections == 2
                        ? "Two are enough, when the one that subscribes does nothing else. 0.9 asks for three all the same, so"
                                + " that what it keeps does not wait behind what it publishes."
                        : "Three, as 0.9 documents it. Two would do: which two of the three could be one?");
    }
}
