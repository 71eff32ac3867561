package io.github.fanoutlab.simulator.client;

import io.github.fanoutlab.adapter.SocketIoServer;
import io.github.fanoutlab.adapter.redis.RedisAdapter;
import io.github.fanoutlab.legacy.LegacyServer;
import io.github.fanoutlab.legacy.store.RedisStore;
import io.github.fanoutlab.testbed.world.SimNode;
import io.github.fanoutlab.testbed.world.World;
import io.github.fanoutlab.testbed.world.WorldOptions;
import java.net.URI;

/**
 * The source document's cluster in the world: a master that never listens, four workers that emit once a second, one client
 * each. As a program it prints, for each seed, the hashes of both generations' runs, for another JVM; with {@code speed} as its
 * only argument it measures how many events a second this JVM handles.
 */
final class FourEmitters {

    private static final long SECOND = 1_000_000;
    private static final int SECONDS = 10;

    private FourEmitters() {}

    /** Ten seconds of the 1.0+ server. */
    static World adapter(long seed) {
        return run(adapterAtStart(seed));
    }

    /** The 1.0+ cluster before anything has happened. */
    static World adapterAtStart(long seed) {
        World world = World.of(WorldOptions.seed(seed));
        for (int i = 0; i <= 4; i++) {
            bootAdapter(world, i);
        }
        connect(world, node -> new SocketIoClient(node, node, ClientOptions.RECONNECTING));
        return world;
    }

    /** Starts the master (0) or a worker; a new life after it died. */
    static void bootAdapter(World world, int worker) {
        SocketIoServer io = SocketIoServer.create(world.node(name(worker)));
        io.adapter(RedisAdapter.at(World.REDIS_URL));
        io.on("connection", socket -> socket.emit("data", "connected to worker: " + worker));
        if (worker > 0) {
            io.listen(80);
            io.setInterval(() -> io.emit("data", "payload of " + worker), 1_000);
        }
    }

    /** Ten seconds of the 0.9 server. */
    static World legacy(long seed) {
        return run(legacyAtStart(seed));
    }

    /** The 0.9 cluster before anything has happened. */
    static World legacyAtStart(long seed) {
        World world = World.of(WorldOptions.seed(seed));
        for (int i = 0; i <= 4; i++) {
            bootLegacy(world, i);
        }
        connect(world, node -> new LegacyClient(node, node, ClientOptions.LEGACY_RECONNECTING));
        return world;
    }

    /** Starts the master (0) or a worker; a new life after it died. */
    static void bootLegacy(World world, int worker) {
        LegacyServer io = LegacyServer.create(world.node(name(worker)));
        io.set(
                "store",
                RedisStore.of(
                        io.createRedisClient("pub", World.REDIS_URL),
                        io.createRedisClient("sub", World.REDIS_URL),
                        io.createRedisClient("client", World.REDIS_URL)));
        io.sockets().on("connection", socket -> socket.emit("data", "connected to worker: " + worker));
        if (worker > 0) {
            io.listen(80);
            io.setInterval(() -> io.sockets().emit("data", "payload of " + worker), 1_000);
        }
    }

    private static String name(int worker) {
        return worker == 0 ? "master" : "W" + worker;
    }

    private interface NewClient {
        LabClient on(SimNode node);
    }

    private static void connect(World world, NewClient newClient) {
        for (int i = 1; i <= 4; i++) {
            LabClient client = newClient.on(world.node("C" + i));
            URI worker = URI.create("http://W" + i + ":80");
            world.at(SECOND / 10, "C" + i, "connect", () -> client.connect(worker, "/"));
        }
    }

    private static World run(World world) {
        world.runUntil(SECONDS * SECOND + SECOND / 2);
        return world;
    }

    public static void main(String[] args) {
        if (args.length == 1 && args[0].equals("speed")) {
            measure();
            return;
        }
        for (String seed : args) {
            System.out.println(adapter(Long.parseLong(seed)).trace().hash());
            System.out.println(legacy(Long.parseLong(seed)).trace().hash());
        }
    }

    private static void measure() {
        for (int round = 1; round <= 8; round++) {
            long start = System.nanoTime();
            long happened = 0;
            int runs = 500;
            for (long seed = 0; seed < runs; seed++) {
                happened += adapter(seed).happened() + legacy(seed).happened();
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            System.out.printf(
                    "round %d: %d seeds, both generations, in %.2f s; %,.0f events a second%n",
                    round, runs, seconds, happened / seconds);
        }
    }
}
