package io.github.fanoutlab.simulator.museum;

import static io.github.fanoutlab.adapter.redis.Dialect.V8;
import static io.github.fanoutlab.legacy.store.Dialect.V0_9_16;
import static io.github.fanoutlab.legacy.store.Dialect.V0_9_17;
import static io.github.fanoutlab.simulator.museum.ExhibitVersion.breaks;
import static io.github.fanoutlab.simulator.museum.ExhibitVersion.holds;

import io.github.fanoutlab.adapter.SocketIoServer;
import io.github.fanoutlab.legacy.LegacyServer;
import io.github.fanoutlab.legacy.store.Dialect;
import io.github.fanoutlab.platform.ClientConnection;
import io.github.fanoutlab.platform.node.Network.WebSocketCallback;
import io.github.fanoutlab.simulator.client.LabClient;
import io.github.fanoutlab.simulator.scenario.Generation;
import io.github.fanoutlab.testbed.trace.Kind;
import io.github.fanoutlab.testbed.world.World;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** Defects of 0.9 that show when several nodes serve one session, or when Redis is slow or away. */
final class LegacySessions {

    private static final long SLOW_MICROS = 300_000;

    private LegacySessions() {}

    static List<Exhibit> exhibits() {
        return List.of(handshakeRace(), newNode(), redisOutage(), remoteDisconnect());
    }

    private static Exhibit handshakeRace() {
        return new Exhibit(
                "handshake-race",
                "A client overtakes the news of its handshake",
                new ExhibitText(
                                "Under load, clients are refused with \"client not handshaken\", reconnect, and are refused again.",
                                "One node accepts the handshake and announces it to the others through Redis. The"
                                        + " client opens its WebSocket at another node, which refuses it if the news"
                                        + " has not arrived yet. 0.9.16 even responded before it published. 0.9.17"
                                        + " publishes first, which helps, but does not wait until the others have"
                                        + " received it.",
                                "In 1.0+, a session lives on one node. Over WebSocket alone, one connection carries"
                                        + " both the handshake and the messages.",
                                List.of("socketio/socket.io#952", "socketio/socket.io#1328"))
                        .today(
                                "No. WebSocket alone needs no second request, and a sticky balancer sends every"
                                        + " request to the right node.",
                                Cure.CLIENT_OVER_WEBSOCKET,
                                Cure.BALANCER_BY_COOKIE,
                                Cure.BALANCER_BY_ADDRESS,
                                Cure.CLIENT_KEEPS_COOKIE),
                List.of(
                        breaks("0.9.16, Redis slow for 0.3 s", () -> handshakeElsewhere(V0_9_16, true)),
                        breaks("0.9.17, Redis slow for 0.3 s", () -> handshakeElsewhere(V0_9_17, true)),
                        holds("0.9.17, Redis fast", () -> handshakeElsewhere(V0_9_17, false)),
                        holds(
                                "@socket.io/redis-adapter 8 over WebSocket, Redis slow for 0.3 s",
                                LegacySessions::handshakeElsewhere)));
    }

    private static ExhibitRun handshakeElsewhere(Dialect dialect, boolean slow) {
        ExhibitStage stage = new ExhibitStage(Generation.LEGACY);
        stage.legacy("W1", dialect);
        stage.legacy("W2", dialect);
        if (slow) {
            stage.world().faults().stall("W1", "pub", SLOW_MICROS);
        }
        List<String> received = new ArrayList<>();
        stage.run(
                "C1",
                "connect",
                () -> stage.send(
                        "C1",
                        "W1",
                        "GET",
                        ExhibitStage.LEGACY,
                        "",
                        answer -> open(stage, sessionOf(answer.text()), "W2", received)));
        return stage.result(
                received.contains(Generation.LEGACY.sessionUnknown()),
                "handshake at W1, WebSocket at W2, which sends " + received);
    }

    private static ExhibitRun handshakeElsewhere() {
        ExhibitStage stage = new ExhibitStage(Generation.ADAPTER);
        stage.adapter("W1", V8);
        stage.adapter("W2", V8);
        stage.world().faults().stall("W1", "pub", SLOW_MICROS);
        stage.world().faults().stall("W2", "sub", SLOW_MICROS);
        LabClient client = stage.client("C1", "W2");
        boolean connected = client.state() == LabClient.State.CONNECTED;
        return stage.result(!connected, "WebSocket at W2: " + (connected ? "connected" : "not connected"));
    }

    private static String sessionOf(String handshake) {
        return handshake.split(":")[0];
    }

    /** In a turn of C1: opens the WebSocket of a session of 0.9. */
    private static void open(ExhibitStage stage, String session, String server, List<String> received) {
        URI target = URI.create("ws://" + server + ":80" + ExhibitStage.LEGACY + "websocket/" + session);
        stage.world().node("C1").network().openWebSocket(target, new WebSocketCallback() {
            @Override
            public void onOpen(ClientConnection connection) {
                connection.listen(new ClientConnection.Listener() {
                    @Override
                    public void onText(String text) {
                        received.add(text);
                    }

                    @Override
                    public void onBinary(byte[] binary) {
                        received.add(binary.length + " bytes");
                    }

                    @Override
                    public void onClose(int code, String reason) {
                        // Only what arrived before counts.
                    }
                });
            }

            @Override
            public void onRefused(String reason) {
                received.add(reason);
            }
        });
    }

    private static Exhibit newNode() {
        return new Exhibit(
                "new-node-ends-sessions",
                "A node that joins late ends healthy sessions",
                new ExhibitText(
                                "A node is added, or comes back after a crash. Clients that are connected elsewhere lose their"
                                        + " session when the balancer sends their next request to it.",
                                "State is replicated as it changes, so a node never learns what happened before it"
                                        + " started. It refuses the request, the refusal ends the session, and every"
                                        + " node is told that it has ended.",
                                "In 1.0+, a client that moves to another node begins a new session. A new node does not need to know what happened before.",
                                List.of("Gottox/socket.io-java-client#87"))
                        .today(
                                "No. A new node ends no sessions. But a client whose request reaches the new node"
                                        + " has to begin a new session, so the balancer must be sticky.",
                                Cure.BALANCER_BY_COOKIE,
                                Cure.BALANCER_BY_ADDRESS,
                                Cure.CLIENT_KEEPS_COOKIE,
                                Cure.CLIENT_OVER_WEBSOCKET),
                List.of(
                        breaks("0.9.16", () -> newNodeLater(V0_9_16)),
                        breaks("0.9.17", () -> newNodeLater(V0_9_17)),
                        holds("@socket.io/redis-adapter 8", LegacySessions::newNodeLater)));
    }

    private static ExhibitRun newNodeLater(Dialect dialect) {
        ExhibitStage stage = new ExhibitStage(Generation.LEGACY);
        stage.legacy("W1", dialect);
        String session = sessionOf(
                stage.request("C1", "W1", "GET", ExhibitStage.LEGACY, "").body());
        List<String> received = new ArrayList<>();
        stage.run("C1", "open", () -> open(stage, session, "W1", received));
        stage.legacy("W2", dialect);
        stage.run("C1", "open again", () -> open(stage, session, "W2", received));
        return stage.result(
                received.contains(Generation.LEGACY.sessionUnknown()), "first W1 and then the new W2 send " + received);
    }

    private static ExhibitRun newNodeLater() {
        ExhibitStage stage = new ExhibitStage(Generation.ADAPTER);
        stage.adapter("W1", V8);
        LabClient early = stage.client("C1", "W1");
        stage.adapter("W2", V8);
        LabClient moved = stage.client("C2", "W2");
        boolean well = early.state() == LabClient.State.CONNECTED && moved.state() == LabClient.State.CONNECTED;
        return stage.result(
                !well, "one client at W1, another at the new W2: " + (well ? "both connected" : "not both connected"));
    }

    private static Exhibit redisOutage() {
        return new Exhibit(
                "subscription-lost-in-redis-outage",
                "Clients that connect during an outage get nothing",
                new ExhibitText(
                                "After a restart of Redis, some clients receive nothing from other nodes until they reconnect.",
                                "The Redis client of that time (redis 0.7.3) renewed the subscriptions that it had,"
                                        + " but forgot those that were requested while Redis was away. In 0.9.16,"
                                        + " these are the channels of the clients that connected during that time.",
                                "Redis clients of today keep such requests until the connection is back. 0.9.17 and 1.0+ have no channels per client.",
                                List.of("socketio/socket.io#950"))
                        .today(
                                "No. Today's Redis clients subscribe again when Redis is back. What was"
                                        + " published meanwhile is lost, unless it went through a stream.",
                                Cure.NODE_SERVER,
                                Cure.JAVA_SERVER,
                                Cure.NODE_STREAMS,
                                Cure.JAVA_STREAMS),
                List.of(
                        breaks("0.9.16 with redis 0.7.3", () -> restart(V0_9_16, true)),
                        holds("0.9.16 with a Redis client that remembers", () -> restart(V0_9_16, false)),
                        holds("0.9.17 with redis 0.7.3", () -> restart(V0_9_17, true))));
    }

    private static ExhibitRun restart(Dialect dialect, boolean forgetful) {
        ExhibitStage stage = new ExhibitStage(Generation.LEGACY);
        stage.legacy(
                "W1",
                store -> forgetful
                        ? store.dialect(dialect).forgetsSubscriptionsAskedWhileAway()
                        : store.dialect(dialect));
        LegacyServer two = stage.legacy("W2", dialect);
        stage.client("C0", "W1");
        World world = stage.world();
        world.redis().stop();
        stage.pass(1);
        LabClient late = stage.client("C1", "W1");
        world.redis().start();
        stage.pass(30);
        stage.run(
                "W2",
                "emit to " + late.id(),
                () -> two.sockets().socket(late.id()).emit("data", "directly"));
        long got = world.trace()
                .count(event -> event.kind() == Kind.DELIVERY && event.text().contains("directly"));
        return stage.result(
                got == 0,
                "C1 connected while Redis was away; later, W2 sends C1 one message; messages received: " + got);
    }

    private static Exhibit remoteDisconnect() {
        return new Exhibit(
                "remote-disconnect-unnoticed",
                "A client is disconnected but never told",
                new ExhibitText(
                                "An administrator's page disconnects a user. The user's client believes that it is"
                                        + " still connected, but it no longer receives anything.",
                                "The other node drops the session everywhere, as if it had ended, but the node that holds the"
                                        + " connection neither tells the client nor closes the connection.",
                                "1.0+ sends disconnectSockets to the node that holds the connection, which closes it.",
                                List.of())
                        .today(
                                "No. The node that holds the connection closes it.",
                                Cure.NODE_DISCONNECT,
                                Cure.JAVA_DISCONNECT),
                List.of(
                        breaks("0.9.16", () -> disconnected(V0_9_16)),
                        breaks("0.9.17", () -> disconnected(V0_9_17)),
                        holds("@socket.io/redis-adapter 8", LegacySessions::disconnected)));
    }

    private static ExhibitRun disconnected(Dialect dialect) {
        ExhibitStage stage = new ExhibitStage(Generation.LEGACY);
        stage.legacy("W1", dialect);
        LegacyServer two = stage.legacy("W2", dialect);
        LabClient client = stage.client("C1", "W1");
        stage.run("W2", "disconnect C1", () -> two.sockets().socket(client.id()).disconnect());
        return believesConnected(stage, client);
    }

    private static ExhibitRun disconnected() {
        ExhibitStage stage = new ExhibitStage(Generation.ADAPTER);
        stage.adapter("W1", V8);
        SocketIoServer two = stage.adapter("W2", V8);
        LabClient client = stage.client("C1", "W1");
        stage.run("W2", "disconnect C1", () -> two.in(client.id()).disconnectSockets(true));
        return believesConnected(stage, client);
    }

    private static ExhibitRun believesConnected(ExhibitStage stage, LabClient client) {
        stage.pass(10);
        boolean believes = client.state() == LabClient.State.CONNECTED;
        return stage.result(
                believes,
                "ten seconds after W2 disconnected it, C1 " + (believes ? "believes that it is connected" : "knows"));
    }
}
