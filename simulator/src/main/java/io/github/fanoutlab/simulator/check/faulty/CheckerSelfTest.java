package io.github.fanoutlab.simulator.check.faulty;

import io.github.fanoutlab.simulator.check.Check;
import io.github.fanoutlab.simulator.check.Verdict;
import io.github.fanoutlab.simulator.fault.RunString;
import io.github.fanoutlab.simulator.stage.FaultyRun;
import io.github.fanoutlab.testbed.trace.Kind;
import io.github.fanoutlab.testbed.trace.TraceEvent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * Proves that the checkers can fail. It takes a real run that passes, changes its record as a defect would, once for each
 * claim, and looks whether that claim stops holding.
 */
public final class CheckerSelfTest {

    /** A client is in a room that is excepted, everybody emits, and a client is away for a second. */
    private static final String RUN = "rooms;adapter;seed=1;leave:C1@1.2s+1s";

    private static final Predicate<TraceEvent> BUT_BLUE = delivery("W3#0001");
    private static final Predicate<TraceEvent> LAST = delivery("W4#0002");

    /** For each claim, what a defect that it must catch would do to the record. */
    private static final Map<String, UnaryOperator<TamperedRun>> DEFECTS = defects();

    private CheckerSelfTest() {}

    private static Map<String, UnaryOperator<TamperedRun>> defects() {
        Map<String, UnaryOperator<TamperedRun>> defects = new LinkedHashMap<>();
        defects.put(FaultyClaims.AT_MOST_ONCE, run -> run.again(LAST, event -> event));
        defects.put(FaultyClaims.IN_ORDER, run -> run.again(delivery("W1#0001"), event -> event));
        defects.put(
                FaultyClaims.MEANT,
                run -> run.again(LAST, event -> TamperedRun.as(event, Kind.DELIVERY, "W4", "[\"W4#0777\"]")));
        defects.put(
                FaultyClaims.WHILE_CONNECTED,
                run -> run.without(event -> isConnected(event, "C1") && event.timeMicros() > 1_500_000));
        defects.put(FaultyClaims.GREETED_ONCE, run -> run.again(delivery("connected to worker"), event -> event));
        defects.put(FaultyClaims.BACK, run -> run.without(event -> isConnected(event, "C4")));
        defects.put(FaultyClaims.FRESH, run -> run.without(LAST));
        defects.put(FaultyClaims.NO_LEFTOVERS, run -> run.without(event -> isConnected(event, "C4")));
        defects.put(FaultyClaims.NO_EXTRAS, run -> run.again(BUT_BLUE, event -> TamperedRun.to("C3", "W3", event)));
        defects.put(FaultyClaims.EXPLAINED, run -> run.without(BUT_BLUE));
        return defects;
    }

    private static boolean isConnected(TraceEvent event, String client) {
        return event.kind() == Kind.CONNECTED && event.lane().equals(client);
    }

    /** How many claims there are to prove. */
    public static int claims() {
        return DEFECTS.size();
    }

    /** The run whose record is tampered with. If it does not pass, a server is broken, and no self-test is needed. */
    public static Verdict<FaultyRun> untouched() {
        return FaultyClaims.judge(FaultyRun.of(RunString.parse(RUN)));
    }

    /** The claims that still hold after the record of {@code run} was tampered with; empty if all checkers can fail. */
    public static List<String> silent(Verdict<FaultyRun> run) {
        List<String> claims = run.checks().stream().map(Check::name).toList();
        if (!claims.equals(List.copyOf(DEFECTS.keySet()))) {
            throw new IllegalStateException(
                    "the claims are " + claims + ", but there are defects for " + DEFECTS.keySet());
        }
        return claims.stream()
                .filter(claim -> holds(claim, DEFECTS.get(claim).apply(TamperedRun.of(run.run()))))
                .toList();
    }

    private static boolean holds(String claim, TamperedRun tampered) {
        return tampered.judged().checks().stream()
                .anyMatch(check -> check.name().equals(claim) && check.passed());
    }

    private static Predicate<TraceEvent> delivery(String payload) {
        return event -> event.kind() == Kind.DELIVERY && event.text().contains(payload);
    }
}
