package io.github.fanoutlab.simulator.check.faulty;

import io.github.fanoutlab.simulator.check.Check;
import io.github.fanoutlab.simulator.fault.RunString;
import io.github.fanoutlab.simulator.stage.FaultyRun;
import io.github.fanoutlab.testbed.trace.Kind;
import io.github.fanoutlab.testbed.trace.TraceEvent;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * Proves that the checkers can fail: takes a real run that passes, tampers with its record as a defect would, once for each
 * claim, and looks whether the claim objects.
 */
public final class CheckerSelfTest {

    /** Somebody is in a room that is excepted, everybody emits, a client is away for a second. */
    private static final String RUN = "rooms;adapter;seed=1;leave:C1@1.2s+1s";

    private static final Predicate<TraceEvent> BUT_BLUE = delivery("W3#0001");
    private static final Predicate<TraceEvent> LAST = delivery("W4#0002");

    /** What a defect does to the record, and which of the verdict's claims, counted from 0, must object. */
    private record Tampering(int claim, UnaryOperator<TamperedRun> defect) {}

    private static final List<Tampering> DEFECTS = List.of(
            new Tampering(0, run -> run.again(LAST, event -> event)),
            new Tampering(1, run -> run.again(delivery("W1#0001"), event -> event)),
            new Tampering(
                    2, run -> run.again(LAST, event -> TamperedRun.as(event, Kind.DELIVERY, "W4", "[\"W4#0777\"]"))),
            new Tampering(
                    3,
                    run -> run.without(event -> event.kind() == Kind.CONNECTED
                            && event.lane().equals("C1")
                            && event.timeMicros() > 1_500_000)),
            new Tampering(4, run -> run.again(delivery("connected to worker"), event -> event)),
            new Tampering(
                    5,
                    run -> run.without(event ->
                            event.kind() == Kind.CONNECTED && event.lane().equals("C4"))),
            new Tampering(6, run -> run.without(LAST)),
            new Tampering(7, run -> run.again(BUT_BLUE, event -> TamperedRun.to("C3", "W3", event))),
            new Tampering(8, run -> run.without(BUT_BLUE)));

    private CheckerSelfTest() {}

    /** How many claims there are to prove. */
    public static int claims() {
        return DEFECTS.size();
    }

    /** The run whose record is tampered with. Where it does not pass, a server is broken, and no self-test is needed. */
    public static FaultyVerdict untouched() {
        return FaultyVerdict.of(FaultyRun.of(RunString.parse(RUN)));
    }

    /** The claims that did not object to what was done to the record of {@code run}; empty when all checkers can fail. */
    public static List<String> silent(FaultyVerdict run) {
        List<Check> untouched = run.checks();
        if (untouched.size() != DEFECTS.size()) {
            throw new IllegalStateException(
                    "there are " + untouched.size() + " claims, and defects for " + DEFECTS.size() + " of them");
        }
        return DEFECTS.stream()
                .filter(tampering -> tampering
                        .defect
                        .apply(TamperedRun.of(run.run()))
                        .judged()
                        .checks()
                        .get(tampering.claim)
                        .passed())
                .map(tampering -> untouched.get(tampering.claim).name())
                .toList();
    }

    private static Predicate<TraceEvent> delivery(String payload) {
        return event -> event.kind() == Kind.DELIVERY && event.text().contains(payload);
    }
}
