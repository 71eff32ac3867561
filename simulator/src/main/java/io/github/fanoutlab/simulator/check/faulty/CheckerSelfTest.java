package io.github.fanoutlab.simulator.check.faulty;

import io.github.fanoutlab.simulator.check.Check;
import io.github.fanoutlab.simulator.check.Verdict;
import io.github.fanoutlab.simulator.fault.RunString;
import io.github.fanoutlab.simulator.scenario.RedisDialect;
import io.github.fanoutlab.simulator.stage.FaultyRun;
import io.github.fanoutlab.testbed.trace.Kind;
import io.github.fanoutlab.testbed.trace.TraceEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * Proves that the checkers can fail. It takes real runs that pass, of all servers that are compared, changes their records as a defect
 * would, and looks whether the claim stops holding that must catch it.
 */
public final class CheckerSelfTest {

    /** A client is in a room that is excepted, everybody emits, and a client is away for a second. */
    private static final String ROOMS = "rooms;%s;seed=1;leave:C1@1.2s+1s";

    /** Over streams, a client is away while its worker is dead, and then gets what it missed. */
    private static final String COMEBACK = "heartbeat;adapter=streams;seed=1;kill:W2@3.2s+2s";

    private static final Predicate<TraceEvent> FIFTH =
            delivery("master#0005").and(event -> event.lane().equals("C2"));
    private static final Predicate<TraceEvent> SIXTH =
            delivery("master#0006").and(event -> event.lane().equals("C2"));

    private static final Predicate<TraceEvent> BUT_BLUE = delivery("W3#0001");
    private static final Predicate<TraceEvent> LAST = delivery("W4#0002");

    private static final List<Defect> DEFECTS = List.of(
            new Defect(FaultyClaims.AT_MOST_ONCE, ROOMS, run -> run.again(LAST, event -> event)),
            new Defect(FaultyClaims.IN_ORDER, ROOMS, run -> run.again(delivery("W1#0001"), event -> event)),
            new Defect(
                    FaultyClaims.MEANT,
                    ROOMS,
                    run -> run.again(LAST, event -> TamperedRun.as(event, Kind.DELIVERY, "W4", "[\"W4#0777\"]"))),
            new Defect(
                    FaultyClaims.WHILE_CONNECTED,
                    ROOMS,
                    run -> run.without(event -> isConnected(event, "C1") && event.timeMicros() > 1_500_000)),
            new Defect(
                    FaultyClaims.GREETED_ONCE,
                    ROOMS,
                    run -> run.again(delivery("connected to worker"), event -> event)),
            new Defect(
                    FaultyClaims.NOT_CUT,
                    ROOMS,
                    run -> run.change(
                            event -> event.kind() == Kind.DISCONNECTED
                                    && event.lane().equals("C1"),
                            event -> TamperedRun.named("ping timeout", event))),
            new Defect(FaultyClaims.BACK, ROOMS, run -> run.without(event -> isConnected(event, "C4"))),
            new Defect(FaultyClaims.FRESH, ROOMS, run -> run.without(LAST)),
            new Defect(FaultyClaims.NO_LEFTOVERS, ROOMS, run -> run.without(event -> isConnected(event, "C4"))),
            new Defect(
                    FaultyClaims.NO_EXTRAS,
                    ROOMS,
                    run -> run.again(BUT_BLUE, event -> TamperedRun.to("C3", "W3", event))),
            new Defect(FaultyClaims.EXPLAINED, ROOMS, run -> run.without(BUT_BLUE)),
            new Defect(FaultyClaims.WHOLE, COMEBACK, run -> run.without(FIFTH)),
            new Defect(FaultyClaims.WHOLE, COMEBACK, run -> run.again(FIFTH, event -> event)),
            new Defect(
                    FaultyClaims.WHOLE,
                    COMEBACK,
                    run -> run.change(
                            FIFTH.or(SIXTH),
                            event -> TamperedRun.as(
                                    event,
                                    Kind.DELIVERY,
                                    event.peer(),
                                    FIFTH.test(event) ? "[\"master#0006\"]" : "[\"master#0005\"]"))),
            new Defect(
                    FaultyClaims.NOT_KEPT,
                    "volatile;%s;seed=1",
                    run -> run.change(
                            event -> event.kind() == Kind.FRAME_SENT
                                    && event.text().contains("W1#0001"),
                            TamperedRun::later)),
            new Defect(
                    FaultyClaims.ACKED,
                    "acks;%s;seed=1",
                    run -> run.without(
                            event -> event.kind() == Kind.ACKED && event.lane().equals("W1"))),
            new Defect(
                    FaultyClaims.GOODBYE,
                    "goodbye;%s;seed=1",
                    run -> run.without(event ->
                            event.kind() == Kind.DISCONNECTED && event.lane().equals("C1"))),
            new Defect(
                    FaultyClaims.BANNED,
                    "banned;%s;seed=1",
                    run -> run.again(event -> isConnected(event, "C1"), event -> TamperedRun.to("B1", "W1", event))));

    /**
     * What a defect that a claim must catch would do to the record of a run.
     *
     * @param run its run string, with %s for the generation if every server can play it
     */
    private record Defect(String claim, String run, UnaryOperator<TamperedRun> change) {

        boolean isAbout(Verdict<FaultyRun> verdict) {
            return verdict.run().string().scenario().name().equals(run.substring(0, run.indexOf(';')));
        }
    }

    private CheckerSelfTest() {}

    private static boolean isConnected(TraceEvent event, String client) {
        return event.kind() == Kind.CONNECTED && event.lane().equals(client);
    }

    private static Predicate<TraceEvent> delivery(String payload) {
        return event -> event.kind() == Kind.DELIVERY && event.text().contains(payload);
    }

    /** How many claims there are to prove. */
    public static int claims() {
        return (int) DEFECTS.stream().map(Defect::claim).distinct().count();
    }

    /** The runs whose records are tampered with. If one does not pass, a server is broken, and no self-test is needed. */
    public static List<Verdict<FaultyRun>> untouched() {
        return DEFECTS.stream()
                .map(Defect::run)
                .distinct()
                .flatMap(run -> RunString.parseAll(run.replace(";%s", ""), RedisDialect.COMPARED).stream())
                .map(run -> FaultyClaims.judge(FaultyRun.of(run)))
                .toList();
    }

    /** The claims that still hold after the records of {@code runs} were tampered with; empty if all checkers can fail. */
    public static List<String> silent(List<Verdict<FaultyRun>> runs) {
        List<String> silent = new ArrayList<>();
        for (Verdict<FaultyRun> run : runs) {
            List<Defect> defects =
                    DEFECTS.stream().filter(defect -> defect.isAbout(run)).toList();
            requireDefects(run.checks().stream().map(Check::name).toList());
            for (Defect defect : defects) {
                if (holds(defect.claim, defect.change.apply(TamperedRun.of(run.run())))) {
                    silent.add(run.run().string().dialect().generationKey() + ": " + defect.claim);
                }
            }
        }
        return silent;
    }

    private static void requireDefects(List<String> claims) {
        List<String> proven = DEFECTS.stream().map(Defect::claim).toList();
        if (!proven.containsAll(claims)) {
            throw new IllegalStateException("the claims are " + claims + ", but there are defects for " + proven);
        }
    }

    private static boolean holds(String claim, TamperedRun tampered) {
        return tampered.judged().checks().stream()
                .anyMatch(check -> check.name().equals(claim) && check.passed());
    }
}
