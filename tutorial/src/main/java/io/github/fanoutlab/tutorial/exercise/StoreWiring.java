package io.github.fanoutlab.tutorial.exercise;

import io.github.fanoutlab.simulator.fault.RunString;
import io.github.fanoutlab.simulator.scenario.Delivery;
import io.github.fanoutlab.simulator.scenario.Generation;
import io.github.fanoutlab.simulator.scenario.Observation;
import io.github.fanoutlab.simulator.scenario.Scenario;
import io.github.fanoutlab.simulator.scenario.Scenarios;
import io.github.fanoutlab.testbed.trace.Kind;
import io.github.fanoutlab.testbed.trace.Trace;
import io.github.fanoutlab.testbed.trace.TraceEvent;
import io.github.fanoutlab.tutorial.lesson.Grade;
import io.github.fanoutlab.tutorial.run.Fact;
import io.github.fanoutlab.tutorial.run.Mutant;
import io.github.fanoutlab.tutorial.run.ReaderProgram;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

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

    private static final Scenario SMALL =
            RunString.parse("heartbeat;legacy;nodes=master,W1;beats=1").scenario();

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
            return Grade.notYet(
                    "A program of 0.9 cannot be built with your class: store(NodePorts, String) has to return a"
                            + " RedisStore. " + e.getMessage());
        } catch (IllegalStateException e) {
            return Grade.notYet(
                    "The processes did not start, or no client was greeted. Does store(…) return a store, with three"
                            + " connections that are not null?" + PROGRAM.thrown(e));
        }
        return verdict(seen, cause -> shown(source, cause));
    }

    /** One heartbeat of a cluster with one worker. */
    private OneRun shown(String source, String cause) {
        Trace trace = PROGRAM.traced(root, source, SMALL, Generation.LEGACY);
        Set<String> refused = new HashSet<>();
        return OneRun.of(
                trace,
                SMALL,
                0,
                event -> {
                    String words = words(trace, event);
                    return words.startsWith("ERR") && !refused.add(event.lane() + words) ? "" : words;
                },
                cause);
    }

    private static String words(Trace trace, TraceEvent event) {
        boolean refused = event.kind() == Kind.REDIS_REPLY && event.text().contains("Can't execute");
        if (refused) {
            return "ERR: " + trace.causeOf(event).name() + " refused, this one has subscribed";
        }
        return switch (event.kind()) {
            case EMIT, DELIVERY -> OneRun.words(trace, event);
            case CONNECTION_OPENED ->
                event.lane().equals("W1") && event.peer().equals("redis")
                        ? "connection " + event.connection().replaceFirst(".*\\.", "")
                        : "";
            case REDIS_HANDLED, REDIS_PUSH ->
                event.channel().equals("dispatch") && (event.kind() == Kind.REDIS_HANDLED || event.isMessage())
                        ? OneRun.words(trace, event)
                        : "";
            default -> "";
        };
    }

    private static Grade verdict(Observation seen, Function<String, OneRun> shown) {
        long events = Fact.EVENTS_EACH.of(seen);
        long connections = Fact.REDIS_CONNECTIONS_EACH.of(seen);
        Optional<String> refused = seen.deliveries().stream()
                .filter(Delivery::isGreeting)
                .map(Delivery::payload)
                .filter(greeting -> greeting.contains("ERR"))
                .findFirst();
        if (events == 0 && refused.isPresent()) {
            return shown.apply("the only connection has subscribed, so Redis refuses the rest")
                    .notYet(
                            "No client gets any event, and the workers greet their clients with an error instead of a name: \""
                                    + refused.get()
                                    + "\". One connection has subscribed, and your store uses it for everything else, too.");
        }
        if (events == 0) {
            return shown.apply("the connection that publishes has subscribed")
                    .notYet(
                            "The workers read back the names that they keep, but no client gets any event. Which connection"
                                    + " publishes, and may it still do so after it has subscribed?");
        }
        if (refused.isPresent()) {
            return shown.apply("the connection that keeps data has subscribed")
                    .notYet(
                            "Every client gets the heartbeat, so everything seems to work. But a worker greets each client with"
                                    + " the name that it keeps for it, and the greeting is: \"" + refused.get()
                                    + "\". Which connection does the worker ask for the name?");
        }
        if (events != Fact.SECONDS.of(seen)) {
            return shown.apply("the client does not get one event a second")
                    .notYet("A client gets " + events + " events in " + Fact.SECONDS.of(seen)
                            + " seconds. It should get one a second.");
        }
        if (connections > 3) {
            return shown.apply("each createRedisClient opens a connection")
                    .notYet("It works, but with " + connections
                            + " connections in each process. The store uses at most three, and each call of createRedisClient"
                            + " opens one.");
        }
        return Grade.right(
                connections == 2
                        ? "Two connections are enough if the one that subscribes does nothing else. 0.9 asks for three all"
                                + " the same, so that commands that keep data do not wait behind those that publish."
                        : "Three connections, as 0.9 documents it. Two would be enough. Which two of the three could be one?");
    }
}
