package io.github.fanoutlab.adapter.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fanoutlab.adapter.SocketIoServer;
import io.github.fanoutlab.adapter.redis.streams.RedisStreamsAdapter;
import io.github.fanoutlab.adapter.server.BroadcastAck;
import io.github.fanoutlab.adapter.server.ConnectionStateRecovery;
import io.github.fanoutlab.adapter.server.RemoteSocket;
import io.github.fanoutlab.adapter.server.ServerOptions;
import io.github.fanoutlab.platform.http.ListenOptions;
import io.github.fanoutlab.testbed.peer.NodePeer;
import io.github.fanoutlab.testbed.process.EmbeddedRedis;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import redis.clients.jedis.Jedis;
import tools.jackson.databind.JsonNode;

/** {@code n} is a client of Node's server, {@code j} one of ours. An event carries its offset as the last argument. */
@DisplayName("A Node server with @socket.io/redis-streams-adapter and ours on one Redis")
@Timeout(120)
class StreamsMixedTest extends OpenedByTests {

    private EmbeddedRedis redis;
    private SocketIoServer io;
    private NodePeer node;
    private NodePeer n;
    private NodePeer j;
    private String urlOfNode;
    private String urlOfOurs;

    @BeforeEach
    void start() {
        NodePeer.requirePackages("v4");
        redis = open(EmbeddedRedis.start());
        node = open(NodePeer.start("v4", "streams-server.js", redis.url()));
        io = SocketIoServer.create(ServerOptions.builder()
                .connectionStateRecovery(ConnectionStateRecovery.DEFAULT)
                .build());
        open(io::close);
        io.adapter(RedisStreamsAdapter.at(redis.url()));
        io.on("connection", socket -> {
            socket.emit("data", "connected to worker: java");
            socket.on("join", event -> {
                socket.join(event.string(0));
                event.ack("ok");
            });
        });
        io.of("/chat");
        io.onServerSide("hello", event -> event.ack("hello from java"));
        urlOfOurs = "http://127.0.0.1:" + io.listen(ListenOptions.loopback(0)).port();
        urlOfNode = "http://127.0.0.1:" + node.await("listening ").substring(10);
        awaitSubscribers("socket.io#/#", 2);
        awaitSubscribers("socket.io#/chat#", 2);
        j = open(NodePeer.start("v4", "client.js", urlOfOurs));
        n = open(NodePeer.start("v4", "client.js", urlOfNode));
        j.await("event [\"data\",\"connected to worker: java\"");
        n.await("event [\"data\",\"connected to worker: node\"");
        // Until it has got something, Node loses what is added between two of its reads.
        awaitNodeReads();
    }

    private void awaitSubscribers(String channel, long count) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        try (Jedis jedis = new Jedis("127.0.0.1", redis.port())) {
            while (!Long.valueOf(count).equals(jedis.pubsubNumSub(channel).get(channel))) {
                assertThat(System.nanoTime()).describedAs(channel).isLessThan(deadline);
            }
        }
    }

    private void awaitNodeReads() {
        io.emit("first");
        n.await("event [\"first\"");
        j.await("event [\"first\"");
    }

    @Test
    void broadcasts_reach_the_clients_of_both() {
        node.ask("io.emit('all', 1, 'two', [3.5, null], {four: Buffer.from([4])})");
        assertBothHear("[\"all\",1,\"two\",[3.5,null],{\"four\":{\"type\":\"Buffer\",\"data\":[4]}}]");
        io.emit("all", 1, "two", List.of(3.5, "ü€😀"), new byte[] {1, 2});
        assertBothHear("[\"all\",1,\"two\",[3.5,\"ü€😀\"],{\"type\":\"Buffer\",\"data\":[1,2]}]");

        assertThat(n.ask("socket.emitWithAck('join', 'both')")).isEqualTo("\"ok\"");
        assertThat(j.ask("socket.emitWithAck('join', 'both')")).isEqualTo("\"ok\"");
        assertThat(j.ask("socket.emitWithAck('join', 'ours')")).isEqualTo("\"ok\"");
        io.to("both").emit("from java", 1);
        assertBothHear("[\"from java\",1]");
        node.ask("io.to('both').except('ours').emit('from node', 1)");
        assertHears(n, "[\"from node\",1]");
        node.ask("io.to('ours').emit('from node', 2)");
        assertHears(j, "[\"from node\",2]");
        assertNodeIsWell();
    }

    @Test
    void requests_are_answered_by_both() throws Exception {
        assertThat(
                        node.ask(
                                "io.fetchSockets().then(all => all.map(s => [s.handshake.auth.token, s.rooms.has(s.id), s.data]))"))
                .isEqualTo("[[\"secret\",true,{}],[\"secret\",true,{}]]");
        assertThat(node.ask("io.serverSideEmitWithAck('hello', 1)")).isEqualTo("[\"hello from java\"]");
        assertThat(node.ask("io.timeout(15000).emitWithAck('question', 1)")).isEqualTo("[\"answer\",\"answer\"]");
        assertThat(node.ask("io.of('/').adapter.serverCount()")).isEqualTo("2");

        assertThat(OpenedByTests.<List<RemoteSocket>>answer(io::fetchSockets)).hasSize(2);
        List<JsonNode> hellos = answer(done -> io.serverSideEmit("hello", 2, (BroadcastAck) done::done));
        assertThat(hellos).extracting(JsonNode::stringValue).containsExactly("hello from node");
        List<JsonNode> answers =
                answer(done -> io.timeout(15_000).emit("question", new byte[] {2}, (BroadcastAck) done::done));
        assertThat(answers).extracting(JsonNode::stringValue).containsExactly("answer", "answer");
        assertThat(OpenedByTests.<Integer>answer(io::serverCount)).isEqualTo(2);

        for (NodePeer client : List.of(n, j)) {
            assertHears(client, "[\"question\",1]");
            assertHears(client, "[\"question\",{\"type\":\"Buffer\",\"data\":[2]}]");
        }
        io.socketsJoin("moved");
        io.to("moved").emit("in time");
        assertBothHear("[\"in time\"]");
        io.disconnectSockets(false);
        assertThat(n.await("disconnect")).isEqualTo("disconnect io server disconnect");
        assertThat(j.await("disconnect")).isEqualTo("disconnect io server disconnect");
        assertNodeIsWell();
    }

    @Test
    void a_client_of_node_comes_back_to_ours() {
        String id = n.ask("socket.id");
        n.ask("socket.emitWithAck('join', 'room')");
        node.ask("io.in('room').fetchSockets().then(([s]) => { s.data.user = 'alice'; })");
        n.tell("void socket.io.engine.close()");
        n.await("disconnect ");
        awaitSessions(2);

        io.to("room").emit("missed", 1);
        awaitInStream("\"missed\",1");
        node.ask("io.to('room').emit('missed', 2, Buffer.from([2]))");
        io.except("room").emit("not for her");
        comeBackTo(n, urlOfOurs);

        assertHears(n, "[\"missed\",1]");
        assertHears(n, "[\"missed\",2,{\"type\":\"Buffer\",\"data\":[2]}]");
        assertThat(n.await("connected ")).isEqualTo("connected " + id.replace("\"", ""));
        assertThat(n.ask("socket.recovered")).isEqualTo("true");
        io.to("room").emit("back");
        n.await("event [\"back\"");
        io.run(() -> assertThat(io.sockets().sockets().get(id.replace("\"", "")).data())
                .containsEntry("user", "alice"));
        assertNodeIsWell();
    }

    @Test
    void a_client_of_node_that_is_shut_down_comes_back_to_ours() {
        n.ask("socket.emitWithAck('join', 'room')");
        node.tell("void io.close()");
        n.await("disconnect ");
        awaitSessions(2);
        io.to("room").emit("missed", 1);

        comeBackTo(n, urlOfOurs);

        assertHears(n, "[\"missed\",1]");
        n.await("connected ");
        assertThat(n.ask("socket.recovered")).isEqualTo("true");
    }

    /** Node keeps a session to itself until it sees the client go. */
    @Test
    void a_client_of_node_that_is_killed_starts_afresh_at_ours_and_comes_back_from_there_to_another_node() {
        String id = n.ask("socket.id");
        node.close();
        n.await("disconnect ");
        io.emit("missed");
        comeBackTo(n, urlOfOurs);
        String id2 = n.await("connected ").substring(10);
        assertHears(n, "[\"data\",\"connected to worker: java\"]");
        assertThat(id).doesNotContain(id2);
        assertThat(n.ask("socket.recovered")).isEqualTo("false");

        node = open(NodePeer.start("v4", "streams-server.js", redis.url()));
        String urlOfNext = "http://127.0.0.1:" + node.await("listening ").substring(10);
        awaitSubscribers("socket.io#/#", 2);
        n.ask("socket.emitWithAck('join', 'room')");
        CountDownLatch oursHangs = new CountDownLatch(1);
        open(oursHangs::countDown);
        io.run(() -> await(oursHangs));
        n.tell("void socket.io.engine.close()");
        n.await("disconnect ");
        node.ask("io.to('room').emit('missed', 2)");
        comeBackTo(n, urlOfNext);

        assertHears(n, "[\"missed\",2]");
        assertThat(n.await("connected ")).isEqualTo("connected " + id2);
        assertThat(n.ask("socket.recovered")).isEqualTo("true");
        assertNodeIsWell();
    }

    @Test
    void a_client_of_ours_comes_back_to_node_even_if_ours_never_saw_it_go() throws Exception {
        String id = j.ask("socket.id");
        j.ask("socket.emitWithAck('join', 'room')");
        j.ask("socket.emitWithAck('join', 'another room')");
        CountDownLatch oursHangs = new CountDownLatch(1);
        open(oursHangs::countDown);
        io.run(() -> await(oursHangs));
        j.tell("void socket.io.engine.close()");
        j.await("disconnect ");
        node.ask("io.to('room').emit('missed', 1)");
        node.ask("io.to('room').except('another room').emit('not for her')");
        node.ask("io.emit('missed', 2)");

        comeBackTo(j, urlOfNode);

        assertHears(j, "[\"missed\",1]");
        assertHears(j, "[\"missed\",2]");
        assertThat(j.await("connected ")).isEqualTo("connected " + id.replace("\"", ""));
        assertThat(j.ask("socket.recovered")).isEqualTo("true");
        node.ask("io.to('another room').emit('back')");
        j.await("event [\"back\"");
        assertNodeIsWell();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await(60, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ours has written one since the client connected, Node writes its own when the client has gone. */
    private void awaitSessions(int count) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        try (Jedis jedis = new Jedis("127.0.0.1", redis.port())) {
            while (jedis.keys("sio:session:*").size() < count) {
                assertThat(System.nanoTime()).describedAs("sessions in Redis").isLessThan(deadline);
            }
        }
    }

    /** What ours emits is in the stream some time later: it returns before. */
    private void awaitInStream(String text) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        try (Jedis jedis = new Jedis("127.0.0.1", redis.port())) {
            while (jedis.xrevrange("socket.io", "+", "-").stream()
                    .noneMatch(entry -> entry.getFields().toString().contains(text))) {
                assertThat(System.nanoTime())
                        .describedAs(text + " in the stream")
                        .isLessThan(deadline);
            }
        }
    }

    private static void comeBackTo(NodePeer client, String url) {
        client.tell("void (socket.io.uri = '" + url + "', socket.connect())");
    }

    private void assertBothHear(String event) {
        assertHears(n, event);
        assertHears(j, event);
    }

    private static void assertHears(NodePeer client, String event) {
        assertThat(client.await("event ").replaceAll(",?\"[0-9]+-[0-9]+\"]$", "]"))
                .isEqualTo("event " + event);
    }

    private void assertNodeIsWell() {
        assertThat(node.lines()).noneMatch(line -> line.startsWith("crashed"));
        assertThat(node.isAlive()).isTrue();
    }
}
