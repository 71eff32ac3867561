package io.github.fanoutlab.testbed.world;

import io.github.fanoutlab.platform.redis.RedisConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/**
 * How many events a second the bare world handles: four nodes that publish over Redis to each other and write each message
 * to a client. A program, not a test: {@code java … WorldSpeed [rounds]}.
 */
final class WorldSpeed {

    private static final long SECOND = 1_000_000;

    private WorldSpeed() {}

    public static void main(String[] args) {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 10;
        for (int round = 1; round <= rounds; round++) {
            long start = System.nanoTime();
            long happened = 0;
            long recorded = 0;
            for (long seed = 0; seed < 20; seed++) {
                World world = run(seed);
                happened += world.happened();
                recorded += world.trace().size();
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            System.out.printf(
                    "round %d: %,d happenings (%,d recorded) in %.3f s: %,.0f a second%n",
                    round, happened, recorded, seconds, happened / seconds);
        }
    }

    private static World run(long seed) {
        World world = World.of(WorldOptions.seed(seed));
        byte[] message = "a message of some forty bytes, as usual.".getBytes(StandardCharsets.UTF_8);
        for (int i = 1; i <= 4; i++) {
            SimNode node = world.node("W" + i);
            RedisConnection pub = node.createRedisClient("pub", World.REDIS_URL);
            RedisConnection sub = node.createRedisClient("sub", World.REDIS_URL);
            node.loop().execute(() -> {
                PingPong.Server server = PingPong.serve(node);
                sub.subscribe(
                        "news",
                        (channel, payload) -> server.connections.forEach(connection -> connection.send("news")),
                        () -> {});
                node.loop().every(10, () -> pub.publish("news", message));
            });
            PingPong.Client client = new PingPong.Client(world.node("C" + i));
            String url = "ws://W" + i + "/play?x=1";
            client.node.loop().execute(() -> client.open(URI.create(url)));
        }
        world.runUntil(5 * SECOND);
        return world;
    }
}
