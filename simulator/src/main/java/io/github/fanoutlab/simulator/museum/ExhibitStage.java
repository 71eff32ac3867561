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
import io.github.fanoutlab.simulator.scenario.RedisDialect;
import io.github.fanoutlab.simulator.stage.SimStage;
import io.github.fanoutlab.testbed.trace.Kind;
import io.github.fanoutlab.testbed.world.SimNode;
import io.github.fanoutlab.testbed.world.World;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * The stage of one run of an exhibit, whose servers the exhibit makes itself. Each call returns when its effects have happened,
 * a second of virtual time later.
 */
final class ExhibitStage {

    static final String LEGACY = "/socket.io/1/";

    private static final long SEED = 42;
    private static final long SECOND = 1_000_000;

    private final Generation generation;
    private final SimStage stage;
    private final World world;

    /** A stage whose clients are those of {@code generation}. */
    ExhibitStage(Generation generation) {
        this.generation = generation;
        this.stage = new SimStage(RedisDialect.usual(generation), SEED);
        this.world = stage.world();
    }

    World world() {
        return world;
    }

    /** A 0.9 server that listens, with a RedisStore. */
    LegacyServer legacy(String name, Dialect dialect) {
        return legacy(name, store -> store.dialect(dialect));
    }

    /** A 0.9 server that listens, with a RedisStore that {@code making} has configured. */
    LegacyServer legacy(String name, UnaryOperator<RedisStore> making) {
        return call(name, "start", () -> {
            LegacyServer io = LegacyServer.create(world.node(name));
            RedisStore store = RedisStore.of(
                    io.createRedisClient("pub", World.REDIS_URL),
                    io.createRedisClient("sub", World.REDIS_URL),
                    io.createRedisClient("client", World.REDIS_URL));
            io.set("store", making.apply(store));
            io.listen(SimStage.PORT);
            return io;
        });
    }

    /** A 1.0+ server that listens, with the Redis adapter in {@code dialect}. */
    SocketIoServer adapter(String name, io.github.fanoutlab.adapter.redis.Dialect dialect) {
        return adapter(name, RedisAdapter.at(World.REDIS_URL).dialect(dialect));
    }

    /** A 1.0+ server that listens, with {@code adapter}. */
    SocketIoServer adapter(String name, AdapterFactory adapter) {
        return call(name, "start", () -> {
            SocketIoServer io = SocketIoServer.create(world.node(name));
            io.adapter(adapter);
            io.listen(SimStage.PORT);
            return io;
        });
    }

    /** A client over WebSocket, connected when this returns. */
    LabClient client(String name, String server) {
        return call(name, "connect to " + server, () -> {
            SimNode node = world.node(name);
            LabClient client = Programs.client(generation, node, node);
            client.connect(SimStage.urlOf(server), "/");
            return client;
        });
    }

    /** A request of {@code client} to {@code server}; the response has arrived if it took no longer than a second. */
    ResponseText request(String client, String server, String method, String target, String body) {
        ResponseText response = new ResponseText();
        call(client, method + " " + target, () -> {
            send(client, server, method, target, body, response::take);
            return null;
        });
        return response;
    }

    /** A request within a turn of {@code client}. */
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
                        SimStage.urlOf(server),
                        new HttpRequest(method, target, Map.of(), bytes, client),
                        onResponse,
                        failure -> {});
    }

    /** The response to a request. */
    static final class ResponseText {
        private String text = "";

        private void take(HttpResponse response) {
            text = response.status() + " " + response.text();
        }

        /** Status and body; empty until there is a response. */
        String text() {
            return text;
        }

        /** The body alone. */
        String body() {
            return text.substring(text.indexOf(' ') + 1);
        }
    }

    /** Runs {@code task} as a turn of {@code node}, and then a second of time. */
    <T> T call(String node, String action, Supplier<T> task) {
        Object[] result = new Object[1];
        world.node(node);
        stage.inTurnOf(node, action, () -> result[0] = task.get());
        pass(1);
        @SuppressWarnings("unchecked")
        T typed = (T) result[0];
        return typed;
    }

    /** Runs {@code task} as a turn of {@code node}, and then a second of time. */
    void run(String node, String action, Runnable task) {
        call(node, action, () -> {
            task.run();
            return null;
        });
    }

    /** Lets {@code seconds} of virtual time pass. */
    void pass(long seconds) {
        world.runUntil(world.nowMicros() + seconds * SECOND);
    }

    /** How many pub/sub channels and patterns Redis holds. */
    long channels() {
        return stage.tally().channels();
    }

    /** How many PUBLISH commands Redis has carried out so far. */
    long publishes() {
        return stage.tally().publishes();
    }

    /** How many messages Redis has pushed to {@code node} so far. */
    long pushedTo(String node) {
        return world.trace()
                .count(event -> event.kind() == Kind.REDIS_PUSH
                        && event.lane().equals(node)
                        && event.name().endsWith("message"));
    }

    /** What the run showed: whether the defect did, and what was seen. */
    ExhibitRun result(boolean breaks, String seen) {
        return new ExhibitRun(breaks, seen, world.trace());
    }
}
