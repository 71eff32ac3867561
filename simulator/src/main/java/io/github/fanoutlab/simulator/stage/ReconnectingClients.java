package io.github.fanoutlab.simulator.stage;

import io.github.fanoutlab.simulator.client.LabClient;
import io.github.fanoutlab.simulator.fault.RunString;
import io.github.fanoutlab.simulator.program.Programs;
import io.github.fanoutlab.simulator.scenario.ClientRole;
import io.github.fanoutlab.simulator.scenario.Scenario;
import io.github.fanoutlab.testbed.world.SimNode;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The clients of a run with faults. They reconnect as the official ones do, and then ask for their rooms again. */
final class ReconnectingClients {

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

        private final LabClient client;
        private final URI worker;
        private final ClientRole role;
        private int joined;

        Connection(LabClient client, URI worker, ClientRole role) {
            this.client = client;
            this.worker = worker;
            this.role = role;
            client.onConnect(this::join);
        }

        void connect() {
            client.connect(worker, role.namespace());
        }

        private void join() {
            joined = 0;
            role.rooms().forEach(room -> client.emitWithAck(answer -> joined++, "join", room));
        }

        boolean isUp() {
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
                Connection connection = new Connection(client, SimStage.urlOf(worker), role);
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
