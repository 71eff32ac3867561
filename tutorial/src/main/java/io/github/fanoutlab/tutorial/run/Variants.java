package io.github.fanoutlab.tutorial.run;

import static io.github.fanoutlab.simulator.scenario.Broadcast.data;
import static io.github.fanoutlab.simulator.scenario.Scenarios.FOUR_EMITTERS;
import static io.github.fanoutlab.simulator.scenario.Scenarios.SIXTEEN;

import io.github.fanoutlab.simulator.scenario.ClientRole;
import io.github.fanoutlab.simulator.scenario.Scenario;
import io.github.fanoutlab.simulator.scenario.Scenarios;
import io.github.fanoutlab.simulator.scenario.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Documented scenarios with one thing changed, which the chapters ask their readers to try. */
public final class Variants {

    private static final int SECONDS = 10;

    /** Four workers, and the timer in one of them only: the first remedy of what chapter 3 shows. */
    public static final Scenario ONE_TIMER = changed(
            FOUR_EMITTERS,
            "one-timer",
            "Only worker 1 has a timer. How many a second does its client get?",
            new Step.Beat(List.of("W1"), SECONDS, true, data("")));

    /** Four workers with a timer each that emit to their own clients only: the second remedy. */
    public static final Scenario LOCAL_TIMERS = changed(
            FOUR_EMITTERS,
            "local-timers",
            "Four timers, four local emits. How many does one client get?",
            new Step.Beat(List.of("W1", "W2", "W3", "W4"), SECONDS, true, data("").locally()));

    /** Sixteen, with one worker killed before the first emit. */
    public static final Scenario SIXTEEN_MINUS_ONE = changed(
            SIXTEEN,
            "sixteen-minus-one",
            "Worker 4 dies, and the others emit. How many are left?",
            new Step.Kill("W4"),
            new Step.Beat(List.of("W1", "W2", "W3"), SECONDS, true, data("")));

    /** One heartbeat for a client that is connected to all four workers. */
    public static final Scenario HEARTBEAT_TO_ALL = forOneConnectedToAll(Scenarios.HEARTBEAT, "heartbeat-to-all");

    /** The same from an emitter. */
    public static final Scenario EMITTER_TO_ALL = forOneConnectedToAll(Scenarios.EMITTER, "emitter-to-all");

    /** The same, and worker 1, which was forgotten when the timer moved, emits as well. */
    public static final Scenario EMITTER_AND_WORKER = changed(
            EMITTER_TO_ALL,
            "emitter-and-worker",
            "An emitter and worker 1 both have the timer. What does a client get that is connected to all workers?",
            new Step.Beat(List.of(Scenario.MASTER, "W1"), SECONDS, false, data("payload")));

    /** Four timers with local emits for a client that is connected to all four workers. */
    public static final Scenario LOCAL_TO_ALL = forOneConnectedToAll(LOCAL_TIMERS, "local-to-all");

    /** The master's heartbeat, with {@code local} in it. */
    public static final Scenario MASTER_LOCAL = changed(
            Scenarios.HEARTBEAT,
            "master-local",
            "A master without clients emits with local. Who hears it?",
            new Step.Beat(
                    List.of(Scenario.MASTER), SECONDS, false, data("payload").locally()));

    /** Four timers that speak to a room that nobody has joined. */
    public static final Scenario TO_NOBODY = changed(
            FOUR_EMITTERS,
            "to-nobody",
            "All four workers emit once a second to a room that nobody has joined. What does Redis get?",
            new Step.Beat(List.of("W1", "W2", "W3", "W4"), SECONDS, true, data("").to("nobody")));

    /** Four timers that speak to a room, and one client in it. */
    public static final Scenario TO_RED = new Scenario(
            "to-red",
            "All four workers emit once a second to the room red. How many does a member get?",
            FOUR_EMITTERS.master(),
            FOUR_EMITTERS.workers(),
            List.of(ClientRole.on("C1", "W1").in("red")),
            List.of(new Step.Beat(List.of("W1", "W2", "W3", "W4"), SECONDS, true, data("").to("red"))),
            0,
            "");

    /** A heartbeat in one of two namespaces. */
    public static final Scenario CHAT_HEARTBEAT = new Scenario(
            "chat-heartbeat",
            "The master emits once a second in /chat. One client is there, another is in /. What do they get?",
            Scenarios.HEARTBEAT.master(),
            Scenarios.HEARTBEAT.workers(),
            List.of(ClientRole.on("C1", "W1"), ClientRole.on("N2", "W2").of("/chat")),
            List.of(new Step.Beat(List.of(Scenario.MASTER), SECONDS, true, data("").of("/chat"))),
            0,
            "");

    /** Worker 1 speaks to a room; of the clients, one at each worker, the one at worker 2 is in it. */
    public static final Scenario RED_AT_TWO = new Scenario(
            "red-at-two",
            "Worker 1 emits once a second to the room red. The client at worker 2 is in it. Who gets it?",
            Scenarios.MIRROR.master(),
            Scenarios.MIRROR.workers(),
            List.of(
                    ClientRole.on("C1", "W1"),
                    ClientRole.on("C2", "W2").in("red"),
                    ClientRole.on("C3", "W3"),
                    ClientRole.on("C4", "W4")),
            List.of(new Step.Beat(List.of("W1"), SECONDS, true, data("").to("red"))),
            0,
            "");

    /** All of them. */
    public static final List<Scenario> ALL = List.of(
            ONE_TIMER,
            LOCAL_TIMERS,
            SIXTEEN_MINUS_ONE,
            HEARTBEAT_TO_ALL,
            EMITTER_TO_ALL,
            EMITTER_AND_WORKER,
            LOCAL_TO_ALL,
            MASTER_LOCAL,
            TO_NOBODY,
            TO_RED,
            CHAT_HEARTBEAT,
            RED_AT_TWO);

    private Variants() {}

    /** The documented scenario or variant called {@code name}. */
    static Scenario named(String name) {
        return everything().stream()
                .filter(scenario -> scenario.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no scenario '" + name + "', only "
                        + everything().stream().map(Scenario::name).collect(Collectors.joining(", "))));
    }

    private static List<Scenario> everything() {
        List<Scenario> everything = new ArrayList<>(Scenarios.DOCUMENTED);
        everything.addAll(ALL);
        return everything;
    }

    private static Scenario forOneConnectedToAll(Scenario original, String name) {
        return new Scenario(
                name,
                "One client is connected to all workers. How many a second does it get?",
                original.master(),
                original.workers(),
                SIXTEEN.clients(),
                original.steps(),
                0,
                "");
    }

    /** The same cluster doing something else; the source document does not describe it, so it has no rate and no diagram. */
    private static Scenario changed(Scenario original, String name, String question, Step... steps) {
        return new Scenario(
                name, question, original.master(), original.workers(), original.clients(), List.of(steps), 0, "");
    }
}
