package io.github.fanoutlab.workshop;

import io.github.fanoutlab.adapter.SocketIoServer;
import io.github.fanoutlab.adapter.engine.EngineOptions;
import io.github.fanoutlab.adapter.redis.RedisAdapter;
import io.github.fanoutlab.adapter.server.Namespace;
import io.github.fanoutlab.adapter.server.ServerOptions;
import io.github.fanoutlab.platform.http.ClientHandler;
import io.github.fanoutlab.platform.http.HttpExchange;
import io.github.fanoutlab.platform.http.ListenOptions;
import io.github.fanoutlab.platform.http.WebSocketUpgrade;
import io.github.fanoutlab.platform.real.RealNode;
import io.github.fanoutlab.simulator.cluster.control.ControlLines;
import io.github.fanoutlab.simulator.cluster.control.Report;
import io.github.fanoutlab.simulator.cluster.process.ControlInput;

/**
 * A worker of the room as a process: phones are connected with it, and it knows the wall and the other workers through Redis alone. It is
 * controlled by its standard input, answers each request there with what it has counted, and ends with it.
 */
final class RoomWorker implements ClientHandler {

    /** What a participant says fits into much less. */
    static final int MAX_BYTES = 2_000;

    /**
     * What a worker is told.
     *
     * @param redisUrl the Redis of the room
     * @param key the prefix of the room's channels, which no other room has
     */
    record Options(String id, String redisUrl, String key) {}

    private final SocketIoServer io;

    private RoomWorker(SocketIoServer io) {
        this.io = io;
    }

    /** The program of a {@link io.github.fanoutlab.simulator.cluster.process.ChildJvm}. */
    public static void main(String[] name) {
        ControlInput.follow(input -> {
            Options options = input.options(Options.class);
            RealNode node = RealNode.create("W" + options.id);
            SocketIoServer io = server(node);
            // region worker
            io.adapter(RedisAdapter.at(options.redisUrl).key(options.key));
            Namespace join = io.of(Room.JOIN);
            Participants.welcome(node.loop(), io, options.id, overRedis(join));
            // endregion
            int port = node.loop()
                    .call(() -> node.network()
                            .listen(new ListenOptions("127.0.0.1", 0, false, MAX_BYTES), new RoomWorker(io)))
                    .port();
            report(new Report.Started(node.name(), ProcessHandle.current().pid(), port));
            input.forEach(request -> node.loop()
                    .execute(() -> report(new Report.Counted(
                            node.name(), request.id(), node.counters().snapshot()))));
        });
    }

    /** A server that takes short messages only. */
    static SocketIoServer server(RealNode node) {
        return SocketIoServer.create(
                node, ServerOptions.engine(EngineOptions.builder().maxPayloadBytes(MAX_BYTES)));
    }

    private static void report(Report report) {
        System.out.println(ControlLines.mark(report));
    }

    private static Wall overRedis(Namespace join) {
        return new Wall() {
            @Override
            public void joined(String worker, String socket, String who) {
                join.serverSideEmit("joined", worker, socket, who);
            }

            @Override
            public void left(String socket) {
                join.serverSideEmit("left", socket);
            }

            @Override
            public void predicts(String socket, String who, int number, int prediction) {
                join.serverSideEmit("predicts", socket, who, number, prediction);
            }
        };
    }

    @Override
    public void onRequest(HttpExchange exchange) {
        String path = exchange.request().path();
        if (path.startsWith("/socket.io/")) {
            io.handler().onRequest(exchange);
        } else {
            exchange.respond(PageFiles.answerPhone(path));
        }
    }

    @Override
    public boolean takesRequestsEarly() {
        return io.handler().takesRequestsEarly();
    }

    @Override
    public void onUpgrade(WebSocketUpgrade upgrade) {
        io.handler().onUpgrade(upgrade);
    }
}
