package io.github.fanoutlab.testbed.world;

import io.github.fanoutlab.platform.redis.RedisConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** A run in which everything that a world can do happens; as a program it prints the run's hash, for another JVM. */
final class EventfulRun {

    private static final long SECOND = 1_000_000;

    private EventfulRun() {}

    static World of(long seed) {
        World world = World.of(WorldOptions.seed(seed));
        for (String name : new String[] {"W1", "W2"}) {
            boot(world, name);
        }
        play(world.node("C1"), "W1", 70);
        play(world.node("C2"), "W2", 5);
        world.at(2 * SECOND, "script", "cut", () -> world.faults().cut("W2", "sub"));
        world.at(3 * SECOND, "script", "restart", () -> world.redis().restart(120_000));
        world.at(4 * SECOND, "script", "kill", () -> world.faults().kill("W2"));
        world.at(5 * SECOND, "script", "again", () -> boot(world, "W2"));
        world.runUntil(8 * SECOND);
        return world;
    }

    private static void boot(World world, String name) {
        SimNode node = world.node(name);
        RedisConnection pub = node.createRedisClient("pub", World.REDIS_URL);
        RedisConnection sub = node.createRedisClient("sub", World.REDIS_URL);
        node.loop().execute(() -> {
            PingPong.serve(node);
            sub.psubscribe("new*", (channel, payload) -> node.log().warn("got it"), () -> {});
            node.loop().every(90, () -> pub.publish("news", node.ids().nextBytes(6)));
        });
    }

    private static void play(SimNode node, String server, int periodMillis) {
        PingPong.Client client = new PingPong.Client(node);
        node.loop().execute(() -> {
            client.open(URI.create("ws://" + server + "/play?x=1"));
            node.loop().every(periodMillis, () -> {
                client.get("/" + node.ids().nextInt(10));
                if (client.connection != null) {
                    client.ping(1, 3);
                    client.connection.send("bytes".getBytes(StandardCharsets.UTF_8));
                }
            });
        });
    }

    public static void main(String[] seeds) {
        for (String seed : seeds) {
            System.out.println(of(Long.parseLong(seed)).trace().hash());
        }
    }
}
