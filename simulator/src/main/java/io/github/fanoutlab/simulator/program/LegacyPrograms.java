package io.github.fanoutlab.simulator.program;

import io.github.fanoutlab.legacy.LegacyServer;
import io.github.fanoutlab.legacy.server.Ack;
import io.github.fanoutlab.legacy.server.Authorization;
import io.github.fanoutlab.legacy.server.BrowserClient;
import io.github.fanoutlab.legacy.server.Namespace;
import io.github.fanoutlab.legacy.server.Socket;
import io.github.fanoutlab.legacy.store.Dialect;
import io.github.fanoutlab.legacy.store.RedisStore;
import io.github.fanoutlab.platform.http.ClientHandler;
import io.github.fanoutlab.platform.http.ListenOptions;
import io.github.fanoutlab.platform.node.Network;
import io.github.fanoutlab.platform.node.NodePorts;
import io.github.fanoutlab.platform.redis.RedisConnection;
import io.github.fanoutlab.simulator.scenario.Broadcast;
import io.github.fanoutlab.simulator.scenario.Holdings;
import io.github.fanoutlab.simulator.scenario.RedisDialect;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The 0.9 programs: a RedisStore of three Redis clients in each process. */
final class LegacyPrograms implements DialectPrograms {

    private final Dialect dialect;

    private LegacyPrograms(Dialect dialect) {
        this.dialect = dialect;
    }

    /** Programs whose nodes speak {@code spoken}, one of 0.9. */
    static LegacyPrograms of(RedisDialect spoken) {
        return new LegacyPrograms(
                switch (spoken) {
                    case V0_9_16 -> Dialect.V0_9_16;
                    case V0_9_17 -> Dialect.V0_9_17;
                    default -> throw new IllegalArgumentException("not a dialect of 0.9: " + spoken);
                });
    }

    @Override
    public Program master(NodePorts ports, String redis) {
        // region master
        // A server that does not listen: it emits, and never accepts a client.
        LegacyServer io = LegacyServer.create(ports);
        io.set("store", store(ports, redis));
        // endregion
        return new ServerNode(io, socket -> {});
    }

    @Override
    public ServerNode worker(NodePorts ports, String redis, String workerId) {
        // region worker
        LegacyServer io = LegacyServer.create(ports);
        io.set("store", store(ports, redis));
        Consumer<Socket> greet = socket -> {
            socket.emit("data", "connected to worker: " + workerId);
            socket.on("join", event -> {
                socket.join(event.string(0));
                event.ack("joined");
            });
        };
        io.sockets().on("connection", greet);
        // endregion
        io.sockets().on("connection", LegacyPrograms::acknowledgeFences);
        return new ServerNode(io, greet.andThen(LegacyPrograms::acknowledgeFences));
    }

    /** The ack reaches the client after everything that was sent to it before. */
    private static void acknowledgeFences(Socket socket) {
        socket.on("fence", event -> event.ack());
    }

    // region store
    private RedisStore store(NodePorts ports, String redis) {
        RedisConnection redisPub = ports.createRedisClient("pub", redis);
        RedisConnection redisSub = ports.createRedisClient("sub", redis);
        RedisConnection redisClient = ports.createRedisClient("client", redis);
        return RedisStore.of(redisPub, redisSub, redisClient).dialect(dialect);
    }
    // endregion

    @Override
    public Program emitter(NodePorts ports, String redis) {
        return new LegacyPublisher(ports, ports.createRedisClient("pub", redis));
    }

    static final class ServerNode implements Program {

        private final LegacyServer io;
        private final Consumer<Socket> greet;

        /** The sockets connected to this node, by namespace. 0.9 does not tell them from others, so a program has to remember them. */
        private final Map<String, Map<String, Socket>> own = new LinkedHashMap<>();

        ServerNode(LegacyServer io, Consumer<Socket> greet) {
            this.io = io;
            this.greet = greet;
            remember(io.sockets());
        }

        /** Also serves {@code client} to browsers. Node's package has it; this server has to be given it. */
        Program withBrowserClient(BrowserClient client) {
            io.set("browser client source", client);
            return this;
        }

        @Override
        public void emit(Broadcast broadcast, Consumer<List<String>> acks) {
            Namespace namespace = namespace(broadcast.namespace());
            switch (broadcast.manner()) {
                case PLAIN, VOLATILE -> {
                    if (broadcast.local()) {
                        ownIn(namespace, broadcast)
                                .forEach(socket -> socket.emit(broadcast.event(), broadcast.payload()));
                    } else {
                        toAllNodes(namespace, broadcast);
                    }
                }
                case WITH_ACKS -> {
                    Ack ack = args -> acks.accept(List.of(args.string(0)));
                    ownIn(namespace, broadcast)
                            .forEach(socket -> socket.emit(broadcast.event(), broadcast.payload(), ack));
                }
                case GOODBYE ->
                    ownIn(namespace, broadcast).forEach(socket -> {
                        socket.emit(broadcast.event(), broadcast.payload());
                        socket.disconnect();
                    });
            }
        }

        /** Only these can be asked for acks. Others can be disconnected, but 0.9 does not tell them. */
        private List<Socket> ownIn(Namespace namespace, Broadcast broadcast) {
            String room = onlyRoomOf(broadcast);
            Map<String, Socket> sockets = own.getOrDefault(namespace.name(), Map.of());
            return room.isEmpty()
                    ? List.copyOf(sockets.values())
                    : namespace.clients(room).stream()
                            .filter(sockets::containsValue)
                            .toList();
        }

        private static void toAllNodes(Namespace namespace, Broadcast broadcast) {
            io.github.fanoutlab.legacy.server.Broadcast to = namespace.in(onlyRoomOf(broadcast));
            for (String room : broadcast.except()) {
                for (Socket member : namespace.clients(room)) {
                    to = to.except(member.id());
                }
            }
            if (broadcast.manner() == Broadcast.Manner.VOLATILE) {
                to = to.volatile_();
            }
            to.emit(broadcast.event(), broadcast.payload());
        }

        @Override
        public void ban(List<String> addresses) {
            Authorization ban = (handshake, decision) -> decision.done(
                    null,
                    !addresses.contains(
                            handshake.path("address").path("address").asString("")));
            io.set("authorization", ban);
        }

        @Override
        public void serve(String name) {
            Namespace namespace = namespace(name);
            namespace.on("connection", greet);
            remember(namespace);
        }

        private Namespace namespace(String name) {
            return io.of(name.equals("/") ? "" : name);
        }

        private void remember(Namespace namespace) {
            Map<String, Socket> sockets = own.computeIfAbsent(namespace.name(), name -> new LinkedHashMap<>());
            namespace.on("connection", socket -> {
                sockets.put(socket.id(), socket);
                socket.on("disconnect", event -> sockets.remove(socket.id()));
            });
        }

        @Override
        public Network.Listening listen(ListenOptions options) {
            return io.listen(options);
        }

        @Override
        public ClientHandler handler() {
            return io.handler();
        }

        @Override
        public Holdings holdings() {
            Map<String, Collection<String>> tables = new LinkedHashMap<>();
            tables.put("handshaken", io.handshaken().keySet());
            tables.put("connected", io.connected());
            tables.put("open", io.open());
            tables.put("closed", io.closed().keySet());
            tables.put("roomClients", io.roomClients().keySet());
            io.rooms().forEach((room, members) -> tables.put("room " + room, members));
            return new Holdings(own.get("").size(), tables, 0);
        }

        @Override
        public void close() {
            io.close();
        }
    }

    /** The room of a broadcast, or {@code ""} for everybody. */
    static String onlyRoomOf(Broadcast broadcast) {
        List<String> rooms = broadcast.rooms();
        if (rooms.size() > 1) {
            throw new UnsupportedOperationException(
                    "0.9 emits to one room at a time; " + broadcast + " names " + rooms.size() + ": emit to each");
        }
        return rooms.isEmpty() ? "" : rooms.get(0);
    }
}
