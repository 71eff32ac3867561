package io.github.fanoutlab.simulator.museum;

import io.github.fanoutlab.adapter.SocketIoServer;
import io.github.fanoutlab.adapter.redis.RedisAdapter;
import io.github.fanoutlab.adapter.server.AdapterFactory;
import io.github.fanoutlab.legacy.LegacyServer;
import io.github.fanoutlab.legacy.store.Dialect;
import io.github.fanoutlab.legacy.store.RedisStore;
import io.github.fanoutlab.platform.http.HttpRequest;
import io.github.fanoutlab.platform.http.HttpResponse;
import io.github.fanoutlab.simulator.client.LabClient;
import io.github.fanoutlab.simulator.program.Programs;
import io.github.fanoutlab.simulator.scenario.Generation;
import io.github.fanoutlab.testbed.trace.Kind;
import io.github.fanoutlab.testbed.world.SimNode;
import io.github.fanoutlab.testbed.world.World;
import io.github.fanoutlab.testbed.world.WorldOptions;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** A world for one run of an exhibit: servers, clients, time that passes. Each call lets happen what it sets off. */
final class Hall {

    static final String LEGACY = "/socket.io/1/";

    private static final long SEED = 42;
    private static final int PORT = 80;
    private static final long SECOND = 1_000_000;

    private final World world = World.of(WorldOptions.seed(SEED));

    World world() {
        return world;
    }

    /** A 0.9 server that listens, with a RedisStore. */
    LegacyServer legacy(String name, Dialect dialect) {
        return legacy(name, store -> store.dialect(dialect));
    }

    /** The same with a store of one's own making. */
    LegacyServer legacy(String name, UnaryOperator<RedisStore> making) {
        return inTurnOf(name, "start", () -> {
            LegacyServer io = LegacyServer.create(world.node(name));
            RedisStore store = RedisStore.of(
                    io.createRedisClient("pub", World.REDIS_URL),
                    io.createRedisClient("sub", World.REDIS_URL),
                    io.createRedisClient("client", World.REDIS_URL));
            io.set("store", making.apply(store));
            io.listen(PORT);
            return io;
        });
    }

    /** A 1.0+ server that listens, with the Redis adapter in {@code dialect}. */
    SocketIoServer modern(String name, io.github.fanoutlab.adapter.redis.Dialect dialect) {
        return modern(name, RedisAdapter.at(World.REDIS_URL).dialect(dialect));
    }

    /** The same with any adapter. */
    SocketIoServer modern(String name, AdapterFactory adapter) {
        return inTurnOf(name, "start", () -> {
            SocketIoServer io = SocketIoServer.create(world.node(name));
            io.adapter(adapter);
            io.listen(PORT);
            return io;
        });
    }

    /** A client over WebSocket, connected when this returns. */
    LabClient client(Generation generation, String name, String server) {
        return inTurnOf(name, "connect to " + server, () -> {
            SimNode node = world.node(name);
            LabClient client = Programs.client(generation, node, node);
            client.connect(urlOf(server), "/");
            return client;
        });
    }

    /** A request of {@code client} to {@code server}; the answer is there when it came within a second. */
    Answer request(String client, String server, String method, String target, String body) {
        Answer answer = new Answer();
        inTurnOf(client, method + " " + target, () -> {
            send(client, server, method, target, body, answer::take);
            return null;
        });
        return answer;
    }

    /** The same within a turn of {@code client}. */
    void send(
            String client,
            String server,
            String method,
            String target,
            String body,
            Consumer<HttpResponse> onResponse) {
        SimNode node = world.node(client);
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        node.network()
                .request(
                        urlOf(server),
                        new HttpRequest(method, target, Map.of(), bytes, client),
                        onResponse,
                        failure -> {});
    }

    /** What came back for a request. */
    static final class Answer {
        private String text = "";

        private void take(HttpResponse response) {
            text = response.status() + " " + response.text();
        }

        /** Status and body; empty when nothing came. */
        String text() {
            return text;
        }

        /** The body alone. */
        String body() {
            return text.substring(text.indexOf(' ') + 1);
        }
    }

    static URI urlOf(String server) {
        return URI.create("http://" + server + ":" + PORT);
    }

    /** {@code task} is a turn of {@code node}; what it sets off happens within the next second. */
    <T> T inTurnOf(String node, String action, Supplier<T> task) {
        Object[] result = new Object[1];
        world.node(node);
        world.at(world.nowMicros(), node, action, () -> result[0] = task.get());
        pass(1);
        @SuppressWarnings("unchecked")
        T typed = (T) result[0];
        return typed;
    }

    /** The same for a task without a result. */
    void tell(String node, String action, Runnable task) {
        inTurnOf(node, action, () -> {
            task.run();
            return null;
        });
    }

    void pass(long seconds) {
        world.runUntil(world.nowMicros() + seconds * SECOND);
    }

    /** How many pub/sub channels and patterns Redis holds. */
    int channels() {
        return world.redis().model().channels().size()
                + world.redis().model().patterns().size();
    }

    long publishes() {
        return world.redis().model().commandCount("PUBLISH");
    }

    /** How many messages Redis has pushed to {@code node} so far. */
    long pushedTo(String node) {
        return world.trace()
                .count(event -> event.kind() == Kind.REDIS_PUSH
                        && event.lane().equals(node)
                        && event.name().endsWith("message"));
    }

    Sighting sighting(boolean breaks, String seen) {
        return new Sighting(breaks, seen, world.trace());
    }
}
