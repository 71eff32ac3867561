package io.github.fanoutlab.adapter;

import static io.github.fanoutlab.adapter.Connections.connect;
import static io.github.fanoutlab.adapter.Connections.open;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fanoutlab.adapter.engine.Cors;
import io.github.fanoutlab.adapter.engine.EngineOptions;
import io.github.fanoutlab.adapter.protocol.Payloads;
import io.github.fanoutlab.adapter.redis.Dialect;
import io.github.fanoutlab.adapter.redis.Emitter;
import io.github.fanoutlab.adapter.redis.RedisAdapter;
import io.github.fanoutlab.adapter.server.Ack;
import io.github.fanoutlab.adapter.server.BroadcastAck;
import io.github.fanoutlab.adapter.server.ConnectionStateRecovery;
import io.github.fanoutlab.adapter.server.ServerOptions;
import io.github.fanoutlab.adapter.server.Socket;
import io.github.fanoutlab.adapter.server.TimedAck;
import io.github.fanoutlab.platform.http.ListenOptions;
import io.github.fanoutlab.platform.redis.RedisHealth;
import io.github.fanoutlab.testbed.process.EmbeddedRedis;
import io.github.fanoutlab.testbed.world.MemoryClient;
import io.github.fanoutlab.testbed.world.TestLab;
import io.github.fanoutlab.testbed.world.World;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What adapter/README.md shows does what it says")
class ApiTourTest {

    record Order(int id, String item) {}

    private final TestLab lab = new TestLab();
    private final List<Object> told = new ArrayList<>();
    private final SocketIoServer io = SocketIoServer.create(lab.node("W1"));

    private void print(Object line) {
        told.add(line);
    }

    @Test
    void events_and_acks() {
        // region events
        io.on("connection", socket -> {
            socket.on("join", event -> {
                socket.join(event.string(0));
                event.ack("ok");
            });
            socket.on("order", Order.class, (order, event) -> event.ack(order.id(), order.item()));
            socket.emit("question", 7, (Ack) answer -> print(answer.get(0).intValue()));
            socket.timeout(5_000).emit("question", 8, (TimedAck)
                    (error, answer) -> print(error != null ? error.getMessage() : answer.get(0)));
        });
        // endregion
        MemoryClient client = connect(io, "/");
        client.forget();

        client.say("420[\"join\",\"room\"]");
        client.say("421[\"order\",{\"id\":3,\"item\":\"tea\"}]");
        client.say("422[\"order\",{\"id\":\"three\"}]");
        client.say("430[42]");
        lab.advance(5_000);

        assertThat(client.heard()).containsExactly("430[\"ok\"]", "431[3,\"tea\"]");
        assertThat(told).containsExactly(42, "operation has timed out");
    }

    @Test
    void the_cluster() {
        SocketIoServer other = SocketIoServer.create(lab.node("W2")).adapter(RedisAdapter.at("redis://redis"));
        io.adapter(RedisAdapter.at("redis://redis"));
        lab.settle();
        MemoryClient client = connect(other, "/");
        client.forget();
        // region cluster
        io.timeout(5_000).emit("question", (BroadcastAck) (error, answers) -> print(answers));
        io.in("room").fetchSockets((error, sockets) -> sockets.forEach(socket -> print(socket.data())));
        io.in("room").except("muted").socketsJoin("another room");
        io.allRooms((error, rooms) -> print(rooms.size()));

        io.onServerSide("load", event -> event.ack(0.5));
        other.serverSideEmit("load", (BroadcastAck) (error, loads) -> print(loads));
        // endregion
        lab.settle();
        client.say("430[\"answer\"]");
        lab.settle();

        assertThat(told.stream().map(Object::toString)).containsExactlyInAnyOrder("1", "[0.5]", "[\"answer\"]");
    }

    @Test
    void an_emitter() {
        io.adapter(RedisAdapter.at("redis://redis"));
        MemoryClient client = connect(io, "/");
        lab.settle();
        client.forget();
        Emitter emitter = Emitter.at(lab.node("W2"), "redis://redis");
        // region emitter
        emitter.emit("news", "hello");
        emitter.to("room").except("muted").emit("news", "secret");
        emitter.in("room").disconnectSockets(true);
        emitter.of("/chat").dialect(Dialect.V5).emit("news", "hello"); // to servers of Socket.IO 2
        // endregion
        lab.settle();

        assertThat(client.heard()).containsExactly("42[\"news\",\"hello\"]");
    }

    @Test
    void middleware_and_namespaces() {
        // region middleware
        io.use((socket, next) -> {
            if (socket.handshake().auth().path("token").asString("").equals("secret")) {
                next.proceed();
            } else {
                next.fail("not authorized");
            }
        });
        io.of(Pattern.compile("^/project-\\d+$")).on("connection", socket -> {
            socket.use((event, next) -> {
                print(event.name());
                next.proceed();
            });
            socket.onAny(event -> print(event.args()));
        });
        // endregion
        MemoryClient client = open(io);
        client.say("40{\"token\":\"guessed\"}");
        client.say("40/project-1,");
        client.say("42/project-1,[\"x\",1]");

        assertThat(client.heard().get(0)).isEqualTo("44{\"message\":\"not authorized\"}");
        assertThat(told.stream().map(Object::toString)).containsExactly("[1]", "x");
    }

    @Test
    void options() {
        // region options
        ServerOptions options = ServerOptions.builder()
                .connectionStateRecovery(ConnectionStateRecovery.DEFAULT)
                .cleanupEmptyChildNamespaces(true)
                .connectTimeoutMillis(10_000)
                .build();
        // endregion
        assertThat(SocketIoServer.create(lab.node("W2"), options)).isNotNull();
    }

    @Test
    void cross_origin() throws Exception {
        // region cors
        SocketIoServer io = SocketIoServer.create(ServerOptions.builder()
                .engine(EngineOptions.builder()
                        .cors(Cors.origins("https://shop.example").withCredentials())
                        .build())
                .build());
        // endregion
        try {
            int port = io.listen(ListenOptions.loopback(0)).port();
            HttpRequest handshake = HttpRequest.newBuilder(
                            URI.create("http://127.0.0.1:" + port + "/socket.io/?EIO=4&transport=polling"))
                    .header("Origin", "https://shop.example")
                    .build();
            HttpHeaders headers = HttpClient.newHttpClient()
                    .send(handshake, HttpResponse.BodyHandlers.discarding())
                    .headers();

            assertThat(headers.firstValue("Access-Control-Allow-Origin")).contains("https://shop.example");
            assertThat(headers.firstValue("Access-Control-Allow-Credentials")).contains("true");
        } finally {
            io.close();
        }
    }

    // region await-redis
    /** Returns when {@code io} has its connections to Redis. Closes it, so that the process can end, if that takes too long. */
    static void awaitRedis(SocketIoServer io, Duration limit) throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        List<RedisHealth> redis = io.redis();
        while (!redis.stream().allMatch(RedisHealth::up)) {
            if (System.nanoTime() > deadline) {
                io.close();
                throw new IllegalStateException("no Redis: " + redis);
            }
            Thread.sleep(50);
            redis = io.redis();
        }
    }
    // endregion

    @Test
    void no_start_without_redis() throws Exception {
        try (EmbeddedRedis redis = EmbeddedRedis.start()) {
            SocketIoServer joined = SocketIoServer.create().adapter(RedisAdapter.at(redis.url()));
            awaitRedis(joined, Duration.ofSeconds(30));
            assertThat(joined.redis()).hasSize(2).allMatch(RedisHealth::up);
            joined.close();
        }
        SocketIoServer alone = SocketIoServer.create().adapter(RedisAdapter.at("redis://127.0.0.1:1"));
        assertThatThrownBy(() -> awaitRedis(alone, Duration.ofMillis(200)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("127.0.0.1:1");
        assertThatThrownBy(alone::redis).as("it was closed").isInstanceOf(IllegalStateException.class);
    }

    private static String slowReport(String title) {
        if (title.isEmpty()) {
            throw new IllegalArgumentException("a report needs a title");
        }
        return "report " + title + " by "
                + (Thread.currentThread().getName().startsWith("socket.io") ? "node" : "other");
    }

    @Test
    void threads() throws Exception {
        SocketIoServer real = SocketIoServer.create();
        CompletableFuture<String> acked = new CompletableFuture<>();
        CompletableFuture<String> failed = new CompletableFuture<>();
        // region threads
        real.onServerSide("report", event -> {
            // leaves the node's thread, and comes back
            CompletableFuture.supplyAsync(() -> slowReport(event.string(0)))
                    .whenComplete((report, error) -> real.run(() -> event.ack(error == null ? report : "failed")));
        });

        int sockets = real.ports().loop().call(() -> real.sockets().sockets().size()); // waits for the node's thread
        int servers = Futures.<Integer>of(real::serverCount).get(5, TimeUnit.SECONDS); // not on the node's thread!
        // endregion
        try {
            real.run(() -> {
                throw new IllegalStateException("is logged, and harms nobody");
            });
            real.run(() -> real.sockets()
                    .receiveServerSide(
                            Payloads.event("report", "2024"),
                            answer -> acked.complete(answer.get(0).stringValue() + ", acked by "
                                    + Thread.currentThread().getName())));

            assertThat(acked.get(30, TimeUnit.SECONDS)).startsWith("report 2024 by other, acked by socket.io");
            real.run(() -> real.sockets()
                    .receiveServerSide(
                            Payloads.event("report", ""),
                            answer -> failed.complete(answer.get(0).stringValue())));
            assertThat(failed.get(30, TimeUnit.SECONDS)).isEqualTo("failed");
            assertThat(sockets).isZero();
            assertThat(servers).isEqualTo(1);
        } finally {
            real.close();
        }
    }

    @Test
    void a_future_fails_when_there_is_no_answer() {
        io.adapter(RedisAdapter.at("redis://redis"));
        lab.redis().stop();
        CompletableFuture<?> future = Futures.of(io::fetchSockets);
        lab.advance(5_000);

        assertThat(future).isCompletedExceptionally();
        assertThatThrownBy(future::join).hasMessageContaining("timeout reached");
    }

    @Test
    void a_handshake_tells_when() {
        List<Socket> sockets = new ArrayList<>();
        io.on("connection", sockets::add);
        connect(io, "/");

        assertThat(sockets.get(0).handshake().issued()).isEqualTo(World.EPOCH_MILLIS);
        assertThat(sockets.get(0).handshake().time())
                .isEqualTo("Thu Jan 01 2026 00:00:00 GMT+0000 (Coordinated Universal Time)");
    }
}
