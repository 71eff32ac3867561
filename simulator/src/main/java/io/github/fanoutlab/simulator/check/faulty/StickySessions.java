package io.github.fanoutlab.simulator.check.faulty;

import io.github.fanoutlab.simulator.scenario.Generation;

/** What servers can promise to clients that poll only if all requests of a session reach one worker. */
public final class StickySessions {

    private StickySessions() {}

    /** Whether sessions stay alive and hear everything: not if a client polls through a balancer that is not sticky. */
    static boolean letClientsStayConnected(Facts facts) {
        return facts.run().string().access().isSticky();
    }

    /** Whether a session hears things in order, once, and while it lasts: in 1.0+ always, because it lives on one worker. */
    static boolean letWorkersKeepOrder(Facts facts) {
        return letClientsStayConnected(facts) || facts.run().string().generation() == Generation.ADAPTER;
    }

    /** Why promises are broken in a run through a balancer that is not sticky. */
    public static String why(Generation generation) {
        return switch (generation) {
            case LEGACY ->
                "0.9 copies its sessions to all workers, so any of them may answer a poll. But none of them knows where the"
                        + " next poll goes, and what they keep for it is lost, late, or delivered twice. A POST, such as the one"
                        + " that opens a namespace, may also miss the worker whose program knows the client.";
            case ADAPTER ->
                "In 1.0+ a session lives on one worker. A client that polls sends many requests. If the balancer takes one of"
                        + " them to another worker, the answer is \"Session ID unknown\". Polling needs sticky sessions.";
        };
    }
}
