package io.github.fanoutlab.simulator.check.faulty;

import static io.github.fanoutlab.simulator.check.Claim.that;

import io.github.fanoutlab.simulator.check.Check;
import io.github.fanoutlab.simulator.check.Claim;
import io.github.fanoutlab.simulator.check.Finding;
import io.github.fanoutlab.simulator.check.Verdict;
import io.github.fanoutlab.simulator.fault.Durations;
import io.github.fanoutlab.simulator.fault.RunString;
import io.github.fanoutlab.simulator.scenario.Broadcast.Manner;
import io.github.fanoutlab.simulator.scenario.RedisDialect;
import io.github.fanoutlab.simulator.scenario.Scenario;
import io.github.fanoutlab.simulator.stage.FaultyRun;
import java.util.List;
import java.util.stream.Stream;

/**
 * What is claimed of a run with faults. The first six claims are about safety and must hold at any time. The next two are about
 * liveness: they must hold after everything has healed. Then comes what the servers hold in the end. The last two are about
 * explanations: whatever a client missed, or got although it should not have got it, must have a cause that the trace shows.
 *
 * <p>There is one more for each thing that only some scenarios do: emit volatile or with acks, say goodbye, and ban clients. And there
 * is one for servers that speak streams, which let a client that comes back have what it missed.
 */
public final class FaultyClaims {

    static final String NO_ESCAPE = "No exception escapes while the run is played and judged";
    static final String AT_MOST_ONCE = "No emit is delivered twice over one connection, whatever fails";
    static final String IN_ORDER = "On each connection, the events of one sender arrive in the order of emitting";
    static final String MEANT =
            "Nothing is delivered that was not emitted before, and nothing to a client that it is not meant for";
    static final String WHILE_CONNECTED = "Nothing is delivered over a connection that is closed";
    static final String GREETED_ONCE = "Each session is greeted at most once, by its own worker";
    static final String NOT_CUT =
            "No session ends unless a fault hit its worker or its connection, or it was told to end";
    static final String BACK = "Once everything has healed, every client is connected again in time";
    static final String FRESH = "After that, what each node emits reaches everybody exactly once";
    static final String NO_LEFTOVERS =
            "In the end, servers hold only the sessions of connected clients (and, in 0.9, its known leftovers)";
    static final String WHOLE = "A client that comes back misses nothing, gets nothing twice, and gets all in order";
    static final String NO_EXTRAS =
            "If an emit reaches a client that it leaves out, or reaches a client again after a reconnection, the"
                    + " trace shows the cause";
    static final String EXPLAINED = "Everything that a client missed has a cause in the trace";

    private static final List<Claim<Facts>> ALL = List.of(
            that(AT_MOST_ONCE, FaultyRules::atMostOnce),
            that(IN_ORDER, FaultyRules::inOrder).promisedIf(StickySessions::letWorkersKeepOrder),
            that(MEANT, FaultyRules::onlyWhatWasEmitted),
            that(WHILE_CONNECTED, FaultyRules::onlyWhileConnected).promisedIf(StickySessions::letClientsKnow),
            that(GREETED_ONCE, FaultyRules::greetedOnce).promisedIf(StickySessions::letWorkersKeepOrder),
            that(NOT_CUT, FaultyRules::sessionsEndForAReason).promisedIf(StickySessions::letClientsStayConnected),
            that(BACK, FaultyRules::backInTime)
                    .stating(FaultyClaims::backWithin)
                    .promisedIf(StickySessions::letClientsStayConnected),
            that(FRESH, FaultyRules::freshEmitsReachEverybody).promisedIf(StickySessions::letClientsStayConnected),
            that(NO_LEFTOVERS, FaultyRules::nothingIsLeftBehind).promisedIf(StickySessions::letClientsStayConnected),
            that(NO_EXTRAS, FaultyRules::extrasAreExplained),
            that(EXPLAINED, FaultyRules::missesAreExplained));

    static final String NOT_KEPT = "No volatile event is kept for a client and delivered later";
    static final String ACKED =
            "Each ack is heard at most once, and only from a client that got the event; each missing ack has a cause in the trace";
    static final String GOODBYE = "The server disconnects those to whom it says goodbye, and nobody else";
    static final String BANNED = "Clients that are banned are told so, and never get in";

    /** What else is claimed of {@code run}, because of what its scenario does, and what streams promise while Redis keeps its memory. */
    private static Stream<Claim<Facts>> about(RunString run) {
        Scenario scenario = run.scenario();
        Stream.Builder<Claim<Facts>> claims = Stream.builder();
        if (run.dialect() == RedisDialect.STREAMS) {
            claims.add(that(WHOLE, FaultyRules::sessionsAreWhole));
        }
        if (scenario.emits(Manner.VOLATILE)) {
            claims.add(that(NOT_KEPT, FaultyRules::volatileIsNeverKept));
        }
        if (scenario.emits(Manner.WITH_ACKS)) {
            claims.add(that(ACKED, FaultyRules::acksAreHeard).promisedIf(StickySessions::letClientsStayConnected));
        }
        if (scenario.emits(Manner.GOODBYE)) {
            claims.add(that(GOODBYE, FaultyRules::goodbyesEndSessions)
                    .promisedIf(StickySessions::letClientsStayConnected));
        }
        if (!scenario.banned().isEmpty()) {
            claims.add(that(BANNED, FaultyRules::bannedStayOut));
        }
        return claims.build();
    }

    private FaultyClaims() {}

    /** Judges {@code run}. */
    public static Verdict<FaultyRun> judge(FaultyRun run) {
        if (!run.escaped().isEmpty()) {
            return escaped(run, run.escaped());
        }
        try {
            Facts facts = Facts.of(run);
            return new Verdict<>(
                    run,
                    Stream.concat(ALL.stream(), about(run.string()))
                            .map(claim -> claim.judge(facts))
                            .toList(),
                    facts.misses(),
                    facts.extras());
        } catch (RuntimeException escaped) {
            return escaped(run, escaped.toString());
        }
    }

    /** The verdict on a run that an exception ended, or that could not be judged because of one. */
    private static Verdict<FaultyRun> escaped(FaultyRun run, String exception) {
        Check failed = Claim.<FaultyRun>that(NO_ESCAPE, none -> Finding.same("none", exception))
                .judge(run);
        return new Verdict<>(run, List.of(failed), List.of(), List.of());
    }

    private static String backWithin(Facts facts) {
        String bound = Durations.print(facts.run().probedMicros() - facts.run().healedMicros());
        return "Once everything has healed, every client is connected again within " + bound + " of virtual time";
    }
}
