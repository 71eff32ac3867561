package io.github.fanoutlab.simulator.scenario;

import static io.github.fanoutlab.simulator.scenario.Broadcast.data;
import static io.github.fanoutlab.simulator.scenario.ClientRole.on;
import static io.github.fanoutlab.simulator.scenario.Scenario.MASTER;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The documented scenarios, in the order in which they are told. */
public final class Scenarios {

    private static final List<String> FOUR = List.of("W1", "W2", "W3", "W4");
    private static final int SECONDS = 10;

    /** The source document's programs: a master that never listens speaks once a second to everybody. */
    public static final Scenario HEARTBEAT = new Scenario(
            "heartbeat",
            "A master that never listens emits once a second. Does everybody hear it, once?",
            MasterRole.SERVER,
            FOUR,
            oneClientEach(),
            List.of(new Step.Beat(List.of(MASTER), SECONDS, false, data("payload"))),
            1,
            """
                       Master emit ----> Redis
            Client <-- Worker 1 <----------|
            Client <-- Worker 2 <----------|
            Client <-- Worker 3 <----------|
            Client <-- Worker 4 <----------|
            """);

    /** The source document's diagram, word for word. */
    public static final Scenario MIRROR = new Scenario(
            "mirror",
            "One worker emits once. Who hears it, and how often?",
            MasterRole.SERVER,
            FOUR,
            oneClientEach(),
            List.of(new Step.Emit("W1", data("payload"))),
            0,
            """
            Client <-- Worker 1 emit --> Redis
            Client <-- Worker 2 <----------|
            Client <-- Worker 3 <----------|
            Client <-- Worker 4 <----------|
            """);

    /** The question that the source document answers: why does the client get four? */
    public static final Scenario FOUR_EMITTERS = new Scenario(
            "four-emitters",
            "All four workers emit once a second. How many a second does one client get?",
            MasterRole.SERVER,
            FOUR,
            List.of(on("C1", "W1")),
            List.of(new Step.Beat(FOUR, SECONDS, true, data(""))),
            4,
            """
            Client <-- Worker 1 emit --> Redis
                       Worker 2 <----------|
                       Worker 3 <----------|
                       Worker 4 <----------|

            Client <-- Worker 1 <----------|
                       Worker 2 emit --> Redis
                       Worker 3 <----------|
                       Worker 4 <----------|

            Client <-- Worker 1 <----------|
                       Worker 2 <----------|
                       Worker 3 emit --> Redis
                       Worker 4 <----------|

            Client <-- Worker 1 <----------|
                       Worker 2 <----------|
                       Worker 3 <----------|
                       Worker 4 emit --> Redis
            """);

    /** The same with a client that holds a connection to every worker. */
    public static final Scenario SIXTEEN = new Scenario(
            "sixteen",
            "The same, and the client is connected to all four. How many a second?",
            MasterRole.SERVER,
            FOUR,
            List.of(on("C1", "W1", "W2", "W3", "W4")),
            List.of(new Step.Beat(FOUR, SECONDS, true, data(""))),
            16,
            """
            Client <-- Worker 1 emit --> Redis
            Client <-- Worker 2 <----------|
            Client <-- Worker 3 <----------|
            Client <-- Worker 4 <----------|

            Client <-- Worker 1 <----------|
            Client <-- Worker 2 emit --> Redis
            Client <-- Worker 3 <----------|
            Client <-- Worker 4 <----------|

            Client <-- Worker 1 <----------|
            Client <-- Worker 2 <----------|
            Client <-- Worker 3 emit --> Redis
            Client <-- Worker 4 <----------|

            Client <-- Worker 1 <----------|
            Client <-- Worker 2 <----------|
            Client <-- Worker 3 <----------|
            Client <-- Worker 4 emit --> Redis
            """);

    /** The source document's advice for a master that accepts no connections. */
    public static final Scenario EMITTER = new Scenario(
            "emitter",
            "The master only publishes and never subscribes. What does that save?",
            MasterRole.EMITTER,
            FOUR,
            oneClientEach(),
            List.of(new Step.Beat(List.of(MASTER), SECONDS, false, data("payload"))),
            1,
            HEARTBEAT.diagram());

    /** No cluster: two servers that share nothing but a Redis. */
    public static final Scenario TWO_SERVERS = new Scenario(
            "two-servers",
            "Two servers, one Redis, no cluster. Does an emit on one reach the other's clients?",
            MasterRole.NONE,
            List.of("W1", "W2"),
            List.of(on("C1", "W1"), on("C2", "W2")),
            List.of(new Step.Emit("W1", data("from one")), new Step.Emit("W2", data("from two"))),
            0,
            """
            Client <-- Worker 1 emit --> Redis
            Client <-- Worker 2 <----------|

            Client <-- Worker 1 <----------|
            Client <-- Worker 2 emit --> Redis
            """);

    /**
     * Rooms, a namespace, an exception and {@code local}, each from another worker. C5 hears nothing of it, though it is on
     * C1's worker: so not only the nodes are told apart, but the clients of one node, too.
     */
    public static final Scenario ROOMS = new Scenario(
            "rooms",
            "Emits to a room, to a namespace, with an exception, and local. Who hears which?",
            MasterRole.SERVER,
            FOUR,
            List.of(
                    on("C1", "W1").in("red"),
                    on("C2", "W2").in("red", "blue"),
                    on("C3", "W3").in("blue"),
                    on("C4", "W4"),
                    on("C5", "W1").in("blue"),
                    on("N2", "W2").of("/chat"),
                    on("N4", "W4").of("/chat").in("red")),
            List.of(
                    new Step.Emit("W1", data("to red").to("red")),
                    new Step.Emit("W2", data("to chat").of("/chat")),
                    new Step.Emit("W3", data("but blue").but("blue")),
                    new Step.Emit("W4", data("local").locally()),
                    new Step.Emit("W1", data("red in chat").of("/chat").to("red"))),
            0,
            """
            Client <-- Worker 1 emit --> Redis
            Client <-- Worker 2 <----------|
                       Worker 3 <----------|
                       Worker 4 <----------|

                       Worker 1 <----------|
            Client <-- Worker 2 emit --> Redis
                       Worker 3 <----------|
            Client <-- Worker 4 <----------|

            Client <-- Worker 1 <----------|
                       Worker 2 <----------|
                       Worker 3 emit --> Redis
            Client <-- Worker 4 <----------|

            Client <-- Worker 4 emit

                       Worker 1 emit --> Redis
                       Worker 2 <----------|
                       Worker 3 <----------|
            Client <-- Worker 4 <----------|
            """);

    /** A worker dies; the master, where the application's state is, goes on and forks it again. */
    public static final Scenario WORKER_DEATH = new Scenario(
            "worker-death",
            "A worker dies and is forked again. Who misses what, and what does the master forget?",
            MasterRole.SERVER,
            FOUR,
            oneClientEach(),
            List.of(
                    new Step.Beat(List.of(MASTER), 3, true, data("")),
                    new Step.Kill("W3"),
                    new Step.Beat(List.of(MASTER), 3, true, data("")),
                    new Step.Fork("W3"),
                    new Step.Beat(List.of(MASTER), 3, true, data(""))),
            0,
            HEARTBEAT.diagram() + """

                       Master emit ----> Redis
            Client <-- Worker 1 <----------|
            Client <-- Worker 2 <----------|
            Client <-- Worker 4 <----------|
            """);

    /** All of them. */
    public static final List<Scenario> ALL =
            List.of(HEARTBEAT, MIRROR, FOUR_EMITTERS, SIXTEEN, EMITTER, TWO_SERVERS, ROOMS, WORKER_DEATH);

    private Scenarios() {}

    /** The scenario called {@code name}. */
    public static Optional<Scenario> named(String name) {
        return ALL.stream().filter(scenario -> scenario.name().equals(name)).findFirst();
    }

    /** The names of all, in their order. */
    public static List<String> names() {
        return ALL.stream().map(Scenario::name).toList();
    }

    private static List<ClientRole> oneClientEach() {
        List<ClientRole> clients = new ArrayList<>();
        for (int i = 0; i < FOUR.size(); i++) {
            clients.add(on("C" + (i + 1), FOUR.get(i)));
        }
        return clients;
    }
}
