package io.github.fanoutlab.simulator.cli;

import io.github.fanoutlab.adapter.SocketIoServer;
import io.github.fanoutlab.adapter.redis.RedisAdapter;
import io.github.fanoutlab.legacy.LegacyServer;
import io.github.fanoutlab.legacy.store.RedisStore;
import io.github.fanoutlab.platform.http.ListenOptions;
import io.github.fanoutlab.testbed.process.EmbeddedRedis;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.Map;

/** Does once, and shows nobody, what most starts do: these are the classes that a {@link StartArchive} has. */
final class Rehearsal {

    private static final PrintWriter NOBODY = new PrintWriter(Writer.nullWriter());

    private Rehearsal() {}

    public static void main(String... args) {
        command("--help");
        command("run", "heartbeat");
        command("check", "four-emitters", "--seeds", "5", "--generation", "both");
        command("learn", "status");
        try (EmbeddedRedis redis = EmbeddedRedis.start()) {
            adapter(redis.url());
            legacy(redis.url());
        }
        System.exit(0); // the servers still run
    }

    private static void command(String... words) {
        Fanout.execute(NOBODY, NOBODY, words);
    }

    private static void adapter(String redisUrl) {
        SocketIoServer io = SocketIoServer.create();
        io.adapter(RedisAdapter.at(redisUrl));
        io.listen(ListenOptions.loopback(0));
        io.emit("data", "to nobody");
    }

    private static void legacy(String redisUrl) {
        LegacyServer io = LegacyServer.create(Map.of("log", false));
        io.set(
                "store",
                RedisStore.of(
                        io.createRedisClient("pub", redisUrl),
                        io.createRedisClient("sub", redisUrl),
                        io.createRedisClient("client", redisUrl)));
        io.listen(ListenOptions.loopback(0));
        io.sockets().emit("data", "to nobody");
    }
}
