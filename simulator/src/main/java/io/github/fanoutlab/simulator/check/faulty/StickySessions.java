package io.github.fanoutlab.simulator.check.faulty;

import io.github.fanoutlab.simulator.fault.RunString;
import io.github.fanoutlab.simulator.scenario.Generation;
import io.github.fanoutlab.testbed.trace.Kind;
import io.github.fanoutlab.testbed.trace.Trace;
import io.github.fanoutlab.testbed.trace.TraceEvent;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** What servers can promise to clients that poll only if all requests of a session reach one worker. */
public final class StickySessions {

    private StickySessions() {}

    /** Whether sessions stay alive and hear everything: not if a client polls, and its requests reach more than one worker. */
    static boolean letClientsStayConnected(Facts facts) {
        return stayAtLivingWorkers(facts)
                && !(ClientWire.anyWorkerMayAnswer(facts.run().string())
                        && outlivesWorker(facts.run().trace()));
    }

    /** Whether a session hears things in order and once: in 1.0+ always, because it lives on one worker. */
    static boolean letWorkersKeepOrder(Facts facts) {
        return facts.run().string().generation() == Generation.ADAPTER || stayAtLivingWorkers(facts);
    }

    /** Whether a client that hears anything has heard that it is connected: in 1.0+ always, since one worker says both. */
    static boolean letClientsKnow(Facts facts) {
        return facts.run().string().generation() == Generation.ADAPTER || letClientsStayConnected(facts);
    }

    private static boolean stayAtLivingWorkers(Facts facts) {
        RunString run = facts.run().string();
        return run.access().isSticky()
                && !(ClientWire.anyWorkerMayAnswer(run)
                        && ledElsewhere(facts.run().trace()));
    }

    /**
     * 0.9, over polls: whether the balancer led a session from a worker that lived to another one. One that goes by the source does so
     * with one that had been restarted, and had got no request yet when the session began. One that sets a cookie does so when a worker
     * answers, since then, what the client had asked in its former session. In 1.0+, the client is refused and connects again; in 0.9,
     * its session goes on without what it had asked for.
     */
    private static boolean ledElsewhere(Trace trace) {
        Map<String, Long> handshakes = new LinkedHashMap<>();
        Map<String, Long> begun = new LinkedHashMap<>();
        Map<String, Long> served = new LinkedHashMap<>();
        Map<String, String> workers = new LinkedHashMap<>();
        Map<String, Long> answers = new LinkedHashMap<>();
        for (TraceEvent event : trace.events()) {
            if (event.kind() == Kind.NODE_DIED) {
                workers.values().removeIf(event.lane()::equals);
                served.put(event.lane(), Long.MAX_VALUE);
            } else if (event.kind() == Kind.HTTP_RESPONSE_RECEIVED && !ClientWire.isHandshake(event)) {
                answers.put(event.lane() + ' ' + event.peer(), event.id());
            } else if (event.kind() == Kind.HTTP_REQUEST_RECEIVED) {
                served.computeIfPresent(event.lane(), (worker, first) -> Math.min(first, event.id()));
            }
            if (event.kind() == Kind.HTTP_REQUEST_RECEIVED && ClientWire.isHandshake(event)) {
                handshakes.put(event.peer(), event.id());
            } else if (event.kind() == Kind.HTTP_REQUEST_RECEIVED) {
                String session = event.peer() + ' ' + event.name().replaceFirst("^[A-Z]+ ", "");
                long since = begun.computeIfAbsent(session, first -> handshakes.getOrDefault(event.peer(), event.id()));
                String before = workers.put(session, event.lane());
                boolean ledAway = before != null && !before.equals(event.lane());
                boolean byOtherCookie = answers.getOrDefault(event.peer() + ' ' + event.lane(), -1L) > since;
                if (ledAway && (byOtherCookie || served.getOrDefault(event.lane(), -1L) > since)) {
                    return true;
                }
            }
        }
        return false;
    }

    /**
     * 0.9, over polls: whether a worker died and a session of its clients went on at another one. In 1.0+, the client is refused then,
     * and connects again; in 0.9, nobody tells it that what the program of the dead worker knew of it, or was to say, is gone.
     */
    private static boolean outlivesWorker(Trace trace) {
        Map<String, String> workers = new LinkedHashMap<>();
        Set<String> orphans = new LinkedHashSet<>();
        for (TraceEvent event : trace.events()) {
            if (event.kind() == Kind.NODE_DIED) {
                workers.forEach((session, worker) -> {
                    if (worker.equals(event.lane())) {
                        orphans.add(session);
                    }
                });
            } else if (event.kind() == Kind.HTTP_REQUEST_RECEIVED && !ClientWire.isHandshake(event)) {
                String session = ClientWire.sessionOf(event);
                String worker = workers.put(session, event.lane());
                if (orphans.contains(session) && !event.lane().equals(worker)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Why promises are broken in a run through a balancer that is not sticky. */
    public static String why(Generation generation) {
        return switch (generation) {
            case LEGACY ->
                "0.9 copies its sessions to all workers, so any worker may answer a poll. But no worker knows where"
                        + " the next poll goes, and what it keeps for that poll is lost, late, or delivered twice. A"
                        + " POST, such as the one that opens a namespace, may also miss the worker whose program"
                        + " knows the client. If that worker dies, the session goes on at another one, without what"
                        + " the program knew.";
            case ADAPTER ->
                "In 1.0+, a session lives on one worker. A client that polls sends many requests. If the balancer"
                        + " sends one of them to another worker, the response is \"Session ID unknown\". Polling"
                        + " needs sticky sessions.";
        };
    }
}
