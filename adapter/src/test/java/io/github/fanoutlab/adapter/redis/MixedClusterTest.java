package io.github.fanoutlab.adapter.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fanoutlab.adapter.SocketIoServer;
import io.github.fanoutlab.adapter.server.Namespace;
import io.github.fanoutlab.adapter.server.Socket;
import io.github.fanoutlab.platform.http.ListenOptions;
import io.github.fanoutlab.platform.real.EmbeddedRedis;
import io.github.fanoutlab.testkit.NodePeer;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * A server of Node's (socket.io 4.8 with @socket.io/redis-adapter 8.3) and one of ours on the same Redis, each with one
 * client of Node's; {@code n} is the client of Node's server, {@code j} the one of ours.
 */
@DisplayName("A Node server and ours on one Redis")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class MixedClusterTest {

    private static final BlockingQueue<String> TOLD = new LinkedBlockingQueue<>();

    private static EmbeddedRedis redis;
    private static SocketIoServer io;
    private static NodePeer node;
    private static NodePeer n;
    private static NodePeer j;

    @BeforeAll
    static void start() {
        NodePeer.requirePackages("v4");
        redis = EmbeddedRedis.start();
        node = NodePeer.start("v4", "server.js", redis.url());
        io = SocketIoServer.create();
        io.adapter(RedisAdapter.at(redis.url()));
        Consumer<Socket> joins = socket -> socket.on("join", event -> {
            socket.join(event.string(0));
            event.ack("ok");
        });
        io.on("connection", joins);
        io.of("/chat").on("connection", joins);
        io.onServerSide("hello", event -> {
            TOLD.add("hello " + event.args());
            event.ack("hello from java");
        });
        int port = io.listen(ListenOptions.loopback(0)).port();
        j = NodePeer.start("v4", "client.js", "http://127.0.0.1:" + port);
        n = NodePeer.start(
                "v4",
                "client.js",
                "http://127.0.0.1:" + node.await("listening ").substring(10));
        j.await("connected ");
        n.await("connected ");
        n.await("event [\"data\",\"connected to worker: node\"]");
        awaitBoth("/");
        awaitBoth("/chat");
    }

    @AfterAll
    static void stop() {
        for (AutoCloseable each : new AutoCloseable[] {n, j, node}) {
            try {
                if (each != null) {
                    each.close();
                }
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }
        if (io != null) {
            io.close();
        }
        if (redis != null) {
            redis.close();
        }
    }

    @Test
    @Order(1)
    void what_node_emits_reaches_the_clients_of_both_once() {
        assertThat(ask(node, "io.emit('all', 1, 'two', [3.5, null], {four: true})"))
                .isEqualTo("true");

        assertHears(n, "[\"all\",1,\"two\",[3.5,null],{\"four\":true}]");
        assertHears(j, "[\"all\",1,\"two\",[3.5,null],{\"four\":true}]");
    }

    @Test
    @Order(2)
    void what_we_emit_reaches_the_clients_of_both_once() {
        io.emit("all", 1, "two", List.of(3.5, "ü€😀"), new byte[] {1, 2});

        String event = "[\"all\",1,\"two\",[3.5,\"ü€😀\"],{\"type\":\"Buffer\",\"data\":[1,2]}]";
        assertHears(n, event);
        assertHears(j, event);
    }

    @Test
    @Order(3)
    void rooms_and_exceptions_hold_on_both_sides() {
        assertThat(ask(n, "socket.emitWithAck('join', 'both')")).isEqualTo("\"ok\"");
        assertThat(ask(j, "socket.emitWithAck('join', 'both')")).isEqualTo("\"ok\"");
        assertThat(ask(j, "socket.emitWithAck('join', 'ours')")).isEqualTo("\"ok\"");

        io.to("both").emit("from java", 1);
        io.to("both").except("ours").emit("from java", 2);
        io.to("ours", "nobody").emit("from java", 3);
        io.local().emit("from java", 4);
        assertHears(n, "[\"from java\",1]", "[\"from java\",2]");
        assertHears(j, "[\"from java\",1]", "[\"from java\",3]", "[\"from java\",4]");

        ask(node, "io.to('both').emit('from node', 1)");
        ask(node, "io.to('both').except('ours').emit('from node', 2)");
        ask(node, "io.to(['ours', 'nobody']).volatile.emit('from node', Buffer.from([3]))");
        ask(node, "io.local.emit('from node', 4)");
        assertHears(n, "[\"from node\",1]", "[\"from node\",2]", "[\"from node\",4]");
        assertHears(j, "[\"from node\",1]", "[\"from node\",{\"type\":\"Buffer\",\"data\":[3]}]");
    }

    @Test
    @Order(4)
    void namespaces_stay_apart() {
        for (NodePeer client : List.of(n, j)) {
            client.tell("(globalThis.chat = socket.io.socket('/chat'), chat.onAny((...a) => "
                    + "console.log('event ' + JSON.stringify(['chat', ...a]))), "
                    + "new Promise(r => chat.on('connect', () => r('in'))))");
            assertThat(client.await("result")).isEqualTo("result \"in\"");
        }
        Namespace chat = io.of("/chat");

        chat.emit("from java");
        assertHears(j, "[\"chat\",\"from java\"]");
        assertHears(n, "[\"chat\",\"from java\"]");
        ask(node, "chat.emit('from node')");
        assertHears(j, "[\"chat\",\"from node\"]");
        assertHears(n, "[\"chat\",\"from node\"]");
    }

    @Test
    @Order(5)
    void what_node_asks_we_answer() throws Exception {
        String fetched = ask(
                node,
                "io.fetchSockets().then(all => all.map(s => [s.handshake.auth.token, s.rooms.has(s.id), s.data]))");
        assertThat(fetched).isEqualTo("[[\"secret\",true,{}],[\"secret\",true,{}]]");
        assertThat(ask(node, "io.in('ours').fetchSockets().then(all => all.length)"))
                .isEqualTo("1");
        assertThat(ask(node, "io.of('/').adapter.sockets(new Set()).then(s => s.size)"))
                .isNotNull();
        assertThat(ask(node, "io.of('/').adapter.allRooms().then(rooms => rooms.has('ours'))"))
                .isEqualTo("true");

        assertThat(ask(node, "io.serverSideEmitWithAck('hello', 1)")).isEqualTo("[\"hello from java\"]");
        assertThat(TOLD.poll(30, TimeUnit.SECONDS)).isEqualTo("hello [1]");

        assertThat(ask(node, "io.timeout(3000).emitWithAck('question', 1)")).isEqualTo("[\"answer\",\"answer\"]");
        assertThat(ask(node, "io.to('nobody').timeout(3000).emitWithAck('question', 1)"))
                .isEqualTo("[]");
        assertHears(n, "[\"question\",1]");
        assertHears(j, "[\"question\",1]");
    }

    @Test
    @Order(6)
    void what_we_tell_node_servers_they_hear() {
        io.serverSideEmit("hello", "from java", 2);

        assertThat(node.await("hello ")).isEqualTo("hello [\"from java\",2]");
    }

    @Test
    @Order(7)
    void emitters_of_both_kinds_reach_the_clients_of_both() {
        try (NodePeer peer = NodePeer.start("v4", "emitter.js", redis.url())) {
            peer.await("ready");
            ask(peer, "emitter.emit('from the node emitter', 1)");
            ask(peer, "emitter.to('ours').emit('from the node emitter', 2)");
            ask(peer, "emitter.serverSideEmit('hello', 'emitter')");
            assertThat(node.await("hello ")).isEqualTo("hello [\"emitter\"]");
        }
        assertHears(n, "[\"from the node emitter\",1]");
        assertHears(j, "[\"from the node emitter\",1]", "[\"from the node emitter\",2]");

        Emitter emitter = Emitter.create(redis.url());
        emitter.emit("from our emitter", new byte[] {1});
        emitter.to("both").except("ours").emit("from our emitter", 2);
        emitter.in("ours").socketsLeave("both");
        emitter.close();
        String bytes = "[\"from our emitter\",{\"type\":\"Buffer\",\"data\":[1]}]";
        assertHears(n, bytes, "[\"from our emitter\",2]");
        assertHears(j, bytes);
    }

    @Test
    @Order(8)
    void sockets_of_the_other_side_are_moved_and_disconnected() {
        ask(node, "io.in('ours').socketsJoin('moved by node')");
        io.except("ours").socketsJoin("moved by java");
        awaitAnswer(
                "io.of('/').adapter.allRooms().then(r => r.has('moved by node') && r.has('moved by java'))", "true");
        io.to("moved by java").emit("moved");
        ask(node, "io.to('moved by node').emit('moved')");
        assertHears(n, "[\"moved\"]");
        assertHears(j, "[\"moved\"]");

        io.in("moved by java").disconnectSockets(false);
        ask(node, "io.in('moved by node').disconnectSockets()");
        assertThat(n.await("disconnect")).isEqualTo("disconnect io server disconnect");
        assertThat(j.await("disconnect")).isEqualTo("disconnect io server disconnect");
        assertThat(node.lines()).noneMatch(line -> line.startsWith("crashed"));
    }

    private static void awaitBoth(String namespace) {
        awaitAnswer("io.of('" + namespace + "').adapter.serverCount()", "2");
    }

    private static void awaitAnswer(String question, String answer) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!ask(node, question).equals(answer)) {
            assertThat(System.nanoTime()).describedAs(question).isLessThan(deadline);
        }
    }

    private static String ask(NodePeer peer, String expression) {
        peer.tell(expression);
        return peer.await(line -> line.startsWith("result ") || line.startsWith("error "), "a result of " + expression)
                .replaceFirst("^result ", "");
    }

    /** Exactly these events came, in this order, since the last question about this client's events. */
    private static void assertHears(NodePeer client, String... events) {
        for (String event : events) {
            assertThat(client.await("event ")).isEqualTo("event " + event);
        }
    }
}
