package io.github.fanoutlab.simulator.museum;

import static io.github.fanoutlab.simulator.museum.ExhibitVersion.breaks;
import static io.github.fanoutlab.simulator.museum.ExhibitVersion.holds;

import io.github.fanoutlab.simulator.check.Deviation;
import io.github.fanoutlab.simulator.check.Verdict;
import io.github.fanoutlab.simulator.check.faulty.FaultyClaims;
import io.github.fanoutlab.simulator.fault.RunString;
import io.github.fanoutlab.simulator.stage.FaultyRun;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** What is lost while a client is away, and what a stream keeps. {@code ./fanout replay} plays each of these runs. */
final class Streams {

    private static final String DEATH = ";kill:W2@3.2s+3s";
    private static final String VOLATILE = "volatile;adapter=streams;seed=28;clients=C2;beats=1;cut:W2.C2@";

    private static final Predicate<String> OF_ALL = emit -> true;

    /** The one that is not volatile. */
    private static final Predicate<String> OF_LAST = "W1#2"::equals;

    private Streams() {}

    static List<Exhibit> exhibits() {
        return List.of(missedWhileAway(), offsetOverwritten());
    }

    private static Exhibit missedWhileAway() {
        return new Exhibit(
                "missed-while-away",
                "Clients miss what is emitted while they reconnect",
                new ExhibitText(
                                "A worker dies and is started again. Its clients are back within seconds, but they"
                                        + " never get what the other clients heard meanwhile.",
                                "PUBLISH keeps nothing: Redis sends a message only to those who are subscribed at"
                                        + " that moment. The dead worker is not subscribed, and the other workers do"
                                        + " not have its clients.",
                                "Use Redis streams with connection state recovery. A client that comes back, to any"
                                        + " worker, says how far it has read, and gets the rest first. Without"
                                        + " recovery, the program must keep what matters and send it again.",
                                List.of())
                        .today(
                                "Yes, over pub/sub. No, over streams, for two minutes.",
                                Cure.NODE_STREAMS,
                                Cure.JAVA_STREAMS),
                List.of(
                        breaks("0.9.17", () -> played("heartbeat;legacy" + DEATH, OF_ALL)),
                        breaks("@socket.io/redis-adapter 8", () -> played("heartbeat;adapter" + DEATH, OF_ALL)),
                        holds("streams, with recovery", () -> played("heartbeat;adapter=streams" + DEATH, OF_ALL))));
    }

    private static Exhibit offsetOverwritten() {
        return new Exhibit(
                "offset-overwritten",
                "A volatile event ends a client's recovery",
                new ExhibitText(
                                "Recovery works for most clients, but some come back as new clients: they are in no"
                                        + " room, and have missed everything.",
                                "If the last argument of an event is a string, a client keeps it as its offset."
                                        + " Servers add the offset as the last argument, but not to events that are"
                                        + " volatile or want an ack. If the last event before the loss was one of"
                                        + " these and ended with a string, the client comes back with that string,"
                                        + " which is not an offset.",
                                "Not fixed in the official client 4.8. In volatile events, and in events that want"
                                        + " an ack, never make a string the last argument.",
                                List.of("socketio/socket.io#5539"))
                        .today("Yes, with every adapter that recovers clients.", Cure.JAVA_VOLATILE),
                List.of(
                        breaks("streams, a volatile event came last", () -> played(VOLATILE + "1.04s", OF_LAST)),
                        holds(
                                "streams, the connection was lost before it",
                                () -> played(VOLATILE + "940ms", OF_LAST))));
    }

    /** {@code emits} are those that count. */
    private static ExhibitRun played(String run, Predicate<String> emits) {
        Verdict<FaultyRun> verdict = FaultyClaims.judge(FaultyRun.of(RunString.parse(run)));
        List<Deviation> kept = verdict.misses().stream()
                .filter(miss -> emits.test(miss.payload()))
                .toList();
        String why = kept.stream().map(miss -> miss.cause().words()).distinct().collect(Collectors.joining("; "));
        return new ExhibitRun(
                !kept.isEmpty(),
                "C2 was away, and misses " + (kept.isEmpty() ? "nothing" : kept.size() + ": " + why),
                verdict.run().trace());
    }
}
