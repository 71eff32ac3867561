package io.github.fanoutlab.simulator.check.faulty;

import io.github.fanoutlab.simulator.scenario.Generation;
import io.github.fanoutlab.testbed.trace.Kind;
import io.github.fanoutlab.testbed.trace.TraceEvent;
import java.util.LinkedHashMap;
import java.util.Map;

/** What servers can promise to clients that poll only if all requests of a session reach one worker. */
public final class StickySessions {

    private StickySessions() {}

    /** Whether sessions stay alive and hear everything: not if a client polls through a balancer that is not sticky. */
    static boolean letClientsStayConnected(Facts facts) {
        return facts.run().string().access().isSticky() && !ledToRestartedWorker(facts);
    }

    /**
     * 0.9, over polls: whether the balancer led a session from a worker that lived to one that had been restarted, and had got no request
     * yet when the session began. One that goes by the source does so. In 1.0+, the client is refused and connects again; in 0.9, its
     * session goes on without what it had asked for.
     */
    private static boolean ledToRestartedWorker(Facts facts) {
        if (!ClientWire.anyWorkerMayAnswer(facts.run().string())) {
            return false;
        }
        Map<String, Long> handshakes = new LinkedHashMap<>();
        Map<String, Long> begun = new LinkedHashMap<>();
        Map<String, Long> served = new LinkedHashMap<>();
        Map<String, String> workers = new LinkedHashMap<>();
        for (TraceEvent event : facts.run().trace().events()) {
            if (event.kind() == Kind.NODE_DIED) {
                workers.values().removeIf(event.lane()::equals);
                served.put(event.lane(), Long.MAX_VALUE);
            } else if (event.kind() == Kind.HTTP_REQUEST_RECEIVED) {
                served.computeIfPresent(event.lane(), (worker, first) -> Math.min(first, event.id()));
            }
            if (event.kind() == Kind.HTTP_REQUEST_RECEIVED && ClientWire.isHandshake(event)) {
                handshakes.put(event.peer(), event.id());
            } else if (event.kind() == Kind.HTTP_REQUEST_RECEIVED) {
                String session = event.peer() + ' ' + event.name().replaceFirst("^[A-Z]+ ", "");
                begun.putIfAbsent(session, handshakes.getOrDefault(event.peer(), event.id()));
                String before = workers.put(session, event.lane());
                boolean ledAway = before != null && !before.equals(event.lane());
                if (ledAway && served.getOrDefault(event.lane(), -1L) > begun.get(session)) {
                    return true;
                }
            }
        }
        return false;
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
