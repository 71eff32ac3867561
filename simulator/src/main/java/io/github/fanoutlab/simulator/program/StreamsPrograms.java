package io.github.fanoutlab.simulator.program;

import io.github.fanoutlab.adapter.SocketIoServer;
import io.github.fanoutlab.adapter.redis.streams.RedisStreamsAdapter;
import io.github.fanoutlab.adapter.server.ConnectionStateRecovery;
import io.github.fanoutlab.adapter.server.ServerOptions;
import io.github.fanoutlab.adapter.server.Socket;
import io.github.fanoutlab.platform.node.NodePorts;
import java.util.function.Consumer;

/** The programs over Redis streams: 1.0+ servers to which clients come back where they were. */
final class StreamsPrograms implements DialectPrograms {

    private static SocketIoServer server(NodePorts ports, String redis) {
        // region server
        SocketIoServer io = SocketIoServer.create(
                ports,
                ServerOptions.builder()
                        .connectionStateRecovery(ConnectionStateRecovery.DEFAULT)
                        .build());
        io.adapter(RedisStreamsAdapter.at(redis));
        // endregion
        return io;
    }

    /** A server that does not listen: it emits, and never accepts a client. */
    @Override
    public Program master(NodePorts ports, String redis) {
        return new AdapterPrograms.ServerNode(server(ports, redis), true, socket -> {});
    }

    @Override
    public Program worker(NodePorts ports, String redis, String workerId) {
        SocketIoServer io = server(ports, redis);
        // region worker
        Consumer<Socket> greet = socket -> {
            if (!socket.recovered()) { // a client that came back was greeted before
                socket.emit("data", "connected to worker: " + workerId);
            }
            socket.on("join", event -> {
                socket.join(event.string(0));
                event.ack("joined");
            });
        };
        io.on("connection", greet);
        // endregion
        io.on("connection", AdapterPrograms::acknowledgeFences);
        return new AdapterPrograms.ServerNode(io, true, greet.andThen(AdapterPrograms::acknowledgeFences));
    }

    /** npm has no emitter for streams. */
    @Override
    public Program emitter(NodePorts ports, String redis) {
        throw new IllegalArgumentException("there is no emitter for Redis streams");
    }
}
