package io.github.fanoutlab.adapter.beside;

import io.github.fanoutlab.adapter.SocketIoServer;
import io.github.fanoutlab.adapter.redis.RedisAdapter;
import io.github.fanoutlab.platform.node.Network;

/** The Java worker of {@code docs/beside-node.md}: {@code JavaWorker REDIS_URL PORT}; 0 is any free port. */
final class JavaWorker {

    private JavaWorker() {}

    public static void main(String[] args) {
        String redisUrl = args[0];
        int port = Integer.parseInt(args[1]);
        // region worker
        SocketIoServer io = SocketIoServer.create();
        io.adapter(RedisAdapter.at(redisUrl));
        io.on("connection", socket -> {
            socket.emit("data", "connected to worker: java");
            socket.on("say", event -> io.emit("said", event.string(0)));
            socket.on("disconnect", event -> io.emit("left", event.string(0)));
        });
        Network.Listening listening = io.listen(port);
        System.out.println("listening " + listening.port());
        // endregion
        // region stop
        Runtime.getRuntime().addShutdownHook(new Thread(io::close));
        // endregion
    }
}
