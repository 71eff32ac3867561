package io.github.fanoutlab.simulator.check.faulty;

import io.github.fanoutlab.simulator.fault.RunString;
import io.github.fanoutlab.simulator.scenario.Generation;
import java.util.List;

/** What clients that poll are promised only if all their requests reach one worker. */
public final class StickyPromises {

    private StickyPromises() {}

    /** Whether the run cannot keep the claim of that name, by design. */
    static boolean isBeyond(RunString run, String claim) {
        List<String> sticky = run.generation() == Generation.LEGACY
                ? List.of(
                        FaultyCheckers.IN_ORDER,
                        FaultyCheckers.WHILE_CONNECTED,
                        FaultyCheckers.GREETED_ONCE,
                        FaultyCheckers.BACK,
                        FaultyCheckers.FRESH)
                : List.of(FaultyCheckers.BACK, FaultyCheckers.FRESH);
        return !run.access().isSticky() && sticky.stream().anyMatch(claim::startsWith);
    }

    /** Why a run through a balancer that is not sticky breaks promises. */
    public static String why(Generation generation) {
        return switch (generation) {
            case LEGACY ->
                "0.9 copies its sessions to all workers, so that any of them may answer a poll; but none knows where the next"
                        + " one goes, and what they keep for it is lost, late, or comes twice. A POST, too, such as that which"
                        + " opens a namespace, may miss the worker whose program knows the client.";
            case ADAPTER ->
                "In 1.0+ a session lives on one worker. A client that polls sends many requests, and one that the balancer"
                        + " takes to another worker is answered \"Session ID unknown\": it needs sticky sessions.";
        };
    }
}
