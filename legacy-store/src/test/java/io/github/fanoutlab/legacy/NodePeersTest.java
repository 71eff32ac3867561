package io.github.fanoutlab.legacy;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fanoutlab.legacy.protocol.JavaScriptJson;
import io.github.fanoutlab.legacy.store.RedisStore;
import io.github.fanoutlab.platform.DebugLog;
import io.github.fanoutlab.platform.EventLoop;
import io.github.fanoutlab.platform.http.ListenOptions;
import io.github.fanoutlab.platform.json.JsonText;
import io.github.fanoutlab.platform.real.EmbeddedRedis;
import io.github.fanoutlab.platform.real.RealNode;
import io.github.fanoutlab.platform.redis.RedisConnection;
import io.github.fanoutlab.testkit.NodePeer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Ours and Node's 0.9.19 share one Redis; clients of socket.io-client 0.9.17 are connected to both. */
@DisplayName("With real Node.js peers on the same Redis")
class NodePeersTest {

    private static final int OURS = 1;
    private static final int NODES = 2;

    private static EmbeddedRedis redis;
    private static RealNode node;
    private static LegacyServer io;
    private static RefereeApplication application;
    private static NodePeer server;
    private static NodePeer clients;
    private static int ourPort;
    private static int nodesPort;

    @BeforeAll
    static void start() throws InterruptedException {
        clients = NodePeer.start("v09", "client.js");
        redis = EmbeddedRedis.start();
        server = NodePeer.start("v09", "server.js", Integer.toString(redis.port()), Integer.toString(NODES));
        node = RealNode.create("W1", DebugLog.silent());
        io = LegacyServer.create(node);
        io.set("store", store());
        io.sockets().on("connection", socket -> socket.emit("data", "connected to worker: " + OURS));
        application = new RefereeApplication(io, line -> {}, () -> "");
        ourPort = io.listen(ListenOptions.loopback(0)).port();
        nodesPort = Integer.parseInt(server.await("listening ").substring("listening ".length()));
        awaitSubscriptions();
    }

    private static RedisStore store() {
        return RedisStore.of(
                        io.createRedisClient("pub", redis.url()),
                        io.createRedisClient("sub", redis.url()),
                        io.createRedisClient("client", redis.url()))
                .nodeId(OURS);
    }

    private static void awaitSubscriptions() throws InterruptedException {
        awaitOnLoop("subscribed", () -> node.counters().get(RedisConnection.SUBSCRIPTIONS_CONFIRMED) == 13);
    }

    private static void awaitOnLoop(String what, BooleanSupplier condition) throws InterruptedException {
        CountDownLatch held = new CountDownLatch(1);
        EventLoop.Timer look = io.setInterval(
                () -> {
                    if (condition.getAsBoolean()) {
                        held.countDown();
                    }
                },
                5);
        assertThat(held.await(30, TimeUnit.SECONDS)).as(what).isTrue();
        look.cancel();
    }

    /**
     * A session made by Node's server, once ours has heard of it: a client that is faster is refused, in 0.9.19 too.
     */
    private static String handshakeWithNode() throws Exception {
        String id = RawClient.handshake(node, nodesPort);
        awaitOnLoop("told of the handshake", () -> io.handshaken().containsKey(id));
        return id;
    }

    @AfterAll
    static void stop() {
        for (AutoCloseable each : new AutoCloseable[] {clients, server, io == null ? null : io::close, node, redis}) {
            try {
                if (each != null) {
                    each.close();
                }
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }
    }

    @AfterEach
    void the_peers_have_survived() {
        assertThat(server.isAlive())
                .as("lines of the server: %s", server.lines())
                .isTrue();
        assertThat(clients.isAlive())
                .as("lines of the clients: %s", clients.lines())
                .isTrue();
    }

    @Test
    void a_client_of_0_9_17_is_greeted_by_ours_and_acknowledgements_go_both_ways() {
        connect("A", ourPort, "");
        clients.await("A heard data [\"connected to worker: 1\"]");

        emit("A", "join", true, "r9");
        clients.await("A ack join [\"joined\",\"r9\"]");
        emit("A", "ask", false);
        clients.await("A heard question [\"why\"]");
        clients.await("A heard answered [\"thanks from A\"]");
        emit("A", "echo", true, 1, "zwei", Map.of("three", List.of(3)));
        clients.await("A ack echo [1,\"zwei\",{\"three\":[3]}]");
        order(Map.of("do", "send", "as", "A", "text", "héllo"));
        clients.await("A heard heard [\"héllo\"]");

        leave("A");
    }

    @Test
    void a_client_of_0_9_17_that_polls_ours_hears_what_either_server_emits_and_is_answered() {
        order(Map.of("do", "connect", "as", "P", "to", "http://127.0.0.1:" + ourPort, "over", "xhr-polling"));
        clients.await("P connected");
        clients.await("P heard data [\"connected to worker: 1\"]");

        emit("P", "echo", true, 1, "zwei\ufffd", Map.of("three", List.of(3)));
        clients.await("P ack echo [1,\"zwei\ufffd\",{\"three\":[3]}]");
        server.tell("everyone");
        clients.await("P heard news [1,\"é\"]");
        application.act("everyone");
        clients.await("P heard news [1,\"é\"]");
        emit("P", "ask", false);
        clients.await("P heard question [\"why\"]");
        clients.await("P heard answered [\"thanks from P\"]");

        leave("P");
        awaitEmptyTables();
    }

    @Test
    void what_either_server_emits_the_clients_of_both_hear_once() {
        connect("B", ourPort, "");
        connect("C", nodesPort, "");
        clients.await("C heard data [\"connected to worker: 2\"]");

        application.act("everyone");
        awaitBoth("B heard news [1,\"é\"]", "C heard news [1,\"é\"]");
        server.tell("everyone");
        awaitBoth("B heard news [1,\"é\"]", "C heard news [1,\"é\"]");
        server.tell("json");
        awaitBoth("B heard message [[\"news\"]]", "C heard message [[\"news\"]]");
        application.act("send");
        awaitBoth("B heard message [\"news\"]", "C heard message [\"news\"]");

        leave("B");
        leave("C");
        assertThat(heardBy("B")).hasSize(5);
        assertThat(heardBy("C")).hasSize(5);
    }

    @Test
    void rooms_and_namespaces_and_exceptions_are_the_same_on_both() {
        connect("D", ourPort, "");
        connect("E", nodesPort, "");
        connect("F", ourPort, "");
        connect("G", ourPort, "/chat");
        connect("H", nodesPort, "/chat");
        clients.await("H heard welcome []");
        emit("D", "join", true, "r1");
        clients.await("D ack join");
        emit("E", "join", true, "r1");
        clients.await("E ack join");

        application.act("room");
        awaitBoth("D heard news [2]", "E heard news [2]");
        server.tell("room");
        awaitBoth("D heard news [2]", "E heard news [2]");
        server.tell("chat");
        awaitBoth("G heard news [5]", "H heard news [5]");
        application.act("chat");
        awaitBoth("G heard news [5]", "H heard news [5]");
        emit("D", "shout", false, "from D");
        awaitBoth("E heard shouted [\"from D\"]", "F heard shouted [\"from D\"]");
        emit("E", "shout-in", false, "r1", "from E");
        clients.await("D heard shouted [\"from E\"]");
        server.tell("everyone");
        clients.await("F heard news [1,\"é\"]");

        for (String each : List.of("D", "E", "F", "G", "H")) {
            leave(each);
        }
        assertThat(heardBy("D")).noneMatch(line -> line.contains("from D"));
        assertThat(heardBy("E")).noneMatch(line -> line.contains("from E"));
        assertThat(heardBy("F"))
                .containsExactly(
                        "F heard data [\"connected to worker: 1\"]",
                        "F heard shouted [\"from D\"]",
                        "F heard news [1,\"é\"]");
        awaitEmptyTables();
    }

    @Test
    void a_session_that_shook_hands_with_node_connects_to_ours() throws Exception {
        RawClient client = RawClient.open(node, ourPort, handshakeWithNode());

        assertThat(client.next()).isEqualTo("1::");
        assertThat(client.next()).isEqualTo("5:::{\"name\":\"data\",\"args\":[\"connected to worker: 1\"]}");
        server.tell("json");
        assertThat(client.next()).isEqualTo("4:::[\"news\"]");
        client.close();
    }

    @Test
    @DisplayName("what would bring Node's servers down, a client cannot make ours publish")
    void hostile_clients_of_ours_do_not_harm_node() throws Exception {
        for (String id : List.of("length", "constructor", "__proto__", "propertyIsEnumerable", "prototype")) {
            assertThat(RawClient.open(node, ourPort, id).next()).isEqualTo("7:::1+0");
            RawClient.get(node, ourPort, "/socket.io/1/websocket/" + id);
            RawClient.get(node, ourPort, "/socket.io/1/websocket/" + id + "?disconnect");
        }
        String id = handshakeWithNode();
        RawClient left = RawClient.open(node, ourPort, id);
        assertThat(left.next()).isEqualTo("1::");
        RawClient witness = RawClient.open(node, ourPort, RawClient.handshake(node, ourPort));
        assertThat(witness.next()).isEqualTo("1::");
        assertThat(witness.next()).contains("connected to worker");
        awaitTables("\"" + id + "\"");
        RawClient moved = RawClient.open(node, nodesPort, id);
        server.tell("everyone");
        assertThat(moved.next()).contains("news");
        assertThat(witness.next())
                .as("ours knows by now that the session has moved")
                .contains("news");

        for (String packet : List.of(
                "",
                "nonsense",
                "5:::",
                "5::constructor:{}",
                "1::__proto__",
                "1::/chat",
                "6:::1+5",
                "6:::1+{\"length\":1e9}",
                "5:::{\"name\":\"x\",\"args\":[" + "0,".repeat(200_000) + "0]}",
                "4:::{",
                "0::constructor")) {
            left.say(packet);
        }
        left.close();
        witness.close();

        connect("S", nodesPort, "");
        emit("S", "echo", true, "still here");
        clients.await("S ack echo [\"still here\"]");
        leave("S");
    }

    /** A client knows that it left before the servers do. */
    private static void awaitEmptyTables() {
        awaitTables("\"handshaken\":0,\"rooms\":{}");
    }

    /** Until Node's server knows what is in {@code part}. */
    private static void awaitTables(String part) {
        long deadline = System.nanoTime() + NodePeer.PATIENCE.toNanos();
        String tables;
        do {
            server.tell("tables");
            tables = server.await("tables ");
        } while (!tables.contains(part) && System.nanoTime() < deadline);
        assertThat(tables).contains(part);
    }

    private static void connect(String name, int port, String namespace) {
        order(Map.of("do", "connect", "as", name, "to", "http://127.0.0.1:" + port + namespace));
        clients.await(name + " connected");
    }

    private static void emit(String name, String event, boolean ack, Object... args) {
        order(Map.of("do", "emit", "as", name, "event", event, "args", List.of(args), "ack", ack));
    }

    private static void leave(String name) {
        order(Map.of("do", "disconnect", "as", name));
        clients.await(name + " disconnected");
    }

    private static void order(Map<String, Object> order) {
        clients.tell(JsonText.stringify(JavaScriptJson.tree(order)));
    }

    /** Both lines, in either order. */
    private static void awaitBoth(String one, String other) {
        String first = clients.await(line -> line.equals(one) || line.equals(other), one + " or " + other);
        clients.await(first.equals(one) ? other : one);
    }

    private static List<String> heardBy(String name) {
        return clients.lines().stream()
                .filter(line -> line.startsWith(name + " heard "))
                .toList();
    }
}
