package io.github.fanoutlab.legacy;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fanoutlab.legacy.protocol.JavaScriptJson;
import io.github.fanoutlab.legacy.server.Socket;
import io.github.fanoutlab.legacy.store.Dialect;
import io.github.fanoutlab.legacy.store.RedisStore;
import io.github.fanoutlab.platform.DebugLog;
import io.github.fanoutlab.platform.EventLoop;
import io.github.fanoutlab.platform.http.ListenOptions;
import io.github.fanoutlab.platform.json.JsonText;
import io.github.fanoutlab.platform.real.RealNode;
import io.github.fanoutlab.platform.redis.RedisCommand;
import io.github.fanoutlab.platform.redis.RedisConnection;
import io.github.fanoutlab.platform.redis.RedisReply;
import io.github.fanoutlab.testbed.peer.NodePeer;
import io.github.fanoutlab.testbed.process.EmbeddedRedis;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;

/** One Redis, our server and one of Node's on it, both with the same application, and clients of socket.io-client. */
final class MixedCluster implements AutoCloseable {

    static final int OURS = 1;
    static final int NODES = 2;

    private static final int PATIENCE_SECONDS = 30;

    final NodePeer clients = NodePeer.start("v09", "client.js");
    final EmbeddedRedis redis = EmbeddedRedis.start();
    final NodePeer server;
    final RealNode node;
    final LegacyServer io;
    final int ourPort;
    final int nodesPort;
    private final Dialect dialect;
    private final RedisConnection witness;
    private final RefereeApplication application;
    private volatile String idOfA = "";

    /**
     * Starts the cluster.
     *
     * @param packages the folder with Node's packages, relative to {@code peers/v09}
     * @param store makes our store speak like Node's
     * @param options more arguments of Node's script
     */
    MixedCluster(String packages, UnaryOperator<RedisStore> store, List<String> options) throws InterruptedException {
        NodePeer.requirePackages(packages.replace("../", "").replace(".", "v09"));
        List<String> args = new ArrayList<>(List.of(Integer.toString(redis.port()), Integer.toString(NODES), packages));
        args.addAll(options);
        server = NodePeer.start("v09", "server.js", args.toArray(String[]::new));
        node = RealNode.create("W1", DebugLog.silent());
        io = LegacyServer.create(node);
        RedisStore ours = store.apply(RedisStore.of(redisClient("pub"), redisClient("sub"), redisClient("client"))
                .nodeId(OURS));
        dialect = ours.dialect();
        io.set("store", ours);
        io.sockets().on("connection", socket -> socket.emit("data", "connected to worker: " + OURS));
        application = new RefereeApplication(io, line -> {}, () -> idOfA);
        witness = redisClient("witness");
        ourPort = io.listen(ListenOptions.loopback(0)).port();
        nodesPort = Integer.parseInt(server.await("listening ").substring("listening ".length()));
        long shared = dialect.channelsPerClient() ? 8 : 13;
        awaitOnLoop("subscribed", () -> node.counters().get(RedisConnection.SUBSCRIPTIONS_CONFIRMED) == shared);
    }

    private RedisConnection redisClient(String name) {
        return io.createRedisClient(name, redis.url());
    }

    /** Whether the end of a session is published to every node. */
    boolean forgetsTogether() {
        return !dialect.channelsPerClient();
    }

    /** Our server performs {@code action} of the application. */
    void ours(String action) {
        node.loop().execute(() -> application.act(action));
    }

    /** Node's server performs {@code action} of the application, or another command of its script. */
    void nodes(String action) {
        server.tell(action);
    }

    /** From now on, session {@code id} is the client A of both servers' actions. */
    void callA(String id) {
        idOfA = id;
        nodes("A " + id);
    }

    int port(int nodeId) {
        return nodeId == OURS ? ourPort : nodesPort;
    }

    void act(int nodeId, String action) {
        if (nodeId == OURS) {
            ours(action);
        } else {
            nodes(action);
        }
    }

    /** A new session of the server {@code at}, once the other one has heard of it: a client that is faster is refused. */
    String handshake(int at) throws Exception {
        String id = RawClient.handshake(node, port(at));
        if (at == OURS) {
            awaitTables(tables -> isAmong(tables.get("handshaken"), id), "Node knows of the handshake of " + id);
        } else {
            awaitOnLoop("told of the handshake", () -> io.handshaken().containsKey(id));
        }
        return id;
    }

    /** A new session with a WebSocket on server {@code at}, once it has been greeted and can be reached from the other. */
    String greeted(int at, Consumer<RawClient> client) throws Exception {
        String id = handshake(at);
        RawClient opened = RawClient.open(node, port(at), id);
        assertThat(opened.next()).isEqualTo("1::");
        assertThat(opened.next()).isEqualTo(greeting(at));
        awaitConnected(at, id);
        awaitOwnChannels(id, "dispatch:", "disconnect-force:");
        client.accept(opened);
        return id;
    }

    static String greeting(int at) {
        return "5:::{\"name\":\"data\",\"args\":[\"connected to worker: " + at + "\"]}";
    }

    /** Waits until the other server knows that session {@code id} has connected at {@code at}, and can reach it. */
    void awaitConnected(int at, String id) throws Exception {
        if (at == OURS) {
            awaitTables(
                    tables -> isAmong(tables.get("connected"), id)
                            && isAmong(tables.at("/rooms").get(""), id),
                    "Node knows that " + id + " has connected");
        } else {
            awaitOnLoop(
                    "told of the connection",
                    () -> io.connected().contains(id)
                            && io.rooms().containsKey("")
                            && io.rooms().get("").contains(id));
        }
        awaitOwnChannels(id, "message:", "disconnect:");
    }

    private void awaitOwnChannels(String id, String... names) throws Exception {
        if (dialect.channelsPerClient()) {
            for (String name : names) {
                awaitSubscribed(name + id);
            }
        }
    }

    private void awaitSubscribed(String channel) throws Exception {
        boolean subscribed = false;
        long deadline = deadline();
        while (!subscribed && isBefore(deadline)) {
            CompletableFuture<RedisReply> reply = new CompletableFuture<>();
            node.loop().execute(() -> witness.send(RedisCommand.of("PUBSUB", "NUMSUB", channel), reply::complete));
            subscribed = reply.get(PATIENCE_SECONDS, TimeUnit.SECONDS) instanceof RedisReply.Multi counts
                    && counts.items().get(1) instanceof RedisReply.Number count
                    && count.value() > 0;
        }
        assertThat(subscribed).as("somebody subscribed to " + channel).isTrue();
    }

    /** Waits until Node's server knows no session any more, if the end of one is published to every node. */
    void awaitForgotten() {
        if (forgetsTogether()) {
            awaitTables(
                    tables -> tables.get("handshaken").isEmpty()
                            && tables.get("rooms").isEmpty(),
                    "Node has forgotten all sessions");
        }
    }

    /** Waits until both servers have forgotten session {@code id}, if its end is published to every node. */
    void awaitForgotten(String id) throws InterruptedException {
        if (forgetsTogether()) {
            awaitTables(tables -> !isAmong(tables.get("handshaken"), id), "Node has forgotten " + id);
            awaitOnLoop("forgotten by ours", () -> !io.handshaken().containsKey(id));
        }
    }

    /** Waits until the tables of Node's server are as {@code wanted}. */
    void awaitTables(Predicate<JsonNode> wanted, String what) {
        JsonNode tables = null;
        for (long deadline = deadline(); isBefore(deadline); ) {
            nodes("tables");
            tables = JavaScriptJson.parse(server.await("tables ").substring("tables ".length()));
            if (wanted.test(tables)) {
                return;
            }
        }
        throw new AssertionError(what + ": not so, its tables are " + tables);
    }

    private static long deadline() {
        return System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    }

    /** Waits a little; whether there is time to look again. */
    private static boolean isBefore(long deadline) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
        return System.nanoTime() < deadline;
    }

    static boolean isAmong(JsonNode ids, String id) {
        return ids != null && ids.valueStream().anyMatch(each -> each.asString().equals(id));
    }

    /** Waits until {@code condition}, which runs on our server's loop, holds. */
    void awaitOnLoop(String what, BooleanSupplier condition) throws InterruptedException {
        CountDownLatch held = new CountDownLatch(1);
        EventLoop.Timer look = io.setInterval(
                () -> {
                    if (condition.getAsBoolean()) {
                        held.countDown();
                    }
                },
                5);
        assertThat(held.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).as(what).isTrue();
        node.loop().execute(look::cancel);
    }

    /** The result of {@code asked} for our server's socket of session {@code id}. */
    <T> T ask(String id, SocketQuestion<T> asked) throws Exception {
        CompletableFuture<T> answer = new CompletableFuture<>();
        node.loop().execute(() -> asked.ask(io.sockets().socket(id), answer));
        return answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    /** Asks a socket something, and completes {@code answer}. */
    interface SocketQuestion<T> {
        void ask(Socket socket, CompletableFuture<T> answer);
    }

    void connect(String name, int at, String namespace) {
        order(Map.of("do", "connect", "as", name, "to", "http://127.0.0.1:" + port(at) + namespace));
        clients.await(name + " connected");
    }

    void emit(String name, String event, boolean ack, Object... args) {
        order(Map.of("do", "emit", "as", name, "event", event, "args", List.of(args), "ack", ack));
    }

    void leave(String name) {
        order(Map.of("do", "disconnect", "as", name));
        clients.await(name + " disconnected");
    }

    void order(Map<String, Object> order) {
        clients.tell(JsonText.stringify(JavaScriptJson.of(order)));
    }

    /** Waits for both lines, in either order. */
    void awaitBoth(String one, String other) {
        String first = clients.await(line -> line.equals(one) || line.equals(other), one + " or " + other);
        clients.await(first.equals(one) ? other : one);
    }

    List<String> heardBy(String name) {
        return clients.lines().stream()
                .filter(line -> line.startsWith(name + " heard "))
                .toList();
    }

    void assertAlive() {
        assertThat(server.isAlive())
                .as("lines of the server: %s", server.lines())
                .isTrue();
        assertThat(clients.isAlive())
                .as("lines of the clients: %s", clients.lines())
                .isTrue();
    }

    @Override
    public void close() {
        clients.close();
        server.close();
        io.close();
        node.close();
        redis.close();
    }
}
