package io.github.fanoutlab.tutorial.exercise;

import io.github.fanoutlab.simulator.fault.RunString;
import io.github.fanoutlab.simulator.scenario.Generation;
import io.github.fanoutlab.simulator.scenario.Observation;
import io.github.fanoutlab.simulator.scenario.Scenario;
import io.github.fanoutlab.simulator.scenario.Scenarios;
import io.github.fanoutlab.simulator.stage.CalmRun;
import io.github.fanoutlab.testbed.trace.Trace;
import io.github.fanoutlab.testbed.trace.TraceEvent;
import io.github.fanoutlab.tutorial.lesson.Grade;
import io.github.fanoutlab.tutorial.run.Fact;
import io.github.fanoutlab.tutorial.run.Mutant;
import io.github.fanoutlab.tutorial.run.ReaderProgram;
import io.github.fanoutlab.tutorial.run.Runs;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

/** The grader of chapter 5: the reader writes the master, which speaks once a second and must subscribe to nothing. */
public final class Speaker {

    private static final ReaderProgram PROGRAM = new ReaderProgram(
            "Ex05",
            List.of(new Mutant(
                    "master",
                    "simulator/src/main/java/io/github/fanoutlab/simulator/program/AdapterPrograms.java",
                    "SocketIoServer io = SocketIoServer.create(ports); io.adapter(redisAdapter(redis));"
                            + " // endregion return new ServerNode(io, reachesClientsOfOthers, socket -> {});",
                    """
                    Runnable beat = new Ex05().master(ports, redis);
                    return new Program() {
                        @Override public void emit(Broadcast broadcast, Consumer<List<String>> acks) { beat.run(); }
                        @Override public void serve(String namespace) {}
                        @Override public Network.Listening listen(ListenOptions options) {
                            throw new UnsupportedOperationException("a master does not listen");
                        }
                        @Override public void close() {}
                    };""",
                    1)));

    private static final Scenario SMALL =
            RunString.parse("heartbeat;adapter;nodes=master,W1;beats=1").scenario();

    private final Path root;

    /** @param root the repository, with the source of the program that the reader's class is built into */
    public Speaker(Path root) {
        this.root = root;
    }

    /** Judges the reader's class by its source. */
    public Grade grade(String source) {
        Observation seen;
        try {
            seen = PROGRAM.played(root, source, Scenarios.HEARTBEAT, Generation.ADAPTER);
        } catch (IllegalArgumentException e) {
            return Grade.notYet(
                    "A program of 1.0+ cannot be built with your class: master(NodePorts, String) has to return a"
                            + " Runnable. " + e.getMessage());
        } catch (IllegalStateException e) {
            return Grade.notYet(
                    "The master did not run. Does master(…) return a Runnable that is not null?" + PROGRAM.thrown(e));
        }
        return verdict(seen, cause -> shown(source, cause));
    }

    /** One heartbeat of a cluster with one worker. */
    private OneRun shown(String source, String cause) {
        Trace trace = PROGRAM.traced(root, source, SMALL, Generation.ADAPTER);
        return OneRun.of(trace, SMALL, 0, event -> words(trace, event), cause);
    }

    private static String words(Trace trace, TraceEvent event) {
        return switch (event.kind()) {
            case EMIT -> "its beat";
            case DELIVERY -> OneRun.words(trace, event);
            case CONNECTION_OPENED ->
                event.lane().equals(Scenario.MASTER) && event.peer().equals("redis") ? "opens a connection" : "";
            case REDIS_HANDLED -> event.publishes() ? OneRun.words(trace, event) : "";
            case REDIS_PUSH -> event.isMessage() ? OneRun.words(trace, event) : "";
            default -> "";
        };
    }

    private static Grade verdict(Observation seen, Function<String, OneRun> shown) {
        long seconds = Fact.SECONDS.of(seen);
        long events = Fact.EVENTS_EACH.of(seen);
        long others = Scenarios.HEARTBEAT.workers().size() * Fact.REDIS_CONNECTIONS_EACH.of(everybodyServes());
        if (Fact.PUBLISHES.of(seen) == 0 && Fact.REDIS_CONNECTIONS.of(seen) == others) {
            return shown.apply("the master has no connection to Redis")
                    .notYet(
                            "No client gets anything, and nothing is published: your master has no connection to Redis. A"
                                    + " server reaches other processes only through an adapter. What publishes without a server?");
        }
        if (Fact.PUBLISHES.of(seen) == 0) {
            return shown.apply("nothing is published")
                    .notYet(
                            "No client gets anything, and nothing is published. Does your master emit, and is that emit local?"
                                    + " A process without clients has to reach the clients of others.");
        }
        boolean heard = seen.flows().stream()
                .flatMap(flow -> flow.hops().stream())
                .anyMatch(hop -> !hop.clients().isEmpty());
        if (events == 0 && heard) {
            return shown.apply("the clients listen for another event")
                    .notYet(
                            "Each client receives what your master sends, and ignores it: the clients listen for an event"
                                    + " named \"data\". What is yours called? Names are compared letter by letter.");
        }
        if (events == 0) {
            return shown.apply("nobody is in that room or namespace")
                    .notYet(
                            "Redis gets the messages, but no client does. Whom does your master emit to: a room that nobody has"
                                    + " joined, or a namespace that nobody is connected to?");
        }
        if (events != seconds) {
            return shown.apply("the master does not emit once a second")
                    .notYet("Each client gets " + events + " events in " + seconds
                            + " seconds. Your Runnable is called once a second, and should emit once each time.");
        }
        if (Fact.OWN_ECHOES.of(seen) > 0) {
            return shown.apply("the master has subscribed, and gets its own message back")
                    .notYet(
                            "Each client gets one event a second. But Redis brings every message back to your master, which"
                                    + " drops it. Your master is a full server, and it has subscribed. It has no clients, so why"
                                    + " subscribe?");
        }
        long own = Fact.REDIS_CONNECTIONS.of(seen) - others;
        if (own != 1) {
            return shown.apply("the master has more connections than one")
                    .notYet("Each client gets one event a second. But your master has " + own
                            + " connections to Redis, and an emitter needs one. Does your code make a new emitter each second, or"
                            + " a server beside the emitter?");
        }
        return Grade.right(
                "Each client gets one event a second, with one connection, no subscription and no own echo.");
    }

    private static Observation everybodyServes() {
        return CalmRun.of(Scenarios.HEARTBEAT, Generation.ADAPTER, Runs.SEED).observation();
    }
}
