package io.github.fanoutlab.simulator.program;

import io.github.fanoutlab.adapter.SocketIoServer;
import io.github.fanoutlab.adapter.redis.Dialect;
import io.github.fanoutlab.adapter.redis.Emitter;
import io.github.fanoutlab.adapter.redis.EmitterOperator;
import io.github.fanoutlab.adapter.redis.RedisAdapter;
import io.github.fanoutlab.adapter.server.AdapterFactory;
import io.github.fanoutlab.adapter.server.BroadcastAck;
import io.github.fanoutlab.adapter.server.BroadcastOperator;
import io.github.fanoutlab.adapter.server.Namespace;
import io.github.fanoutlab.adapter.server.Next;
import io.github.fanoutlab.adapter.server.Socket;
import io.github.fanoutlab.platform.http.ClientHandler;
import io.github.fanoutlab.platform.http.ListenOptions;
import io.github.fanoutlab.platform.node.Network;
import io.github.fanoutlab.platform.node.NodePorts;
import io.github.fanoutlab.simulator.mine.OwnAdapter;
import io.github.fanoutlab.simulator.scenario.Broadcast;
import io.github.fanoutlab.simulator.scenario.Holdings;
import io.github.fanoutlab.simulator.scenario.RedisDialect;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/** The 1.0+ programs: one Redis adapter in each process. */
final class AdapterPrograms implements DialectPrograms {

    private final Function<String, AdapterFactory> adapters;
    private final Dialect dialect;
    private final boolean reachesClientsOfOthers;

    private AdapterPrograms(RedisDialect spoken, Function<String, AdapterFactory> adapters, Dialect dialect) {
        this.adapters = adapters;
        this.dialect = dialect;
        this.reachesClientsOfOthers = spoken.reachesClientsOfOthers();
    }

    /** Programs whose nodes speak {@code spoken}, one of 1.0+. */
    static AdapterPrograms of(RedisDialect spoken) {
        return switch (spoken) {
            case V0_1 -> of(spoken, Dialect.V0_1);
            case V5 -> of(spoken, Dialect.V5);
            case V8 -> of(spoken, Dialect.V8);
            case MINE -> new AdapterPrograms(spoken, OwnAdapter::at, Dialect.V8);
            default -> throw new IllegalArgumentException("not a dialect of 1.0+: " + spoken);
        };
    }

    private static AdapterPrograms of(RedisDialect spoken, Dialect dialect) {
        return new AdapterPrograms(spoken, redis -> RedisAdapter.at(redis).dialect(dialect), dialect);
    }

    private AdapterFactory redisAdapter(String redis) {
        return adapters.apply(redis);
    }

    @Override
    public Program master(NodePorts ports, String redis) {
        // region master
        // A server that does not listen: it emits, and never accepts a client.
        SocketIoServer io = SocketIoServer.create(ports);
        io.adapter(redisAdapter(redis));
        // endregion
        return new ServerNode(io, reachesClientsOfOthers, socket -> {});
    }

    @Override
    public Program worker(NodePorts ports, String redis, String workerId) {
        // region worker
        SocketIoServer io = SocketIoServer.create(ports);
        io.adapter(redisAdapter(redis));
        Consumer<Socket> greet = socket -> {
            socket.emit("data", "connected to worker: " + workerId);
            socket.on("join", event -> {
                socket.join(event.string(0));
                event.ack("joined");
            });
        };
        io.on("connection", greet);
        // endregion
        io.on("connection", AdapterPrograms::acknowledgeFences);
        return new ServerNode(io, reachesClientsOfOthers, greet.andThen(AdapterPrograms::acknowledgeFences));
    }

    /** The ack reaches the client after everything that was sent to it before. */
    static void acknowledgeFences(Socket socket) {
        socket.on("fence", event -> event.ack());
    }

    @Override
    public Program emitter(NodePorts ports, String redis) {
        // region emitter
        // One connection, no subscription: it only publishes.
        Emitter io = Emitter.at(ports, redis).dialect(dialect);
        // endregion
        return new EmitterNode(io);
    }

    record ServerNode(
            SocketIoServer io,
            boolean reachesClientsOfOthers,
            Consumer<Socket> greet,
            Set<String> namespaces,
            List<String> banned)
            implements Program {

        ServerNode(SocketIoServer io, boolean reachesClientsOfOthers, Consumer<Socket> greet) {
            this(io, reachesClientsOfOthers, greet, new LinkedHashSet<>(Set.of("/")), new ArrayList<>());
        }

        @Override
        public void emit(Broadcast broadcast, Consumer<List<String>> acks) {
            BroadcastOperator to =
                    io.of(broadcast.namespace()).to(broadcast.rooms().toArray(String[]::new));
            to = to.except(broadcast.except().toArray(String[]::new));
            if (broadcast.local()) {
                to = to.local();
            }
            switch (broadcast.manner()) {
                case PLAIN -> to.emit(broadcast.event(), broadcast.payload());
                case VOLATILE -> to.volatile_().emit(broadcast.event(), broadcast.payload());
                case WITH_ACKS -> emitWithAcks(reachable(to), broadcast, acks);
                case GOODBYE -> {
                    reachable(to).emit(broadcast.event(), broadcast.payload());
                    reachable(to).disconnectSockets(false);
                }
            }
        }

        private static void emitWithAcks(BroadcastOperator to, Broadcast broadcast, Consumer<List<String>> acks) {
            BroadcastAck told = (error, answers) -> acks.accept(
                    answers.stream().map(answer -> answer.asString("")).toList());
            to.timeout(Broadcast.ACK_TIMEOUT_MILLIS).emit(broadcast.event(), broadcast.payload(), told);
        }

        /** Only newer adapters take acks of other nodes' clients, and disconnect them. */
        private BroadcastOperator reachable(BroadcastOperator to) {
            return reachesClientsOfOthers ? to : to.local();
        }

        @Override
        public void ban(List<String> addresses) {
            banned.addAll(addresses);
            namespaces.forEach(namespace -> io.of(namespace).use(this::refuseBanned));
        }

        private void refuseBanned(Socket socket, Next next) {
            if (banned.contains(socket.handshake().address())) {
                next.fail("banned");
            } else {
                next.proceed();
            }
        }

        @Override
        public void serve(String namespace) {
            namespaces.add(namespace);
            io.of(namespace).on("connection", greet);
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
            for (String name : namespaces) {
                Namespace namespace = io.of(name);
                tables.put("namespace " + name, namespace.sockets().keySet());
                namespace
                        .adapter()
                        .rooms()
                        .forEach((room, members) -> tables.put("room " + name + ' ' + room, members));
            }
            return new Holdings(io.engine().clientCount(), tables, 0);
        }

        @Override
        public void close() {
            io.close();
        }
    }

    private record EmitterNode(Emitter io) implements Program {

        @Override
        public void emit(Broadcast broadcast, Consumer<List<String>> acks) {
            EmitterOperator to = io.of(broadcast.namespace())
                    .to(broadcast.rooms().toArray(String[]::new))
                    .except(broadcast.except().toArray(String[]::new));
            switch (broadcast.manner()) {
                case PLAIN -> to.emit(broadcast.event(), broadcast.payload());
                case VOLATILE -> to.volatile_().emit(broadcast.event(), broadcast.payload());
                default -> throw new UnsupportedOperationException("no scenario has an emitter do this: " + broadcast);
            }
        }

        @Override
        public void serve(String namespace) {
            // It publishes to every namespace and serves none.
        }

        @Override
        public Network.Listening listen(ListenOptions options) {
            throw new UnsupportedOperationException("an emitter only publishes; it cannot listen");
        }

        @Override
        public void close() {
            io.close();
        }
    }
}
