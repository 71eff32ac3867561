package io.github.fanoutlab.adapter.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fanoutlab.adapter.SocketIoServer;
import io.github.fanoutlab.adapter.redis.streams.RedisStreamsAdapter;
import io.github.fanoutlab.adapter.server.AdapterFactory;
import io.github.fanoutlab.adapter.server.BroadcastAck;
import io.github.fanoutlab.adapter.server.RemoteSocket;
import io.github.fanoutlab.platform.http.ListenOptions;
import io.github.fanoutlab.testbed.peer.NodePeer;
import io.github.fanoutlab.testbed.peer.RequiredRedis;
import io.github.fanoutlab.testbed.process.EmbeddedRedis;
import io.github.fanoutlab.testbed.process.RedisCluster;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/**
 * Each server finds another node of the cluster first, so that what they say to each other crosses it. One of them knows the nodes by
 * another name than they have for each other.
 */
@DisplayName("Whole servers on a Redis Cluster of three masters")
@Timeout(120)
class RedisClusterTest extends OpenedByTests {

    private static final int ANY_VERSION = 0;
    private static final int SHARDED_PUB_SUB = 7;

    @TempDir
    private static Path directory;

    private static Path binary;
    private static RedisCluster cluster;

    enum Kind {
        CLASSIC("NUMSUB", "-request#/#") {
            @Override
            AdapterFactory at(String url, String prefix) {
                return RedisAdapter.at(url).key(prefix).requestsTimeout(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
            }
        },

        SHARDED("SHARDNUMSUB", "#/#") {
            @Override
            AdapterFactory at(String url, String prefix) {
                return ShardedRedisAdapter.at(url).channelPrefix(prefix);
            }
        },

        STREAMS("NUMSUB", "#/#") {
            @Override
            AdapterFactory at(String url, String prefix) {
                return RedisStreamsAdapter.at(url).channelPrefix(prefix).streamName(prefix);
            }
        };

        private final String count;
        private final String commonChannel;

        Kind(String count, String commonChannel) {
            this.count = count;
            this.commonChannel = commonChannel;
        }

        abstract AdapterFactory at(String url, String prefix);
    }

    @BeforeAll
    static void start() throws IOException {
        try {
            binary = EmbeddedRedis.binaryAtLeast(SHARDED_PUB_SUB);
        } catch (IllegalStateException olderOrNone) {
            binary = RequiredRedis.binary(ANY_VERSION, "a Redis Cluster");
        }
        cluster = RedisCluster.start(binary, directory, 3);
    }

    @AfterAll
    static void stop() {
        if (cluster != null) {
            cluster.close();
        }
    }

    private Kind kind;
    private String prefix;
    private SocketIoServer io1;
    private SocketIoServer io2;
    private RealClient client1;
    private RealClient client2;
    private NodePeer node;

    @ParameterizedTest
    @EnumSource
    void two_of_ours(Kind kind) throws Exception {
        start(kind, "ours");
        io2 = server(cluster.url(1).replace("127.0.0.1", "localhost"), "second");
        int port2 = listen(io2);
        awaitServers(() -> servers(io1), () -> servers(io2));
        client2 = open(new RealClient("client 2", port2));

        broadcasts();
        rooms();
        questions();
        othersAreMovedAndDisconnected();
    }

    @ParameterizedTest
    @EnumSource
    void one_of_ours_and_one_of_node(Kind kind) throws Exception {
        NodePeer.requirePackages("v4");
        start(kind, "mixed");
        List<String> command = new ArrayList<>(List.of(kind.name().toLowerCase(Locale.ROOT), prefix));
        cluster.masters().forEach(master -> command.add(master.hostAndPort()));
        node = open(NodePeer.start("v4", "cluster-server.js", command.toArray(String[]::new)));
        int nodePort = Integer.parseInt(node.await("listening ").substring(10));
        awaitServers(() -> servers(io1), () -> node.ask("io.of('/').adapter.serverCount()"));
        client2 = open(new RealClient("client 2", nodePort));
        client2.assertHears("[\"data\",\"connected to worker: node\"]");

        bothMirror();
        roomsOfBoth();
        questionsOfOurs();
        questionsOfNode();
        bothMoveAndDisconnect();

        assertThat(node.lines()).noneMatch(line -> line.startsWith("crashed"));
        assertThat(node.isAlive()).isTrue();
    }

    private void start(Kind kind, String prefix) {
        if (kind == Kind.SHARDED) {
            RequiredRedis.binary(SHARDED_PUB_SUB, "sharded pub/sub on a Redis Cluster");
        }
        this.kind = kind;
        this.prefix = prefix;
        io1 = server(cluster.url(0), "first");
        client1 = open(new RealClient("client 1", listen(io1)));
    }

    private SocketIoServer server(String url, String name) {
        SocketIoServer io = SocketIoServer.create();
        open(io::close);
        io.adapter(kind.at(url, prefix));
        io.on(
                "connection",
                socket -> socket.on("join", event -> {
                    socket.join(event.string(0));
                    event.ack();
                }));
        io.onServerSide("hello", event -> event.ack("hello " + event.string(0) + " from " + name));
        return io;
    }

    private static int listen(SocketIoServer io) {
        return io.listen(ListenOptions.loopback(0)).port();
    }

    private static String servers(SocketIoServer io) throws Exception {
        return OpenedByTests.<Integer>answer(io::serverCount).toString();
    }

    /** Until both count both, and can be answered: a sharded server hears answers on a channel that another master may have. */
    @SafeVarargs
    private void awaitServers(Callable<String>... counts) throws Exception {
        for (Callable<String> count : counts) {
            await("two servers", () -> count.call().equals("2"));
        }
        if (kind == Kind.SHARDED) {
            await("their own channels", () -> shardChannels() == 3);
        }
        if (kind == Kind.STREAMS) {
            await("their reads", () -> readers() == 2);
        }
    }

    /** How many servers wait for the next entry of a stream. */
    private long readers() {
        return cluster.masters().stream()
                .flatMap(master -> master.ask("CLIENT", "LIST").lines())
                .filter(client -> client.contains("cmd=xread"))
                .count();
    }

    private long shardChannels() {
        String channels = prefix + "#/#*";
        return cluster.masters().stream()
                .map(master -> master.ask("PUBSUB", "SHARDCHANNELS", channels))
                .flatMap(found -> List.of(found.split(", ")).stream())
                .filter(found -> found.contains(prefix))
                .count();
    }

    private static void await(String what, Callable<Boolean> condition) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!condition.call()) {
            assertThat(System.nanoTime()).as(what).isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }

    /** A room of a sharded server has a channel of its own, which is subscribed to after the join. */
    private void awaitRoom(String room, int servers) throws Exception {
        if (kind == Kind.SHARDED) {
            await(room, () -> cluster.subscribers(kind.count, prefix + kind.commonChannel + room + "#") == servers);
        }
    }

    private void broadcasts() {
        io1.emit("data", 1, List.of("ü😀"));
        io2.emit("data", 2);
        client1.assertHears("[\"data\",1,[\"ü😀\"]]", "[\"data\",2]");
        client2.assertHears("[\"data\",1,[\"ü😀\"]]", "[\"data\",2]");
        io1.local().emit("data", 3);
        client1.assertHears("[\"data\",3]");

        if (kind == Kind.CLASSIC) {
            Emitter emitter = SocketIoServer.emitter(cluster.url(2)).key(prefix);
            open(emitter::close);
            emitter.emit("emitted", 1);
            client1.assertHears("[\"emitted\",1]");
            client2.assertHears("[\"emitted\",1]");
        }
    }

    private void rooms() throws Exception {
        client1.join("both");
        client2.join("both");
        client2.join("second");
        awaitRoom("both", 2);
        awaitRoom("second", 1);

        io1.to("both").except("second").emit("room", 1);
        io1.to("second").emit("room", 2);
        io2.to("both").emit("room", 3);
        io2.to("nobody").emit("room", 4);
        client1.assertHears("[\"room\",1]", "[\"room\",3]");
        client2.assertHears("[\"room\",2]", "[\"room\",3]");
    }

    private void questions() throws Exception {
        for (SocketIoServer io : List.of(io1, io2)) {
            assertThat(OpenedByTests.<List<RemoteSocket>>answer(io::fetchSockets))
                    .hasSize(2);
            assertThat(OpenedByTests.<List<RemoteSocket>>answer(io.in("second")::fetchSockets))
                    .singleElement()
                    .extracting(socket -> socket.rooms().size())
                    .isEqualTo(3);
            List<JsonNode> hellos = answer(done -> io.serverSideEmit("hello", "you", (BroadcastAck) done::done));
            assertThat(hellos)
                    .extracting(JsonNode::stringValue)
                    .containsExactly("hello you from " + (io == io1 ? "second" : "first"));
            List<JsonNode> names = answer(done -> io.timeout(20_000).emit("who are you", (BroadcastAck) done::done));
            assertThat(names).extracting(JsonNode::stringValue).containsExactlyInAnyOrder("client 1", "client 2");
            client1.assertHears("[\"who are you\"]");
            client2.assertHears("[\"who are you\"]");
        }
    }

    private void othersAreMovedAndDisconnected() throws Exception {
        io1.in("second").socketsJoin("moved");
        await(
                "moved",
                () -> OpenedByTests.<List<RemoteSocket>>answer(io1.in("moved")::fetchSockets)
                                .size()
                        == 1);
        io2.in("both").except("moved").disconnectSockets(true);
        client1.assertHears("disconnect io server disconnect");
        io1.in("moved").disconnectSockets(false);
        client2.assertHears("disconnect io server disconnect");
    }

    private void tellNode(String expression) {
        assertThat(node.ask("void " + expression)).isEqualTo("null");
    }

    private void bothMirror() {
        io1.emit("data", 1, List.of("ü😀"));
        tellNode("io.emit('data', 2, {a: null})");
        client1.assertHears("[\"data\",1,[\"ü😀\"]]", "[\"data\",2,{\"a\":null}]");
        client2.assertHears("[\"data\",1,[\"ü😀\"]]", "[\"data\",2,{\"a\":null}]");
    }

    private void roomsOfBoth() throws Exception {
        client1.join("both");
        client2.join("both");
        client1.join("ours");
        awaitRoom("both", 2);
        awaitRoom("ours", 1);

        io1.to("both").except("ours").emit("from ours", 1);
        io1.to("both").emit("from ours", 2);
        client1.assertHears("[\"from ours\",2]");
        client2.assertHears("[\"from ours\",1]", "[\"from ours\",2]");

        tellNode("io.to('ours').emit('from node', 1)");
        tellNode("io.to('both').except('ours').emit('from node', 2)");
        tellNode("io.to('both').emit('from node', 3)");
        client1.assertHears("[\"from node\",1]", "[\"from node\",3]");
        client2.assertHears("[\"from node\",2]", "[\"from node\",3]");
    }

    private void questionsOfOurs() throws Exception {
        assertThat(OpenedByTests.<List<RemoteSocket>>answer(io1::fetchSockets)).hasSize(2);
        List<JsonNode> hellos = answer(done -> io1.serverSideEmit("hello", 1, (BroadcastAck) done::done));
        assertThat(hellos).extracting(JsonNode::stringValue).containsExactly("hello from node");
        List<JsonNode> names = answer(done -> io1.timeout(20_000).emit("who are you", (BroadcastAck) done::done));
        assertThat(names).extracting(JsonNode::stringValue).containsExactlyInAnyOrder("client 1", "client 2");
        client1.assertHears("[\"who are you\"]");
        client2.assertHears("[\"who are you\"]");
    }

    private void questionsOfNode() {
        assertThat(node.ask("io.fetchSockets().then(all => all.map(s => [...s.rooms].slice(1).sort()).sort())"))
                .isEqualTo("[[\"both\"],[\"both\",\"ours\"]]");
        assertThat(node.ask("io.serverSideEmitWithAck('hello', 'node')")).isEqualTo("[\"hello node from first\"]");
        assertThat(node.ask("io.timeout(20000).emitWithAck('who are you').then(names => names.sort())"))
                .isEqualTo("[\"client 1\",\"client 2\"]");
        client1.assertHears("[\"who are you\"]");
        client2.assertHears("[\"who are you\"]");
    }

    private void bothMoveAndDisconnect() throws Exception {
        tellNode("io.in('ours').socketsJoin('moved')");
        io1.in("both").except("ours").socketsJoin("moved");
        for (Callable<String> members : List.<Callable<String>>of(
                () -> String.valueOf(OpenedByTests.<List<RemoteSocket>>answer(io1.in("moved")::fetchSockets)
                        .size()),
                () -> node.ask("io.in('moved').fetchSockets().then(all => all.length)"))) {
            await("both were moved", () -> members.call().equals("2"));
        }
        io1.in("moved").except("ours").disconnectSockets(false);
        tellNode("io.in('ours').disconnectSockets()");
        client1.assertHears("disconnect io server disconnect");
        client2.assertHears("disconnect io server disconnect");
    }
}
