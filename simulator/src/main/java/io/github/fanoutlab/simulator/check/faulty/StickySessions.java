package io.github.fanoutlab.simulator.check.faulty;

import io.github.fanoutlab.simulator.scenario.Generation;
import io.github.fanoutlab.testbed.trace.Kind;
import io.github.fanoutlab.testbed.trace.Trace;
import io.github.fanoutlab.testbed.trace.TraceEvent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What servers can promise to clients that poll only if all requests of a session reach one worker. */
public final class StickySessions {

    /** 0.9: the beginning of the packet that asks a worker to let a client into a namespace, and of its answer. */
    private static final String INTO_NAMESPACE = "1::/";

    private StickySessions() {}

    /** Whether sessions stay alive and hear everything: not if a client polls through a balancer that is not sticky. */
    static boolean letClientsStayConnected(Facts facts) {
        return facts.run().string().access().isSticky()
                && !(ClientWire.anyWorkerMayAnswer(facts.run().string())
                        && (ledElsewhere(facts) || passedOnToTheDead(facts) || letInByTheDead(facts)));
    }

    /**
     * 0.9, over polls: whether the balancer led a session from a worker that lived to another one. One that goes by the source does so
     * with one that had been restarted, and had got no request yet when the session began. One that sets a cookie does so when a worker
     * answers, since then, what the client had asked in its former session. In 1.0+, the client is refused and connects again; in 0.9,
     * its session goes on without what it had asked for.
     */
    private static boolean ledElsewhere(Facts facts) {
        Map<String, Long> handshakes = new LinkedHashMap<>();
        Map<String, Long> begun = new LinkedHashMap<>();
        Map<String, Long> served = new LinkedHashMap<>();
        Map<String, String> workers = new LinkedHashMap<>();
        Map<String, Long> answers = new LinkedHashMap<>();
        for (TraceEvent event : facts.run().trace().events()) {
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
     * 0.9, over polls: whether a client asked a worker to let it into its namespace, which passed that on to the one whose program knew
     * the client, and that one had died. Nobody answers then, and the client waits for ever.
     */
    private static boolean passedOnToTheDead(Facts facts) {
        Trace trace = facts.run().trace();
        List<TraceEvent> asked = trace.events(event -> event.is(Kind.REDIS_SENT, "PUBLISH")
                && event.channel().startsWith("message")
                && event.text().contains("\"type\":\"connect\""));
        return asked.stream()
                .anyMatch(passedOn -> trace.events(Kind.NODE_DIED).stream()
                        .anyMatch(death -> hadBegun(death, passedOn, trace)
                                && trace.allEffectsOf(passedOn).stream()
                                        .noneMatch(event -> event.kind() == Kind.REDIS_PUSH
                                                && event.lane().equals(death.lane())
                                                && event.id() < death.id())));
    }

    /**
     * 0.9, over polls: whether the worker that a client asked to let it into its namespace died before the client had the answer, and
     * another one went on with the session. That one does not say it again, and the client waits for ever.
     */
    private static boolean letInByTheDead(Facts facts) {
        Trace trace = facts.run().trace();
        List<TraceEvent> asked = trace.events(event -> event.kind() == Kind.HTTP_REQUEST_RECEIVED
                && event.name().startsWith("POST ")
                && event.text().contains(INTO_NAMESPACE));
        return asked.stream()
                .anyMatch(request -> trace.events(Kind.NODE_DIED).stream()
                                .anyMatch(death -> death.lane().equals(request.lane()) && death.id() > request.id())
                        && ofSession(request, trace)
                                .anyMatch(later -> later.kind() == Kind.HTTP_REQUEST_RECEIVED
                                        && !later.lane().equals(request.lane()))
                        && ofSession(request, trace)
                                .noneMatch(later -> later.kind() == Kind.HTTP_RESPONSE_RECEIVED
                                        && later.text().contains(INTO_NAMESPACE)));
    }

    /** What the trace shows after {@code request} of the requests of its session. */
    private static Stream<TraceEvent> ofSession(TraceEvent request, Trace trace) {
        String session = request.name().substring(request.name().indexOf('/'));
        return trace.events().subList((int) request.id() + 1, trace.size()).stream()
                .filter(later -> later.name().endsWith(session));
    }

    /** Whether the worker that died had begun the session that {@code passedOn} is of. */
    private static boolean hadBegun(TraceEvent death, TraceEvent passedOn, Trace trace) {
        return trace.events().subList(0, (int) death.id()).stream()
                .anyMatch(event -> ServerHoldings.isPublished("connect", event)
                        && event.lane().equals(death.lane())
                        && passedOn.text().contains(ServerHoldings.firstArgument(event)));
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
