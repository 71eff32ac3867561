package io.github.fanoutlab.simulator.scenario;

import static io.github.fanoutlab.simulator.scenario.Broadcast.data;
import static io.github.fanoutlab.simulator.scenario.ClientRole.on;
import static io.github.fanoutlab.simulator.scenario.Scenario.MASTER;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The documented scenarios, in the order in which they are told, and some more, which use what the source document does not.
 */
public final class Scenarios {

    private static final List<String> FOUR = List.of("W1", "W2", "W3", "W4");
    private static final int SECONDS = 10;
    private static final List<String> TWO = List.of("W1", "W2");
    private static final int FEW_SECONDS = 3;

    /** The source document's programs: a master that never listens speaks once a second to everybody. */
    public static final Scenario HEARTBEAT = new Scenario(
            "heartbeat",
            "A master that never listens emits once a second. Does every client hear it, once?",
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
            "All four workers emit once a second. How many a second does a client get that is connected to all four?",
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
            "Workers emit to a room, to a namespace, to all but one room, and with local. Who hears which emit?",
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

    /** All that the source document describes. */
    public static final List<Scenario> DOCUMENTED =
            List.of(HEARTBEAT, MIRROR, FOUR_EMITTERS, SIXTEEN, EMITTER, TWO_SERVERS, ROOMS, WORKER_DEATH);

    /** Two workers emit at the same time, so that one emit often comes to a client that is about to poll again. */
    public static final Scenario VOLATILE = undocumented(
            "volatile",
            "Two workers emit volatile at the same time. What does a client miss, and does any of it come later?",
            List.of(on("C1", "W1"), on("C2", "W2")),
            List.of(
                    new Step.Beat(TWO, FEW_SECONDS, true, data("").asVolatile()),
                    new Step.Emit("W1", data("not volatile"))));

    /** Clients acknowledge what they get, and ask for an ack of their own in return. */
    public static final Scenario ACKS = undocumented(
            "acks",
            "Every client acknowledges every event. Does the emitter hear each ack, once?",
            List.of(on("C1", "W1").in("red"), on("C2", "W2").in("red"), on("C3", "W2")),
            List.of(
                    new Step.Beat(List.of("W1"), FEW_SECONDS, true, data("").withAcks()),
                    new Step.Emit("W2", data("to red").to("red").withAcks()),
                    new Step.Emit("W1", data("to all").withAcks())));

    /** A middleware of every worker refuses clients by their address. */
    public static final Scenario BANNED = undocumented(
            "banned",
            "Some clients are banned. Do they hear nothing, and the others everything?",
            List.of(
                    on("C1", "W1").in("red"),
                    on("C2", "W2").of("/chat"),
                    on("B1", "W1").in("red").banned(),
                    on("B2", "W2").of("/chat").banned()),
            List.of(
                    new Step.Beat(TWO, FEW_SECONDS, true, data("")),
                    new Step.Emit("W2", data("to red").to("red")),
                    new Step.Emit("W1", data("to chat").of("/chat"))));

    /** The clients come back, as those do whose program calls {@code socket.connect()} when the server has disconnected it. */
    public static final Scenario GOODBYE = undocumented(
            "goodbye",
            "A worker disconnects a room, then everybody. Who is gone, and who hears the next emit?",
            List.of(on("C1", "W1").in("red"), on("C2", "W2").in("red"), on("C3", "W2"), on("C4", "W1")),
            List.of(
                    new Step.Emit("W1", data("hello")),
                    new Step.Emit("W1", data("red, goodbye").to("red").goodbye()),
                    new Step.Emit("W2", data("who is here?")),
                    new Step.Emit("W2", data("goodbye").goodbye()),
                    new Step.Emit("W1", data("who is back?"))));

    /** Those that have no diagram: they are played with faults, also if there is none, and not with real processes. */
    public static final List<Scenario> MORE = List.of(VOLATILE, ACKS, BANNED, GOODBYE);

    /** The documented ones, and more. */
    public static final List<Scenario> ALL =
            Stream.concat(DOCUMENTED.stream(), MORE.stream()).toList();

    private Scenarios() {}

    /** The scenario called {@code name}. */
    public static Optional<Scenario> named(String name) {
        return ALL.stream().filter(scenario -> scenario.name().equals(name)).findFirst();
    }

    /** The names of all, in their order. */
    public static List<String> names() {
        return ALL.stream().map(Scenario::name).toList();
    }

    private static Scenario undocumented(String name, String question, List<ClientRole> clients, List<Step> steps) {
        return new Scenario(name, question, MasterRole.NONE, TWO, clients, steps, 0, "");
    }

    private static List<ClientRole> oneClientEach() {
        List<ClientRole> clients = new ArrayList<>();
        for (int i = 0; i < FOUR.size(); i++) {
            clients.add(on("C" + (i + 1), FOUR.get(i)));
        }
        return clients;
    }
}
