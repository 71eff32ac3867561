package io.github.fanoutlab.simulator.museum;

import static io.github.fanoutlab.simulator.museum.ExhibitVersion.breaks;
import static io.github.fanoutlab.simulator.museum.ExhibitVersion.holds;

import io.github.fanoutlab.simulator.fault.RunString;
import io.github.fanoutlab.simulator.scenario.Delivery;
import io.github.fanoutlab.simulator.scenario.Generation;
import io.github.fanoutlab.simulator.stage.FaultyRun;
import io.github.fanoutlab.testbed.trace.Kind;
import io.github.fanoutlab.testbed.trace.Trace;
import io.github.fanoutlab.testbed.trace.TraceEvent;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Defects that clients behind a load balancer meet. {@code ./fanout replay} plays each of these runs. */
final class LoadBalancing {

    private LoadBalancing() {}

    static List<Exhibit> exhibits() {
        return List.of(sessionIdUnknown(), duplicateAfterFailover());
    }

    private static Exhibit sessionIdUnknown() {
        return new Exhibit(
                "session-id-unknown",
                "Clients that poll never get connected",
                new ExhibitText(
                                "With one process, everything worked. With several, the browser's console fills with"
                                        + " HTTP 400, \"Session ID unknown\", and clients connect after many attempts"
                                        + " or never.",
                                "A session of 1.0+ lives on one node. Clients begin with HTTP long-polling, which takes several"
                                        + " requests, and a balancer that knows no sessions sends each to another node. The Redis adapter"
                                        + " shares broadcasts, not sessions.",
                                "Sticky sessions, by cookie or by source address. Or WebSocket alone, which is one"
                                        + " request. 0.9 copied its sessions to all nodes instead, at a price"
                                        + " (duplicate-on-next-node).",
                                List.of(
                                        "socketio/socket.io#1739",
                                        "socketio/socket.io#1982",
                                        "socketio/socket.io#4881"))
                        .today(
                                "Yes. It is the first thing that goes wrong with a second worker behind a balancer"
                                        + " that is not sticky.",
                                Cure.BALANCER_BY_COOKIE,
                                Cure.BALANCER_BY_ADDRESS,
                                Cure.CLIENT_KEEPS_COOKIE,
                                Cure.CLIENT_OVER_WEBSOCKET),
                List.of(
                        breaks(
                                "1.0+, polling, round-robin",
                                () -> heartbeats("adapter;transport=polling;balancer=round-robin")),
                        breaks(
                                "1.0+, polling and upgrade, round-robin",
                                () -> heartbeats("adapter;transport=upgrade;balancer=round-robin")),
                        holds(
                                "1.0+, polling, by cookie",
                                () -> heartbeats("adapter;transport=polling;balancer=cookie")),
                        holds(
                                "1.0+, polling, by source",
                                () -> heartbeats("adapter;transport=polling;balancer=source")),
                        holds("1.0+, WebSocket, round-robin", () -> heartbeats("adapter;balancer=round-robin")),
                        holds(
                                "0.9.17, xhr-polling, round-robin",
                                () -> heartbeats("legacy;transport=xhr-polling;balancer=round-robin"))));
    }

    /** Ten heartbeats to four clients. */
    private static ExhibitRun heartbeats(String access) {
        FaultyRun run = FaultyRun.of(RunString.parse("heartbeat;" + access));
        Trace trace = run.trace();
        long came = trace.count(event -> isEmitOf(event, "master") && event.timeMicros() < run.healedMicros());
        long unknown = trace.count(event -> event.kind() == Kind.HTTP_RESPONSE_SENT
                && event.timeMicros() < run.healedMicros()
                && event.text().contains(Generation.ADAPTER.sessionUnknown()));
        return new ExhibitRun(
                came == 0,
                came + " of 40 deliveries arrive; " + unknown + " responses are \"Session ID unknown\"",
                trace);
    }

    private static Exhibit duplicateAfterFailover() {
        return new Exhibit(
                "duplicate-after-failover",
                "A client that reconnects gets a message again",
                new ExhibitText(
                                "After a short loss of the connection, some clients show the last message twice.",
                                "A node delivers its own emit to its clients at once, and to the others through Redis. While"
                                        + " Redis is slow, a client that has the message can reconnect, land on another node, and be there"
                                        + " when the message arrives.",
                                "Not fixed. In both generations, nothing on the wire shows that the second message"
                                        + " is a copy. Give messages an id where a duplicate hurts. With sticky"
                                        + " sessions, it happens only when a node dies.",
                                List.of())
                        .today(
                                "Yes, over pub/sub. With ids, it hurts nobody. Over a stream, a client that comes"
                                        + " back says how far it has read.",
                                Cure.CLIENT_KNOWS_IDS,
                                Cure.NODE_STREAMS,
                                Cure.JAVA_STREAMS,
                                Cure.BALANCER_BY_COOKIE),
                List.of(
                        breaks("0.9.17, round-robin", () -> reconnecting("legacy;balancer=round-robin")),
                        breaks(
                                "@socket.io/redis-adapter 8, round-robin",
                                () -> reconnecting("adapter;balancer=round-robin")),
                        holds("0.9.17, by cookie", () -> reconnecting("legacy;balancer=cookie")),
                        holds("@socket.io/redis-adapter 8, by cookie", () -> reconnecting("adapter;balancer=cookie"))));
    }

    private static ExhibitRun reconnecting(String access) {
        String faults = "stall:W1.sub@400ms+1s;leave:C1@700ms+1ms;leave:C2@700ms+1ms";
        Trace trace = FaultyRun.of(RunString.parse("two-servers;" + access + ";seed=7;" + faults))
                .trace();
        Map<String, Integer> copies = new TreeMap<>();
        trace.events(event -> isEmitOf(event, "W2#0001"))
                .forEach(delivery -> copies.merge(delivery.lane(), 1, Integer::sum));
        boolean twice = copies.values().stream().anyMatch(count -> count > 1);
        return new ExhibitRun(
                twice,
                "W2 emits, W1 receives it a second late, both clients reconnect meanwhile; copies: " + copies,
                trace);
    }

    private static boolean isEmitOf(TraceEvent event, String payload) {
        return event.kind() == Kind.DELIVERY
                && event.text().contains(payload)
                && !event.text().contains(Delivery.GREETING);
    }
}
