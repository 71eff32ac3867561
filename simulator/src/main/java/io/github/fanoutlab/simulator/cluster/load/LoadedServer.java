package io.github.fanoutlab.simulator.cluster.load;

import io.github.fanoutlab.adapter.SocketIoServer;
import io.github.fanoutlab.adapter.redis.RedisAdapter;
import io.github.fanoutlab.legacy.LegacyServer;
import io.github.fanoutlab.legacy.store.RedisStore;
import io.github.fanoutlab.platform.DebugLog;
import io.github.fanoutlab.platform.http.ListenOptions;
import io.github.fanoutlab.platform.real.RealNode;
import io.github.fanoutlab.platform.redis.RedisHealth;
import io.github.fanoutlab.simulator.scenario.Generation;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** A server of one generation, alone on loopback, that counts the event {@code flood} and echoes the event {@code echo}. */
abstract class LoadedServer implements AutoCloseable {

    /** Nobody listens there. */
    private static final String NO_REDIS = "redis://127.0.0.1:1";

    private static final int DEFAULT_UNREAD_BYTES = 64 << 10;

    final RealNode node = RealNode.create("loaded", DebugLog.silent());
    private volatile CountDownLatch flood = new CountDownLatch(0);
    private int port;

    static LoadedServer of(Generation generation) {
        LoadedServer server = generation == Generation.LEGACY ? new Legacy() : new Adapter();
        server.port = server.listen();
        return server;
    }

    abstract int listen();

    /** The target of a plain request that begins a session. */
    abstract String handshake();

    /** The target of a POST in a new session that polls. */
    abstract String post() throws IOException;

    /** The target of the WebSocket of a new session. */
    abstract String webSocket() throws IOException;

    /** Says what a client says when its WebSocket is open, and reads until it is connected. */
    abstract void connect(RawWebSocket client) throws IOException;

    /** An event without arguments, as a client sends it. */
    abstract String event(String name);

    /** Sends the event {@code news} to all. */
    abstract void emit(String text);

    /** Emits go to a Redis that is away. */
    abstract void useRedisThatIsAway();

    abstract List<RedisHealth> redis();

    int port() {
        return port;
    }

    /** A connected client. */
    RawWebSocket open() throws IOException {
        return open(DEFAULT_UNREAD_BYTES);
    }

    /** A connected client, of which the system keeps {@code unreadBytes} or so. */
    RawWebSocket open(int unreadBytes) throws IOException {
        RawWebSocket client = new RawWebSocket(port, webSocket(), unreadBytes);
        connect(client);
        return client;
    }

    /** What the response to the handshake says. */
    String handshakeAnswer() throws IOException {
        try {
            return HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + handshake()))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** From now on counts down at each event {@code flood}. */
    void count(CountDownLatch flood) {
        this.flood = flood;
    }

    void flooded() {
        flood.countDown();
    }

    @Override
    public void close() {
        node.close();
    }

    private static final class Adapter extends LoadedServer {

        private final SocketIoServer io = SocketIoServer.create(node);

        @Override
        int listen() {
            io.on("connection", socket -> {
                socket.on("flood", event -> flooded());
                socket.on("echo", event -> socket.emit("echo"));
            });
            return io.listen(ListenOptions.loopback(0)).port();
        }

        @Override
        String handshake() {
            return "/socket.io/?EIO=4&transport=polling";
        }

        @Override
        String post() throws IOException {
            return handshake() + "&sid=" + handshakeAnswer().split("\"")[3];
        }

        @Override
        String webSocket() {
            return "/socket.io/?EIO=4&transport=websocket";
        }

        @Override
        void connect(RawWebSocket client) throws IOException {
            client.send("40", 1);
            client.awaitMessage("40{");
        }

        @Override
        String event(String name) {
            return "42[\"" + name + "\"]";
        }

        @Override
        void emit(String text) {
            io.emit("news", text);
        }

        @Override
        void useRedisThatIsAway() {
            io.adapter(RedisAdapter.at(NO_REDIS));
        }

        @Override
        List<RedisHealth> redis() {
            return io.redis();
        }
    }

    private static final class Legacy extends LoadedServer {

        private final LegacyServer io = LegacyServer.create(node, Map.of("log", false));

        @Override
        int listen() {
            io.on("connection", socket -> {
                socket.on("flood", event -> flooded());
                socket.on("echo", event -> socket.emit("echo"));
            });
            return io.listen(ListenOptions.loopback(0)).port();
        }

        @Override
        String handshake() {
            return "/socket.io/1/";
        }

        @Override
        String post() throws IOException {
            return "/socket.io/1/xhr-polling/" + handshakeAnswer().split(":")[0];
        }

        @Override
        String webSocket() throws IOException {
            return "/socket.io/1/websocket/" + handshakeAnswer().split(":")[0];
        }

        @Override
        void connect(RawWebSocket client) throws IOException {
            client.awaitMessage("1::");
        }

        @Override
        String event(String name) {
            return "5:::{\"name\":\"" + name + "\"}";
        }

        @Override
        void emit(String text) {
            io.sockets().emit("news", text);
        }

        @Override
        void useRedisThatIsAway() {
            io.set(
                    "store",
                    RedisStore.of(
                            io.createRedisClient("pub", NO_REDIS),
                            io.createRedisClient("sub", NO_REDIS),
                            io.createRedisClient("client", NO_REDIS)));
        }

        @Override
        List<RedisHealth> redis() {
            return io.redis();
        }
    }
}
