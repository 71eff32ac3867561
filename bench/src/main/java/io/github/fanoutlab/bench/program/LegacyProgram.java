package io.github.fanoutlab.bench.program;

import io.github.fanoutlab.legacy.LegacyServer;
import io.github.fanoutlab.legacy.store.RedisStore;
import io.github.fanoutlab.platform.http.ListenOptions;
import java.io.IOException;
import java.util.Map;

/** Our 0.9 server with its RedisStore. */
public final class LegacyProgram extends BenchProgram {

    private final LegacyServer io = LegacyServer.create(Map.of("log", false));

    private LegacyProgram(int redisPort) {
        String url = "redis://127.0.0.1:" + redisPort;
        io.set(
                "store",
                RedisStore.of(
                        io.createRedisClient("pub", url),
                        io.createRedisClient("sub", url),
                        io.createRedisClient("client", url)));
        io.sockets().on("connection", socket -> socket.on("join", event -> socket.join(event.string(0))));
    }

    public static void main(String... args) throws IOException {
        new LegacyProgram(redisPort(args)).obey(role(args));
    }

    @Override
    protected int listen() {
        return io.listen(ListenOptions.loopback(0)).port();
    }

    @Override
    protected void emit(String payload, String room) {
        if (room == null) {
            io.sockets().emit("data", payload);
        } else {
            io.sockets().in(room).emit("data", payload);
        }
    }

    @Override
    protected void schedule(long delayMillis, Runnable task) {
        io.ports().loop().run(() -> io.ports().loop().schedule(delayMillis, task));
    }
}
