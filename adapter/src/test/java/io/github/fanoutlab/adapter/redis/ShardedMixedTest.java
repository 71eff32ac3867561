package io.github.fanoutlab.adapter.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fanoutlab.adapter.SocketIoServer;
import io.github.fanoutlab.adapter.server.BroadcastAck;
import io.github.fanoutlab.adapter.server.RemoteSocket;
import io.github.fanoutlab.platform.http.ListenOptions;
import io.github.fanoutlab.testbed.peer.NodePeer;
import io.github.fanoutlab.testbed.peer.RequiredRedis;
import io.github.fanoutlab.testbed.process.EmbeddedRedis;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import redis.clients.jedis.Jedis;
import tools.jackson.databind.JsonNode;

/** {@code n} is a client of Node's server, {@code j} one of ours. */
@DisplayName("A Node server with createShardedAdapter and ours on one Redis 7")
@Timeout(120)
class ShardedMixedTest extends OpenedByTests {

    private EmbeddedRedis redis;
    private SocketIoServer io;
    private NodePeer node;
    private NodePeer n;
    private NodePeer j;

    @ParameterizedTest
    @EnumSource
    void whoever_begins(SubscriptionMode mode) throws Exception {
        start(mode);

        broadcasts();
        rooms(mode);
        whatNodeAsks();
        whatWeAsk();
        othersAreMovedAndDisconnected();

        assertThat(node.lines()).noneMatch(line -> line.startsWith("crashed"));
        assertThat(node.isAlive()).isTrue();
    }

    private void start(SubscriptionMode mode) {
        NodePeer.requirePackages("v4");
        redis = open(RequiredRedis.atLeast(7, "sharded pub/sub"));
        String nodeMode = mode.name().toLowerCase(Locale.ROOT).replace('_', '-');
        node = open(NodePeer.start("v4", "sharded-server.js", redis.url(), nodeMode));
        io = SocketIoServer.create();
        open(io::close);
        io.adapter(ShardedRedisAdapter.at(redis.url()).subscriptionMode(mode));
        io.on(
                "connection",
                socket -> socket.on("join", event -> {
                    socket.join(event.string(0));
                    event.ack("ok");
                }));
        io.of("/chat");
        io.onServerSide("hello", event -> event.ack("hello from java"));
        int port = io.listen(ListenOptions.loopback(0)).port();
        j = open(NodePeer.start("v4", "client.js", "http://127.0.0.1:" + port));
        String url = "http://127.0.0.1:" + node.await("listening ").substring(10);
        n = open(NodePeer.start("v4", "client.js", url));
        j.await("connected ");
        n.await("event [\"data\",\"connected to worker: node\"]");
        awaitSubscribers("socket.io#/#", 2);
        awaitSubscribers("socket.io#/chat#", 2);
    }

    private void awaitSubscribers(String channel, long count) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        try (Jedis jedis = new Jedis("127.0.0.1", redis.port())) {
            while (!Long.valueOf(count).equals(jedis.pubsubShardNumSub(channel).get(channel))) {
                assertThat(System.nanoTime()).describedAs(channel).isLessThan(deadline);
            }
        }
    }

    private void broadcasts() {
        node.ask("io.emit('all', 1, 'two', [3.5, null], {four: Buffer.from([4])})");
        assertBothHear("[\"all\",1,\"two\",[3.5,null],{\"four\":{\"type\":\"Buffer\",\"data\":[4]}}]");
        io.emit("all", 1, "two", List.of(3.5, "ü€😀"), new byte[] {1, 2});
        assertBothHear("[\"all\",1,\"two\",[3.5,\"ü€😀\"],{\"type\":\"Buffer\",\"data\":[1,2]}]");
        io.emit("text");
        assertBothHear("[\"text\"]");
    }

    private void rooms(SubscriptionMode mode) {
        assertThat(n.ask("socket.emitWithAck('join', 'both')")).isEqualTo("\"ok\"");
        assertThat(j.ask("socket.emitWithAck('join', 'both')")).isEqualTo("\"ok\"");
        assertThat(j.ask("socket.emitWithAck('join', 'ours')")).isEqualTo("\"ok\"");
        String idOfN = n.ask("socket.id").replace("\"", "");
        String idOfJ = j.ask("socket.id").replace("\"", "");
        boolean apart = mode != SubscriptionMode.STATIC;
        awaitSubscribers("socket.io#/#both#", apart ? 2 : 0);
        awaitSubscribers("socket.io#/#ours#", apart ? 1 : 0);
        awaitSubscribers("socket.io#/#" + idOfN + "#", mode == SubscriptionMode.DYNAMIC_PRIVATE ? 1 : 0);
        awaitSubscribers("socket.io#/#" + idOfJ + "#", mode == SubscriptionMode.DYNAMIC_PRIVATE ? 1 : 0);

        io.to("both").emit("from java", 1);
        assertBothHear("[\"from java\",1]");
        io.to("both").except("ours").emit("from java", 2);
        io.to(idOfN).emit("from java", 3);
        node.ask("io.to('both').emit('from node', 1)");
        node.ask("io.to('ours').emit('from node', 2)");
        node.ask("io.to('" + idOfJ + "').emit('from node', 3)");
        assertHearsInAnyOrder(n, "[\"from java\",2]", "[\"from java\",3]", "[\"from node\",1]");
        assertHearsInAnyOrder(j, "[\"from node\",1]", "[\"from node\",2]", "[\"from node\",3]");
    }

    private void whatNodeAsks() {
        assertThat(
                        node.ask(
                                "io.fetchSockets().then(all => all.map(s => [s.handshake.auth.token, s.rooms.has(s.id), s.data]))"))
                .isEqualTo("[[\"secret\",true,{}],[\"secret\",true,{}]]");
        assertThat(node.ask("io.serverSideEmitWithAck('hello', 1)")).isEqualTo("[\"hello from java\"]");
        assertThat(node.ask("io.timeout(15000).emitWithAck('question', 1)")).isEqualTo("[\"answer\",\"answer\"]");
        assertBothHear("[\"question\",1]");
    }

    private void whatWeAsk() throws Exception {
        assertThat(OpenedByTests.<List<RemoteSocket>>answer(io::fetchSockets)).hasSize(2);
        List<JsonNode> hellos = answer(done -> io.serverSideEmit("hello", 2, (BroadcastAck) done::done));
        assertThat(hellos).extracting(JsonNode::stringValue).containsExactly("hello from node");
        List<JsonNode> answers =
                answer(done -> io.timeout(15_000).emit("question", new byte[] {2}, (BroadcastAck) done::done));
        assertThat(answers).extracting(JsonNode::stringValue).containsExactly("answer", "answer");
        assertBothHear("[\"question\",{\"type\":\"Buffer\",\"data\":[2]}]");
    }

    private void othersAreMovedAndDisconnected() throws Exception {
        node.ask("io.in('ours').socketsJoin('moved')");
        io.except("ours").socketsJoin("moved");
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (OpenedByTests.<List<RemoteSocket>>answer(done -> io.in("moved").fetchSockets(done))
                        .size()
                < 2) {
            assertThat(System.nanoTime()).isLessThan(deadline);
        }
        io.in("moved").except("ours").disconnectSockets(false);
        node.ask("io.in('ours').disconnectSockets()");
        assertThat(n.await("disconnect")).isEqualTo("disconnect io server disconnect");
        assertThat(j.await("disconnect")).isEqualTo("disconnect io server disconnect");
    }

    private void assertBothHear(String event) {
        assertThat(n.await("event ")).isEqualTo("event " + event);
        assertThat(j.await("event ")).isEqualTo("event " + event);
    }

    /** Messages of one shard channel are not ordered with those of another. */
    private static void assertHearsInAnyOrder(NodePeer client, String... events) {
        List<String> heard = new ArrayList<>();
        for (int i = 0; i < events.length; i++) {
            heard.add(client.await("event ").substring(6));
        }
        assertThat(heard).containsExactlyInAnyOrder(events);
    }
}
