package io.github.fanoutlab.simulator.museum;

import static io.github.fanoutlab.adapter.redis.Dialect.V8;
import static io.github.fanoutlab.legacy.store.Dialect.V0_9_16;
import static io.github.fanoutlab.legacy.store.Dialect.V0_9_17;
import static io.github.fanoutlab.simulator.museum.Showing.breaks;
import static io.github.fanoutlab.simulator.museum.Showing.holds;

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

/** What went wrong because a client's next request went to another node, or Redis was slow or away. */
final class Hurried {

    private static final String NOT_HANDSHAKEN = "7:::1+0";
    private static final long SLOW_MICROS = 300_000;

    private Hurried() {}

    static List<Exhibit> exhibits() {
        return List.of(handshakeRace(), blankNode(), sessionUnknown(), deafAfterRestart(), notTold());
    }

    private static Exhibit handshakeRace() {
        return new Exhibit(
                "handshake-race",
                "A client is faster than the news of its handshake",
                new Placard(
                        "Under load, clients are refused with \"client not handshaken\", come back, and are refused again.",
                        "One node shakes hands and tells the others through Redis. The client's WebSocket goes to another"
                                + " node, which refuses it when it has not heard yet. 0.9.16 even answered before it published;"
                                + " 0.9.17 publishes first, which helps, but does not wait for anybody to hear it.",
                        "In 1.0+ a session lives on one node. Over WebSocket alone, one connection is handshake and transport.",
                        List.of("socketio/socket.io#952", "socketio/socket.io#1328")),
                List.of(
                        breaks("0.9.16, Redis slow for 0.3 s", () -> hurry(V0_9_16, true)),
                        breaks("0.9.17, Redis slow for 0.3 s", () -> hurry(V0_9_17, true)),
                        holds("0.9.17, Redis quick", () -> hurry(V0_9_17, false)),
                        holds("@socket.io/redis-adapter 8 over WebSocket, Redis slow for 0.3 s", Hurried::hurry)));
    }

    private static Sighting hurry(Dialect dialect, boolean slow) {
        Hall hall = new Hall();
        hall.legacy("W1", dialect);
        hall.legacy("W2", dialect);
        if (slow) {
            hall.world().stall("W1", "pub", SLOW_MICROS);
        }
        List<String> heard = new ArrayList<>();
        hall.tell(
                "C1",
                "connect",
                () -> hall.send(
                        "C1",
                        "W1",
                        "GET",
                        Hall.LEGACY,
                        "",
                        answer -> open(hall, sessionOf(answer.text()), "W2", heard)));
        return hall.sighting(heard.contains(NOT_HANDSHAKEN), "handshake at W1, WebSocket at W2, which says " + heard);
    }

    private static Sighting hurry() {
        Hall hall = new Hall();
        hall.modern("W1", V8);
        hall.modern("W2", V8);
        hall.world().stall("W1", "pub", SLOW_MICROS);
        hall.world().stall("W2", "sub", SLOW_MICROS);
        LabClient client = hall.client(Generation.ADAPTER, "C1", "W2");
        boolean connected = client.state() == LabClient.State.CONNECTED;
        return hall.sighting(!connected, "WebSocket at W2: " + (connected ? "connected" : "not connected"));
    }

    private static String sessionOf(String handshake) {
        return handshake.split(":")[0];
    }

    /** In a turn of C1: opens the WebSocket of a session of 0.9. */
    private static void open(Hall hall, String session, String server, List<String> heard) {
        URI target = URI.create("ws://" + server + ":80" + Hall.LEGACY + "websocket/" + session);
        hall.world().node("C1").network().openWebSocket(target, new WebSocketCallback() {
            @Override
            public void onOpen(ClientConnection connection) {
                connection.listen(new ClientConnection.Listener() {
                    @Override
                    public void onText(String text) {
                        heard.add(text);
                    }

                    @Override
                    public void onBinary(byte[] binary) {
                        heard.add(binary.length + " bytes");
                    }

                    @Override
                    public void onClose(int code, String reason) {
                        // What was heard before is what counts.
                    }
                });
            }

            @Override
            public void onRefused(String reason) {
                heard.add(reason);
            }
        });
    }

    private static Exhibit blankNode() {
        return new Exhibit(
                "blank-node",
                "A node that joins later ends sessions that are well",
                new Placard(
                        "A node is added, or comes back after a crash, and clients that are connected elsewhere lose their"
                                + " session when the balancer sends their next request to it.",
                        "State is replicated as it changes. What happened before a node began, it never hears. Its refusal is"
                                + " an error for the session, and that, too, is told to every node.",
                        "In 1.0+ a client that moves begins a new session. A new node has nothing to know.",
                        List.of("Gottox/socket.io-java-client#87")),
                List.of(
                        breaks("0.9.16", () -> late(V0_9_16)),
                        breaks("0.9.17", () -> late(V0_9_17)),
                        holds("@socket.io/redis-adapter 8", Hurried::late)));
    }

    private static Sighting late(Dialect dialect) {
        Hall hall = new Hall();
        hall.legacy("W1", dialect);
        String session =
                sessionOf(hall.request("C1", "W1", "GET", Hall.LEGACY, "").body());
        List<String> heard = new ArrayList<>();
        hall.tell("C1", "open", () -> open(hall, session, "W1", heard));
        hall.legacy("W2", dialect);
        hall.tell("C1", "open again", () -> open(hall, session, "W2", heard));
        return hall.sighting(heard.contains(NOT_HANDSHAKEN), "W1, then the new W2 say " + heard);
    }

    private static Sighting late() {
        Hall hall = new Hall();
        hall.modern("W1", V8);
        LabClient early = hall.client(Generation.ADAPTER, "C1", "W1");
        hall.modern("W2", V8);
        LabClient moved = hall.client(Generation.ADAPTER, "C2", "W2");
        boolean well = early.state() == LabClient.State.CONNECTED && moved.state() == LabClient.State.CONNECTED;
        return hall.sighting(!well, "connected to W1, and another to the new W2: " + (well ? "both are well" : "no"));
    }

    private static Exhibit sessionUnknown() {
        return new Exhibit(
                "session-unknown",
                "\"Session ID unknown\": polling without sticky sessions",
                new Placard(
                        "With two processes every other request of a client that polls is answered with HTTP 400.",
                        "An Engine.IO session lives on one node, and the adapter shares broadcasts, not sessions. A balancer"
                                + " that is not sticky sends the next poll to a node that has never heard of it.",
                        "Sticky sessions by source address or cookie; or WebSocket alone, which is one request.",
                        List.of("socketio/socket.io#1982", "socketio/socket.io#1739")),
                List.of(
                        breaks("@socket.io/redis-adapter 8, polling round robin", () -> poll("W2")),
                        holds("@socket.io/redis-adapter 8, polling sticky", () -> poll("W1"))));
    }

    private static Sighting poll(String nextServer) {
        Hall hall = new Hall();
        hall.modern("W1", V8);
        hall.modern("W2", V8);
        String polling = "/socket.io/?EIO=4&transport=polling";
        String open = hall.request("C1", "W1", "GET", polling, "").text();
        String session = polling + "&sid=" + open.replaceAll(".*\"sid\":\"([^\"]+)\".*", "$1");
        String next = hall.request("C1", nextServer, "POST", session, "40").text();
        return hall.sighting(
                next.startsWith("400"), "a session at W1, its next request at " + nextServer + ": " + next);
    }

    private static Exhibit deafAfterRestart() {
        return new Exhibit(
                "deaf-after-restart",
                "Who connects while Redis is away stays deaf when it is back",
                new Placard(
                        "After a restart of Redis, some clients get nothing any more from other nodes, until they connect anew.",
                        "The Redis client of that time (redis 0.7.3) subscribed again to what it had been subscribed to, but"
                                + " forgot what it was asked to subscribe to while it was away; in 0.9.16 those are the channels"
                                + " of the clients that came meanwhile.",
                        "Redis clients that keep such requests until the connection is back; and no channels per client.",
                        List.of("socketio/socket.io#950")),
                List.of(
                        breaks("0.9.16 on redis 0.7.3", () -> restart(V0_9_16, true)),
                        holds("0.9.16 on a Redis client that remembers", () -> restart(V0_9_16, false)),
                        holds("0.9.17 on redis 0.7.3", () -> restart(V0_9_17, true))));
    }

    private static Sighting restart(Dialect dialect, boolean forgetful) {
        Hall hall = new Hall();
        hall.legacy(
                "W1",
                store -> forgetful
                        ? store.dialect(dialect).forgetsSubscriptionsAskedWhileAway()
                        : store.dialect(dialect));
        LegacyServer two = hall.legacy("W2", dialect);
        hall.client(Generation.LEGACY, "C0", "W1");
        World world = hall.world();
        world.redis().stop();
        hall.pass(1);
        LabClient late = hall.client(Generation.LEGACY, "C1", "W1");
        world.redis().start();
        hall.pass(30);
        hall.tell(
                "W2",
                "emit to " + late.id(),
                () -> two.sockets().socket(late.id()).emit("data", "directly"));
        long got = world.trace()
                .count(event -> event.kind() == Kind.DELIVERY && event.text().contains("directly"));
        return hall.sighting(
                got == 0, "C1 came while Redis was away; of W2's one message to it since Redis is back it got " + got);
    }

    private static Exhibit notTold() {
        return new Exhibit(
                "not-told-it-is-over",
                "A client that another node disconnects is not told, and waits on an open connection",
                new Placard(
                        "An administrator's page disconnects a user; the user's client believes that it is connected, and gets"
                                + " nothing any more.",
                        "The other node forgets the session everywhere, as if it had ended, but the node that holds the"
                                + " connection neither says so on it nor closes it.",
                        "1.0+ sends disconnectSockets to the node that holds the connection, which closes it.",
                        List.of()),
                List.of(
                        breaks("0.9.16", () -> disconnected(V0_9_16)),
                        breaks("0.9.17", () -> disconnected(V0_9_17)),
                        holds("@socket.io/redis-adapter 8", Hurried::disconnected)));
    }

    private static Sighting disconnected(Dialect dialect) {
        Hall hall = new Hall();
        hall.legacy("W1", dialect);
        LegacyServer two = hall.legacy("W2", dialect);
        LabClient client = hall.client(Generation.LEGACY, "C1", "W1");
        hall.tell("W2", "disconnect C1", () -> two.sockets().socket(client.id()).disconnect());
        return stillBelieves(hall, client);
    }

    private static Sighting disconnected() {
        Hall hall = new Hall();
        hall.modern("W1", V8);
        SocketIoServer two = hall.modern("W2", V8);
        LabClient client = hall.client(Generation.ADAPTER, "C1", "W1");
        hall.tell("W2", "disconnect C1", () -> two.in(client.id()).disconnectSockets(true));
        return stillBelieves(hall, client);
    }

    private static Sighting stillBelieves(Hall hall, LabClient client) {
        hall.pass(10);
        boolean believes = client.state() == LabClient.State.CONNECTED;
        return hall.sighting(
                believes,
                "ten seconds after W2 disconnected it, C1 " + (believes ? "believes to be connected" : "knows it"));
    }
}
