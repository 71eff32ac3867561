package io.github.fanoutlab.adapter.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fanoutlab.adapter.SocketIoServer;
import io.github.fanoutlab.adapter.server.Namespace;
import io.github.fanoutlab.adapter.server.Socket;
import io.github.fanoutlab.platform.http.ListenOptions;
import io.github.fanoutlab.testbed.peer.NodePeer;
import io.github.fanoutlab.testbed.process.EmbeddedRedis;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import redis.clients.jedis.Jedis;
import tools.jackson.databind.JsonNode;

/**
 * A server of Node's and one of ours on the same Redis. {@code n} is a client of Node's server, of the same age as that; {@code j}
 * is a client 4.8 of ours.
 */
@DisplayName("An old Node server and ours on one Redis")
@Timeout(120)
class OlderDialectsMixedTest extends OpenedByTests {

    private SocketIoServer io;
    private NodePeer node;
    private NodePeer n;
    private NodePeer j;
    private Emitter emitter;

    @Test
    void socket_io_1_with_socket_io_redis_0_1_and_dialect_v0_1() {
        start("v1server", Dialect.V0_1, " sub=0 psub=1 ");

        broadcasts();
        rooms();
        namespaces();
        emitters();

        assertThat(node.isAlive()).isTrue();
    }

    @Test
    void socket_io_2_with_socket_io_redis_5_and_dialect_v5() throws Exception {
        start("v2server", Dialect.V5, " sub=4 psub=2 ");

        broadcasts();
        bytesOfNode();
        rooms();
        namespaces();
        emitters();
        whatNodeAsks();
        whatWeAsk();
        disconnects();

        assertThat(node.isAlive()).isTrue();
        assertThat(node.lines()).noneMatch(line -> line.startsWith("error ") || line.startsWith("crashed"));
    }

    private void start(String folder, Dialect dialect, String subscribed) {
        NodePeer.requirePackages(folder);
        NodePeer.requirePackages("v4");
        EmbeddedRedis redis = open(EmbeddedRedis.start());
        node = open(NodePeer.start(folder, "server.js", String.valueOf(redis.port())));
        io = SocketIoServer.create();
        open(io::close);
        io.adapter(RedisAdapter.at(redis.url()).dialect(dialect).requestsTimeout(15_000));
        for (Namespace namespace : List.of(io.of("/"), io.of("/chat"))) {
            namespace.on("connection", socketHandlers());
        }
        emitter = SocketIoServer.emitter(redis.url()).dialect(dialect);
        open(emitter::close);
        int port = io.listen(ListenOptions.loopback(0)).port();
        j = open(NodePeer.start("v4", "client.js", "http://127.0.0.1:" + port));
        String url = "http://127.0.0.1:" + node.await("listening ").substring(10);
        n = open(NodePeer.start(folder, "client.js", url));
        j.await("connected ");
        n.await("connected to chat");
        awaitSubscribers(redis, subscribed);
    }

    private static Consumer<Socket> socketHandlers() {
        return socket -> {
            socket.on("join", event -> {
                socket.join(event.string(0));
                event.ack("ok");
            });
            socket.on(
                    "tell others",
                    event -> socket.broadcast()
                            .emit(event.string(0), event.args().get(1)));
        };
    }

    /** Until Redis has two connections with the subscriptions of a server: Node's and ours. */
    private static void awaitSubscribers(EmbeddedRedis redis, String subscribed) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        try (Jedis jedis = new Jedis("127.0.0.1", redis.port())) {
            String clients = "";
            while (clients.lines().filter(line -> line.contains(subscribed)).count() < 2) {
                assertThat(System.nanoTime()).describedAs(clients).isLessThan(deadline);
                clients = jedis.clientList();
            }
        }
    }

    private void broadcasts() {
        tell(node, "void io.emit('all', 1, 'two', [3.5, null, -70000, 3000000000], {four: 'ü€😀'.repeat(20)})");
        String text = "ü€😀".repeat(20);
        assertBothHear("[\"all\",1,\"two\",[3.5,null,-70000,3000000000],{\"four\":\"" + text + "\"}]");

        io.emit("all", 1, "two", List.of(3.5, -70_000, 3_000_000_000L, text));
        assertBothHear("[\"all\",1,\"two\",[3.5,-70000,3000000000,\"" + text + "\"]]");

        io.emit("bytes", new byte[] {1, 2}, Map.of("nested", new byte[] {3}));
        assertBothHear(
                "[\"bytes\",{\"type\":\"Buffer\",\"data\":[1,2]},{\"nested\":{\"type\":\"Buffer\",\"data\":[3]}}]");
    }

    private void bytesOfNode() {
        tell(node, "void io.emit('bytes', Buffer.from([1, 2]))");
        assertBothHear("[\"bytes\",{\"type\":\"Buffer\",\"data\":[1,2]}]");
    }

    private void rooms() {
        assertThat(n.ask("join('both')")).isEqualTo("\"ok\"");
        assertThat(j.ask("socket.emitWithAck('join', 'both')")).isEqualTo("\"ok\"");
        assertThat(j.ask("socket.emitWithAck('join', 'ours')")).isEqualTo("\"ok\"");
        String idOfN = n.ask("socket.io.engine.id").replace("\"", "");

        io.to("both").emit("from java", 1);
        io.to("ours", "nobody").emit("from java", 2);
        io.to("both").except(idOfN).emit("from java", 3);
        io.local().emit("from java", 4);
        io.to("both").emit("from java", 5);
        assertHears(n, "[\"from java\",1]", "[\"from java\",5]");
        assertHears(
                j,
                "[\"from java\",1]",
                "[\"from java\",2]",
                "[\"from java\",3]",
                "[\"from java\",4]",
                "[\"from java\",5]");

        tell(node, "void io.to('both').emit('from node', 1)");
        tell(node, "void io.to('ours').to('nobody').emit('from node', 2)");
        assertHears(n, "[\"from node\",1]");
        tell(n, "void socket.emit('tell others', 'from n', 3)");
        assertHears(j, "[\"from node\",1]", "[\"from node\",2]", "[\"from n\",3]");
        tell(j, "void socket.emit('tell others', 'from j', 4)");
        assertHears(n, "[\"from j\",4]");
    }

    private void namespaces() {
        j.tell("(globalThis.chat = socket.io.socket('/chat'), chat.onAny((...a) => "
                + "console.log('event in chat ' + JSON.stringify(a))), "
                + "new Promise(r => chat.on('connect', () => r('in'))))");
        assertThat(j.await("result")).isEqualTo("result \"in\"");

        io.of("/chat").emit("from java");
        tell(node, "void chat.emit('from node')");
        for (NodePeer client : List.of(n, j)) {
            Set<String> heard = new TreeSet<>(List.of(client.await("event "), client.await("event ")));
            assertThat(heard).containsExactly("event in chat [\"from java\"]", "event in chat [\"from node\"]");
        }
    }

    private void emitters() {
        tell(node, "void emitter.emit('by emitter', {n: 1}, Buffer.from([1, 2]))");
        tell(node, "void emitter.to('both').to('ours').emit('by emitter', 2)");
        tell(node, "void emitter.to('ours').emit('by emitter', 3)");
        tell(node, "void emitter.of('/chat').emit('by emitter')");
        assertHears(n, "[\"by emitter\",{\"n\":1},{\"type\":\"Buffer\",\"data\":[1,2]}]", "[\"by emitter\",2]");
        assertHears(
                j,
                "[\"by emitter\",{\"n\":1},{\"type\":\"Buffer\",\"data\":[1,2]}]",
                "[\"by emitter\",2]",
                "[\"by emitter\",3]");
        assertBothHearInChat("[\"by emitter\"]");

        emitter.emit("by ours", Map.of("n", 1), new byte[] {1, 2});
        emitter.to("both", "ours").emit("by ours", 2);
        emitter.to("both").except("ours").emit("by ours", 3);
        emitter.of("/chat").emit("by ours");
        assertHears(
                n,
                "[\"by ours\",{\"n\":1},{\"type\":\"Buffer\",\"data\":[1,2]}]",
                "[\"by ours\",2]",
                "[\"by ours\",3]");
        assertHears(j, "[\"by ours\",{\"n\":1},{\"type\":\"Buffer\",\"data\":[1,2]}]", "[\"by ours\",2]");
        assertBothHearInChat("[\"by ours\"]");
    }

    private void assertBothHearInChat(String event) {
        for (NodePeer client : List.of(n, j)) {
            assertThat(client.await("event ")).isEqualTo("event in chat " + event);
        }
    }

    private void whatNodeAsks() {
        String idOfJ = j.ask("socket.id");
        assertThat(node.ask("ask('clients', []).then(ids => ids.length)")).isEqualTo("2");
        assertThat(node.ask("ask('clients', ['ours'])")).isEqualTo("[" + idOfJ + "]");
        assertThat(node.ask("ask('clientRooms', " + idOfJ + ")")).isEqualTo("[" + idOfJ + ",\"both\",\"ours\"]");
        assertThat(node.ask("ask('allRooms').then(rooms => rooms.includes('ours'))"))
                .isEqualTo("true");
        node.ask("ask('remoteJoin', " + idOfJ + ", 'moved by node')");
        node.ask("ask('remoteLeave', " + idOfJ + ", 'ours')");
        assertThat(node.ask("ask('clientRooms', " + idOfJ + ")"))
                .isEqualTo("[" + idOfJ + ",\"both\",\"moved by node\"]");
        assertThat(node.ask("ask('customRequest', {q: 1}).then(replies => replies.map(r => JSON.stringify(r)).sort())"))
                .isEqualTo("[\"null\",\"{\\\"node\\\":{\\\"q\\\":1}}\"]");
    }

    private void whatWeAsk() throws Exception {
        V5Requests all = V5Requests.of(io.of("/"));
        String idOfN = n.ask("socket.id").replace("\"", "");
        assertThat(OpenedByTests.<Set<String>>answer(done -> all.clients(List.of(), done)))
                .hasSize(2);
        assertThat(OpenedByTests.<Set<String>>answer(done -> all.clientRooms(idOfN, done)))
                .containsExactly(idOfN, "both");
        OpenedByTests.<Void>answer(done -> all.remoteJoin(idOfN, "moved by java", done));
        OpenedByTests.<Void>answer(done -> all.remoteLeave(idOfN, "both", done));
        assertThat(OpenedByTests.<Set<String>>answer(done -> all.clients(List.of("both", "moved by java"), done)))
                .hasSize(2)
                .contains(idOfN);
        assertThat(OpenedByTests.<Set<String>>answer(all::allRooms)).contains(idOfN, "moved by java", "moved by node");
        all.customHook((data, reply) -> reply.accept(Map.of("java", data)));
        List<JsonNode> replies = answer(done -> all.customRequest(Map.of("q", 2), done));
        assertThat(replies)
                .extracting(JsonNode::toString)
                .containsExactlyInAnyOrder("{\"java\":{\"q\":2}}", "{\"node\":{\"q\":2}}");

        io.in("moved by node").except("moved by java").socketsJoin("moved twice");
        io.in("moved by java").socketsJoin("moved twice");
        awaitMembers(all, "moved twice", 2);
        io.to("moved twice").emit("moved");
        assertBothHear("[\"moved\"]");
    }

    private void awaitMembers(V5Requests all, String room, int count) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (OpenedByTests.<Set<String>>answer(done -> all.clients(List.of(room), done))
                        .size()
                != count) {
            assertThat(System.nanoTime()).describedAs(room).isLessThan(deadline);
        }
    }

    private void disconnects() throws Exception {
        node.ask("ask('remoteDisconnect', " + j.ask("socket.id") + ", false)");
        assertThat(j.await("disconnect")).isEqualTo("disconnect io server disconnect");
        String idOfN = n.ask("socket.id").replace("\"", "");
        OpenedByTests.<Void>answer(done -> V5Requests.of(io.of("/")).remoteDisconnect(idOfN, false, done));
        assertThat(n.await("disconnect")).isEqualTo("disconnect io server disconnect");
    }

    private static void tell(NodePeer peer, String expression) {
        assertThat(peer.ask(expression)).isEqualTo("null");
    }

    private void assertBothHear(String event) {
        assertHears(n, event);
        assertHears(j, event);
    }

    /** Exactly these events came, in this order, since the last question about this client's events. */
    private static void assertHears(NodePeer client, String... events) {
        for (String event : events) {
            assertThat(client.await("event ")).isEqualTo("event " + event);
        }
    }
}
