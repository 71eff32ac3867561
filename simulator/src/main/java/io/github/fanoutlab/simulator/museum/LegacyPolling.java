package io.github.fanoutlab.simulator.museum;

import static io.github.fanoutlab.adapter.redis.Dialect.V8;
import static io.github.fanoutlab.legacy.store.Dialect.V0_9_16;
import static io.github.fanoutlab.legacy.store.Dialect.V0_9_17;
import static io.github.fanoutlab.simulator.museum.ExhibitVersion.breaks;
import static io.github.fanoutlab.simulator.museum.ExhibitVersion.holds;

import io.github.fanoutlab.adapter.SocketIoServer;
import io.github.fanoutlab.legacy.LegacyServer;
import io.github.fanoutlab.legacy.store.Dialect;
import io.github.fanoutlab.simulator.scenario.Generation;
import java.util.ArrayList;
import java.util.List;

/** Defects of 0.9 that clients on xhr-polling meet. */
final class LegacyPolling {

    private static final String NEWS = "news";

    private LegacyPolling() {}

    static List<Exhibit> exhibits() {
        return List.of(emitLost(), emitDuplicated(), duplicateOnNextNode(), duplicateAcks(), disconnectLost());
    }

    private static Exhibit emitLost() {
        return new Exhibit(
                "emit-lost-while-polling",
                "An emit of another node never arrives",
                new ExhibitText(
                                "With several processes, some events never reach a client on xhr-polling.",
                                "While a poll is open, its node is subscribed to dispatch:ID. Between two polls, all"
                                        + " nodes are. When the next poll opens, its node ends the subscription that"
                                        + " it had between the polls. This also ends the subscription for the open"
                                        + " poll, since the channel is the same. Then a message is published, and no"
                                        + " node is subscribed.",
                                "0.9.17 has one channel for all clients, dispatch-remote, but then such a message"
                                        + " arrives twice (duplicate-while-polling). 1.0+ delivers it once.",
                                List.of("socketio/socket.io#1461", "socketio/socket.io#649"))
                        .today(
                                "No. A node keeps what it has for a client until the client's next poll.",
                                Cure.NODE_SERVER,
                                Cure.JAVA_SERVER,
                                Cure.BALANCER_BY_COOKIE,
                                Cure.BALANCER_BY_ADDRESS,
                                Cure.CLIENT_KEEPS_COOKIE),
                List.of(
                        breaks("0.9.16", () -> lost(directly(V0_9_16))),
                        holds("0.9.17", () -> lost(directly(V0_9_17))),
                        holds("@socket.io/redis-adapter 8", () -> lost(directly()))));
    }

    private static ExhibitRun lost(Sent sent) {
        return sent.stage.result(sent.returned() == 0, sent.seen());
    }

    private static ExhibitRun twice(Sent sent) {
        return sent.stage.result(sent.returned() > 1, sent.seen());
    }

    /** One emit, and the polls that could bring it. */
    private record Sent(ExhibitStage stage, List<ExhibitStage.ResponseText> polls) {

        long returned() {
            return polls.stream().filter(poll -> poll.text().contains(NEWS)).count();
        }

        String seen() {
            return "emitted once; polls that returned it: " + returned();
        }
    }

    private static Exhibit emitDuplicated() {
        return new Exhibit(
                "duplicate-while-polling",
                "An emit of another node arrives twice",
                new ExhibitText(
                                "A client on xhr-polling receives an event twice when another node emitted to it directly.",
                                "The node that holds the poll answers it with the packet from dispatch-remote, but"
                                        + " also appends the packet to the buffer for the client's next poll.",
                                "In 1.0+ a client has one buffer, on its own node.",
                                List.of("socketio/socket.io#782"))
                        .today(
                                "No. A client has one buffer, on its own node.",
                                Cure.NODE_SERVER,
                                Cure.JAVA_SERVER,
                                Cure.BALANCER_BY_COOKIE,
                                Cure.BALANCER_BY_ADDRESS,
                                Cure.CLIENT_KEEPS_COOKIE),
                List.of(
                        breaks("0.9.17", () -> twice(directly(V0_9_17))),
                        holds("@socket.io/redis-adapter 8", () -> twice(directly()))));
    }

    private static Sent directly(Dialect dialect) {
        ExhibitStage stage = new ExhibitStage(Generation.LEGACY);
        LegacyServer one = stage.legacy("W1", dialect);
        LegacyServer two = stage.legacy("W2", dialect);
        Poller poller = new Poller(stage, one);
        poller.poll("W1");
        ExhibitStage.ResponseText first = poller.poll("W1");
        stage.run(
                "W2",
                "emit directly",
                () -> two.sockets().socket(poller.session).emit(NEWS));
        return new Sent(stage, List.of(first, poller.poll("W1")));
    }

    private static Sent directly() {
        ExhibitStage stage = new ExhibitStage(Generation.ADAPTER);
        SocketIoServer one = stage.adapter("W1", V8);
        SocketIoServer two = stage.adapter("W2", V8);
        List<String> ids = new ArrayList<>();
        one.on("connection", socket -> ids.add(socket.id()));
        String session = adapterSession(stage);
        ExhibitStage.ResponseText first = stage.request("C1", "W1", "GET", session, "");
        stage.run("W2", "emit directly", () -> two.to(ids.get(0)).emit(NEWS));
        return new Sent(stage, List.of(first, stage.request("C1", "W1", "GET", session, "")));
    }

    private static Exhibit duplicateOnNextNode() {
        return new Exhibit(
                "duplicate-on-next-node",
                "The next poll, at another node, repeats an event",
                new ExhibitText(
                                "Behind a balancer that is not sticky, clients that poll see messages twice.",
                                "When a poll ends, every node begins to buffer for its client. A node that emits"
                                        + " first answers its own open poll, which ends the poll, and then publishes."
                                        + " The other nodes receive the same packet before the next poll, and buffer"
                                        + " it.",
                                "Sticky sessions. In 1.0+ they are required, and no other node buffers.",
                                List.of("socketio/socket.io#782"))
                        .today(
                                "No. No other node has a buffer for the client. Its next poll must reach the same node.",
                                Cure.BALANCER_BY_COOKIE,
                                Cure.BALANCER_BY_ADDRESS,
                                Cure.CLIENT_KEEPS_COOKIE,
                                Cure.CLIENT_OVER_WEBSOCKET),
                List.of(
                        breaks("0.9.16, round robin", () -> twice(pollingElsewhere(V0_9_16, "W2"))),
                        breaks("0.9.17, round robin", () -> twice(pollingElsewhere(V0_9_17, "W2"))),
                        holds("0.9.17, sticky", () -> twice(pollingElsewhere(V0_9_17, "W1")))));
    }

    private static Sent pollingElsewhere(Dialect dialect, String next) {
        ExhibitStage stage = new ExhibitStage(Generation.LEGACY);
        LegacyServer one = stage.legacy("W1", dialect);
        stage.legacy("W2", dialect);
        Poller poller = new Poller(stage, one);
        poller.poll("W1");
        ExhibitStage.ResponseText first = poller.poll("W1");
        stage.run("W1", "emit", () -> one.sockets().emit(NEWS));
        return new Sent(stage, List.of(first, poller.poll(next)));
    }

    private static Exhibit duplicateAcks() {
        return new Exhibit(
                "duplicate-acks",
                "Several nodes acknowledge one message",
                new ExhibitText(
                                "A client that polls receives several acks for one message if its POST went to a"
                                        + " node that does not hold its poll.",
                                "0.9.17 publishes such a message on message-remote. Every node that receives it"
                                        + " handles it as a packet of its own client, not only the node that the"
                                        + " client is connected to.",
                                "Sticky sessions. In 1.0+ they are required: a POST to another node is refused.",
                                List.of())
                        .today(
                                "No. A POST to another node is refused, and a sticky balancer never sends one there.",
                                Cure.BALANCER_BY_COOKIE,
                                Cure.BALANCER_BY_ADDRESS,
                                Cure.CLIENT_KEEPS_COOKIE,
                                Cure.CLIENT_OVER_WEBSOCKET),
                List.of(
                        breaks("0.9.17, posted elsewhere", () -> acknowledged(V0_9_17, "W2")),
                        holds("0.9.17, posted where it polls", () -> acknowledged(V0_9_17, "W1"))));
    }

    private static ExhibitRun acknowledged(Dialect dialect, String postedTo) {
        ExhibitStage stage = new ExhibitStage(Generation.LEGACY);
        LegacyServer one = stage.legacy("W1", dialect);
        stage.legacy("W2", dialect);
        stage.legacy("W3", dialect);
        Poller poller = new Poller(stage, one);
        poller.poll("W1");
        ExhibitStage.ResponseText first = poller.poll("W1");
        stage.request("C1", postedTo, "POST", poller.target(), "3:5::hello");
        ExhibitStage.ResponseText second = poller.poll("W1");
        int acks = (first.text() + second.text()).split("6:::5", -1).length - 1;
        return stage.result(acks != 1, "one message was posted; acks received: " + acks);
    }

    private static Exhibit disconnectLost() {
        return new Exhibit(
                "disconnect-lost-between-polls",
                "A page that was closed stays for a minute",
                new ExhibitText(
                                "Users who left while they were polling are listed as present until the close timeout.",
                                "A page that is being closed requests ?disconnect. The request is forwarded, as"
                                        + " disconnect-force, to the node that has the client's transport. Between"
                                        + " two polls no node has one, and the request is dropped.",
                                "0.9 never fixed it. In 1.0+, the session lives on one node, which ends it.",
                                List.of())
                        .today(
                                "No. The session's own node is told, and ends the session. If a page is closed"
                                        + " without telling it, the session ends after pingTimeout.",
                                Cure.NODE_SERVER,
                                Cure.JAVA_SERVER,
                                Cure.BALANCER_BY_COOKIE,
                                Cure.BALANCER_BY_ADDRESS,
                                Cure.CLIENT_KEEPS_COOKIE),
                List.of(
                        breaks("0.9.16", () -> disconnect(V0_9_16)),
                        breaks("0.9.17", () -> disconnect(V0_9_17)),
                        holds("@socket.io/redis-adapter 8", () -> disconnect())));
    }

    private static ExhibitRun disconnect(Dialect dialect) {
        ExhibitStage stage = new ExhibitStage(Generation.LEGACY);
        LegacyServer one = stage.legacy("W1", dialect);
        stage.legacy("W2", dialect);
        Poller poller = new Poller(stage, one);
        poller.poll("W1");
        stage.request("C1", "W1", "GET", poller.target() + "?disconnect=1", "");
        stage.pass(10);
        boolean present = one.handshaken().containsKey(poller.session);
        return stillPresent(stage, present);
    }

    private static ExhibitRun disconnect() {
        ExhibitStage stage = new ExhibitStage(Generation.ADAPTER);
        SocketIoServer one = stage.adapter("W1", V8);
        List<String> present = new ArrayList<>();
        one.on("connection", socket -> {
            present.add(socket.id());
            socket.on("disconnect", event -> present.remove(socket.id()));
        });
        String session = adapterSession(stage);
        stage.request("C1", "W1", "POST", session, "41");
        stage.pass(10);
        return stillPresent(stage, !present.isEmpty());
    }

    private static ExhibitRun stillPresent(ExhibitStage stage, boolean present) {
        return stage.result(
                present, "ten seconds after it disconnected, C1 is " + (present ? "still present" : "gone"));
    }

    /** The path of the session of C1, which polls at W1, is connected, and has no open poll. */
    private static String adapterSession(ExhibitStage stage) {
        String polling = "/socket.io/?EIO=4&transport=polling";
        String open = stage.request("C1", "W1", "GET", polling, "").text();
        String session = polling + "&sid=" + open.replaceAll(".*\"sid\":\"([^\"]+)\".*", "$1");
        stage.request("C1", "W1", "POST", session, "40");
        stage.request("C1", "W1", "GET", session, "");
        return session;
    }

    /** A client of 0.9 that polls the server that each call names. */
    private static final class Poller {

        private final ExhibitStage stage;
        private final String session;

        Poller(ExhibitStage stage, LegacyServer first) {
            this.stage = stage;
            this.session = stage.request("C1", first.ports().name(), "GET", ExhibitStage.LEGACY, "")
                    .body()
                    .split(":")[0];
        }

        String target() {
            return ExhibitStage.LEGACY + "xhr-polling/" + session;
        }

        ExhibitStage.ResponseText poll(String server) {
            return stage.request("C1", server, "GET", target(), "");
        }
    }
}
