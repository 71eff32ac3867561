package io.github.fanoutlab.tutorial.exercise;

import io.github.fanoutlab.adapter.SocketIoServer;
import io.github.fanoutlab.adapter.server.AdapterFactory;
import io.github.fanoutlab.simulator.client.LabClient;
import io.github.fanoutlab.simulator.program.Programs;
import io.github.fanoutlab.simulator.scenario.Generation;
import io.github.fanoutlab.simulator.scenario.RedisDialect;
import io.github.fanoutlab.simulator.scenario.Scenario;
import io.github.fanoutlab.simulator.stage.SimStage;
import io.github.fanoutlab.testbed.trace.Kind;
import io.github.fanoutlab.testbed.trace.Trace;
import io.github.fanoutlab.testbed.world.SimNode;
import io.github.fanoutlab.testbed.world.World;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/** Real servers and clients of 1.0+ in a world of their own. What is asked of them happens when time {@linkplain #pass passes}. */
final class Servers {

    private final SimStage stage = new SimStage(RedisDialect.usual(Generation.ADAPTER), 42);
    private final World world = stage.world();
    private final Map<String, SocketIoServer> servers = new LinkedHashMap<>();
    private final Map<String, LabClient> clients = new LinkedHashMap<>();
    private final String namespace;
    private int heard;

    /** @param namespace where all clients are */
    Servers(String namespace) {
        this.namespace = namespace;
    }

    /** A server that listens, with {@code adapter}. It puts its clients into the rooms that they ask for. */
    void start(String name, AdapterFactory adapter) {
        SimNode node = world.node(name);
        stage.inTurnOf(name, "start", () -> {
            SocketIoServer io = SocketIoServer.create(node);
            io.of(namespace).on("connection", socket -> socket.on("join", event -> socket.join(event.string(0))));
            io.adapter(adapter);
            io.listen(SimStage.PORT);
            servers.put(name, io);
        });
    }

    /** A client, in {@code room}. */
    void connect(String name, String server, String room) {
        SimNode node = world.node(name);
        stage.inTurnOf(name, "connect", () -> {
            LabClient client = Programs.client(Generation.ADAPTER, node, node);
            client.on("data", event -> heard++);
            client.emit("join", room);
            client.connect(SimStage.urlOf(server), namespace);
            clients.put(name, client);
        });
    }

    /** The id of a client's socket. */
    String socketOf(String client) {
        return clients.get(client).id();
    }

    /** The server emits, which is called {@code words} in the trace. */
    void emit(String server, String words, Consumer<SocketIoServer> emit) {
        stage.inTurnOf(server, "emit", () -> {
            world.node(server).record(Kind.EMIT, "", "", words);
            emit.accept(servers.get(server));
        });
    }

    /** How many messages Redis pushes to servers because of {@code emits}. */
    long pushed(Runnable emits) {
        heard = 0;
        long before = world.redis().model().messagesDelivered();
        emits.run();
        pass();
        return world.redis().model().messagesDelivered() - before;
    }

    /** How many events named "data" the clients have got since {@link #pushed} was called. */
    int heard() {
        return heard;
    }

    /** Lets everything happen that has to. */
    void pass() {
        world.runToQuiescence(world.nowMicros() + 20_000_000);
    }

    long nowMicros() {
        return world.nowMicros();
    }

    Trace trace() {
        return world.trace();
    }

    /** The lanes of a table. */
    Scenario lanes() {
        return OneRun.lanes(new ArrayList<>(servers.keySet()), new ArrayList<>(clients.keySet()));
    }
}
