package io.github.fanoutlab.adapter.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fanoutlab.adapter.SocketIoServer;
import io.github.fanoutlab.adapter.protocol.Payloads;
import io.github.fanoutlab.adapter.redis.streams.RedisStreamsAdapter;
import io.github.fanoutlab.adapter.server.Socket;
import io.github.fanoutlab.platform.http.ListenOptions;
import io.github.fanoutlab.platform.json.JsonText;
import io.github.fanoutlab.testbed.peer.NodePeer;
import io.github.fanoutlab.testbed.process.EmbeddedRedis;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/**
 * Two servers of Node's (socket.io 4.8 with @socket.io/redis-adapter 8.3, or its adapter of streams 0.3.1), two of ours and an emitter of each on one Redis. The
 * second server of each kind answers on the channels of those who ask. Each has one client of Node's: client 0 at {@code NODE_1}
 * and so on. Client i is in the rooms {@code all}, {@code ri}, and {@code even} or {@code odd}.
 */
@SuppressWarnings("try") // nobody interrupts the thread of a test
final class MixedCluster implements AutoCloseable {

    /** Where an operation starts; the client of that server has the same number. */
    enum Origin {
        NODE_1,
        NODE_2,
        OURS_1,
        OURS_2;

        boolean isNode() {
            return this == NODE_1 || this == NODE_2;
        }
    }

    /** What joins the servers. */
    enum Kind {
        PUBSUB,
        STREAMS
    }

    private static final long PATIENCE_SECONDS = 30;
    private static final int LONG_TIMEOUT_MILLIS = 20_000;

    private final List<AutoCloseable> opened = new ArrayList<>();
    private final List<SocketIoServer> ours = new ArrayList<>();
    private final List<List<JsonNode>> told =
            List.of(Collections.synchronizedList(new ArrayList<>()), Collections.synchronizedList(new ArrayList<>()));
    private final Kind kind;
    private final Emitter ourEmitter;
    private final NodePeer servers;
    private final NodePeer clients;

    MixedCluster(Kind kind) {
        this.kind = kind;
        NodePeer.requirePackages("v4");
        EmbeddedRedis redis = open(EmbeddedRedis.start());
        servers = open(
                kind == Kind.STREAMS
                        ? NodePeer.start("v4", "servers.js", redis.url(), "2", "streams")
                        : NodePeer.start("v4", "servers.js", redis.url(), "2"));
        List<Integer> ourPorts = List.of(startOurs(redis.url(), 0), startOurs(redis.url(), 1));
        ourEmitter = SocketIoServer.emitter(redis.url());
        opened.add(0, ourEmitter::close);
        String[] ports = servers.await("listening ").split(" ");
        clients = open(NodePeer.start(
                "v4", "clients.js", url(ports[1]), url(ports[2]), url(ourPorts.get(0)), url(ourPorts.get(1))));
        clients.await("connected");
        for (Origin origin : Origin.values()) {
            awaitAllServers(origin);
        }
        heard(Origin.OURS_1); // until it has got an entry, Node may lose those that are added between two reads
    }

    private static String url(Object port) {
        return "http://127.0.0.1:" + port;
    }

    private int startOurs(String redisUrl, int index) {
        SocketIoServer io = SocketIoServer.create();
        opened.add(0, io::close);
        ours.add(io);
        io.adapter(
                kind == Kind.STREAMS
                        ? RedisStreamsAdapter.at(redisUrl)
                        : RedisAdapter.at(redisUrl)
                                .requestsTimeout(LONG_TIMEOUT_MILLIS)
                                .publishOnSpecificResponseChannel(index == 1));
        String name = "ours " + (index + 1);
        Consumer<Socket> joins = socket -> {
            int client = socket.handshake().auth().get("index").intValue();
            socket.data().put("server", name);
            socket.join("all", "r" + client, client % 2 == 0 ? "even" : "odd");
        };
        io.on("connection", joins);
        io.of("/chat").on("connection", joins);
        io.onServerSide("hello", event -> {
            told.get(index).add(Payloads.toTree(event.args()));
            event.ack(Map.of("hello", name));
        });
        return io.listen(ListenOptions.loopback(0)).port();
    }

    private <T extends AutoCloseable> T open(T resource) {
        opened.add(0, resource);
        return resource;
    }

    @Override
    public void close() throws Exception {
        for (AutoCloseable resource : opened) {
            resource.close();
        }
    }

    /** Others hear a new node only when Redis knows its subscriptions. */
    private void awaitAllServers(Origin origin) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        for (String namespace : List.of("/", "/chat")) {
            while (!ask(
                            origin,
                            "$.of('" + namespace + "').adapter.serverCount()",
                            (io, answer) -> io.of(namespace).serverCount((error, count) -> answer.accept(count)))
                    .equals("4")) {
                assertThat(System.nanoTime())
                        .describedAs("four servers in " + namespace)
                        .isLessThan(deadline);
            }
        }
    }

    /** Has {@code origin} do something: Node evaluates {@code javaScript}, in which $ is its server; ours runs {@code java}. */
    void say(Origin origin, String javaScript, Consumer<SocketIoServer> java) {
        ask(origin, javaScript, (io, answer) -> {
            java.accept(io);
            answer.accept(true);
        });
    }

    /** The same, and returns the result as JSON: of Node what the expression becomes, of ours what {@code java} accepts. */
    String ask(Origin origin, String javaScript, BiConsumer<SocketIoServer, Consumer<Object>> java) {
        if (origin.isNode()) {
            return servers.ask(javaScript.replace("$", "io[" + origin.ordinal() + "]"));
        }
        BlockingQueue<String> answer = new LinkedBlockingQueue<>();
        java.accept(ours.get(origin.ordinal() - 2), value -> answer.add(JsonText.stringify(Payloads.toTree(value))));
        try {
            String result = answer.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            assertThat(result).describedAs(origin + ": " + javaScript).isNotNull();
            return result;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /**
     * Waits until every server has done what {@code origin} asked for: its own requests come back to it before the answers of
     * others to a later one, while a broadcast reaches its own clients at once. Over streams, what changes something is an entry as
     * broadcasts are, and the rest are messages.
     */
    void settle(Origin origin) {
        if (kind == Kind.STREAMS) {
            say(origin, "$.emit('settled')", io -> io.emit("settled"));
            clients.ask("settled()");
        }
        ask(
                origin,
                "$.fetchSockets().then((all) => all.length)",
                (io, answer) -> io.fetchSockets((error, found) -> answer.accept(found.size())));
    }

    /** Has one of the emitters say something: in JavaScript it is called {@code emitter}. */
    void emit(boolean node, String javaScript, Consumer<Emitter> java) {
        if (node) {
            servers.ask(javaScript);
        } else {
            java.accept(ourEmitter);
        }
    }

    /** What each client has heard since the last fence, as JSON. All of it has come when the fence of {@code origin} has. */
    List<String> heard(Origin origin) {
        if (kind == Kind.STREAMS) {
            settle(origin);
        }
        say(origin, "$.emit('fence')", io -> io.emit("fence"));
        return beforeFence();
    }

    /** The same, with a fence of an emitter. */
    List<String> heard(boolean nodeEmitter) {
        emit(nodeEmitter, "emitter.emit('fence')", emitter -> emitter.emit("fence"));
        return beforeFence();
    }

    private List<String> beforeFence() {
        List<String> heard = new ArrayList<>();
        Payloads.parse(clients.ask("beforeFence()")).forEach(each -> heard.add(JsonText.stringify(each)));
        return heard;
    }

    /** What each server was told since, as JSON; after a fence. */
    List<String> told() {
        List<String> all = new ArrayList<>();
        Payloads.parse(servers.ask("io.map((server) => server.told.splice(0))"))
                .forEach(each -> all.add(JsonText.stringify(each)));
        for (List<JsonNode> each : told) {
            all.add(JsonText.stringify(Payloads.toTree(List.copyOf(each))));
            each.clear();
        }
        return all;
    }

    /** Waits until {@code client} was sent away, and lets it come back; returns what it heard. */
    String back(int client, boolean connectionClosed) {
        return clients.ask("clients[" + client + "].back(" + connectionClosed + ")");
    }

    /** The ids of the clients in the namespace /, as a JSON array. */
    String ids() {
        return clients.ask("clients.map((client) => client.socket.id)");
    }

    List<String> linesOfNode() {
        return servers.lines();
    }
}
