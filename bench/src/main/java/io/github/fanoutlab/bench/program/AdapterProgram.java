package io.github.fanoutlab.bench.program;

import io.github.fanoutlab.adapter.SocketIoServer;
import io.github.fanoutlab.adapter.redis.RedisAdapter;
import io.github.fanoutlab.platform.http.ListenOptions;
import java.io.IOException;

/** Our 1.0+ server with its Redis adapter. */
public final class AdapterProgram extends BenchProgram {

    private final SocketIoServer io = SocketIoServer.create();

    private AdapterProgram(int redisPort) {
        io.adapter(RedisAdapter.at("redis://127.0.0.1:" + redisPort));
        io.on("connection", socket -> socket.on("join", event -> socket.join(event.string(0))));
    }

    public static void main(String... args) throws IOException {
        new AdapterProgram(redisPort(args)).obey(role(args));
    }

    @Override
    protected int listen() {
        return io.listen(ListenOptions.loopback(0)).port();
    }

    @Override
    protected void emit(String payload, String room) {
        if (room == null) {
            io.emit("data", payload);
        } else {
            io.to(room).emit("data", payload);
        }
    }

    @Override
    protected void schedule(long delayMillis, Runnable task) {
        io.run(() -> io.ports().loop().schedule(delayMillis, task));
    }
}
