package io.github.fanoutlab.simulator.stage;

import io.github.fanoutlab.simulator.client.ClientEvent;
import io.github.fanoutlab.simulator.client.LabClient;
import io.github.fanoutlab.simulator.fault.RunString;
import io.github.fanoutlab.simulator.program.Programs;
import io.github.fanoutlab.simulator.scenario.ClientRole;
import io.github.fanoutlab.simulator.scenario.Scenario;
import io.github.fanoutlab.testbed.trace.Kind;
import io.github.fanoutlab.testbed.world.SimNode;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The clients of a run with faults. They reconnect as the official ones do, or because the server has disconnected them, and then
 * ask for their rooms again. They acknowledge what wants an ack, and ask for one in return.
 */
final class ReconnectingClients {

    /** Why clients of 1.0+ and 0.9 are disconnected if the server wants it. They do not reconnect by themselves then. */
    private static final List<String> DISCONNECTED_BY_SERVER = List.of("server disconnect", "booted");

    private final RunString string;
    private final Scenario scenario;
    private final SimStage stage;
    private final Map<String, List<Connection>> connections = new LinkedHashMap<>();

    ReconnectingClients(RunString string, SimStage stage) {
        this.string = string;
        this.scenario = string.played();
        this.stage = stage;
    }

    /** One connection of a client to one worker. */
    private static final class Connection {

        private final SimNode node;
        private final LabClient client;
        private final URI worker;
        private final ClientRole role;
        private int joined;

        Connection(SimNode node, LabClient client, URI worker, ClientRole role) {
            this.node = node;
            this.client = client;
            this.worker = worker;
            this.role = role;
            client.onConnect(this::join);
            client.on("data", this::acknowledge);
            client.onDisconnect(reason -> {
                if (DISCONNECTED_BY_SERVER.contains(reason)) {
                    connect();
                }
            });
        }

        void connect() {
            client.connect(worker, role.namespace());
        }

        private void join() {
            joined = 0;
            role.rooms().forEach(room -> client.emitWithAck(answer -> joined++, "join", room));
        }

        private void acknowledge(ClientEvent event) {
            if (event.hasAck()) {
                String payload = event.string(0);
                event.ack(role.name() + " has " + payload);
                client.emitWithAck(
                        answer -> node.record(Kind.ACKED, worker.getHost(), "fence", payload), "fence", payload);
            }
        }

        /** A banned client is as far as it can get when it knows that it is refused. */
        boolean isUp() {
            if (role.isBanned()) {
                return client.state() == LabClient.State.CLOSED;
            }
            return client.state() == LabClient.State.CONNECTED
                    && joined == role.rooms().size();
        }
    }

    /** Plans for now that every client connects. */
    void connectAll() {
        scenario.clients().forEach(this::connect);
    }

    private void connect(ClientRole role) {
        SimNode node = stage.world().node(role.name());
        List<Connection> own = connections.computeIfAbsent(role.name(), name -> new ArrayList<>());
        for (String worker : role.workers()) {
            stage.inTurnOf(role.name(), role.name() + " connects to " + worker, () -> {
                LabClient client = Programs.reconnectingClient(
                        string.generation(), string.access().transport(), node, node);
                Connection connection = new Connection(node, client, SimStage.urlOf(worker), role);
                own.add(connection);
                connection.connect();
            });
        }
    }

    /** Whether every connection is up, and its client in its rooms. */
    boolean areAllConnected() {
        return scenario.clients().stream().allMatch(role -> {
            List<Connection> own = connections.get(role.name());
            return own.size() == role.workers().size() && own.stream().allMatch(Connection::isUp);
        });
    }

    /** {@code client} leaves politely; returns how many connections it had. */
    int leave(String client) {
        List<Connection> own = connections.getOrDefault(client, List.of());
        stage.inTurnOf(client, "leave", () -> own.forEach(connection -> connection.client.disconnect()));
        return own.size();
    }

    /** {@code client} connects again after it left. */
    void comeBack(String client) {
        List<Connection> own = connections.getOrDefault(client, List.of());
        stage.inTurnOf(client, "come back", () -> own.forEach(Connection::connect));
    }
}
