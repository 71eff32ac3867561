package io.github.fanoutlab.simulator.program;

import io.github.fanoutlab.platform.node.NodePorts;
import io.github.fanoutlab.simulator.client.ClientOptions;
import io.github.fanoutlab.simulator.client.LabClient;
import io.github.fanoutlab.simulator.client.LegacyClient;
import io.github.fanoutlab.simulator.client.SocketIoClient;
import io.github.fanoutlab.simulator.client.Transport;
import io.github.fanoutlab.simulator.scenario.Generation;
import io.github.fanoutlab.simulator.scenario.LegacyDialect;
import io.github.fanoutlab.testbed.trace.Recorder;

/** The programs of each generation, by role. Called on the loop of the node that runs them. */
public final class Programs {

    private Programs() {}

    /** A full server that emits and never listens. */
    public static LabNode master(Generation generation, NodePorts ports, String redis) {
        return master(generation, LegacyDialect.USUAL, ports, redis);
    }

    /** The same; that of legacy speaks {@code legacy}. */
    public static LabNode master(Generation generation, LegacyDialect legacy, NodePorts ports, String redis) {
        return switch (generation) {
            case LEGACY -> LegacyPrograms.of(legacy).master(ports, redis);
            case ADAPTER -> AdapterPrograms.master(ports, redis);
        };
    }

    /** A publisher that subscribes to nothing. */
    public static LabNode emitter(Generation generation, NodePorts ports, String redis) {
        return switch (generation) {
            case LEGACY -> LegacyPrograms.emitter(ports, redis);
            case ADAPTER -> AdapterPrograms.emitter(ports, redis);
        };
    }

    /**
     * A server that greets whoever connects with {@code connected to worker: <id>}, joins a client to a room on its event
     * {@code join}, and answers its event {@code fence}, which does nothing else.
     */
    public static LabNode worker(Generation generation, NodePorts ports, String redis, String workerId) {
        return worker(generation, LegacyDialect.USUAL, ports, redis, workerId);
    }

    /** The same; that of legacy speaks {@code legacy}. */
    public static LabNode worker(
            Generation generation, LegacyDialect legacy, NodePorts ports, String redis, String workerId) {
        return switch (generation) {
            case LEGACY -> LegacyPrograms.of(legacy).worker(ports, redis, workerId);
            case ADAPTER -> AdapterPrograms.worker(ports, redis, workerId);
        };
    }

    /** A client that speaks the generation's protocol, not yet connected; it does not come back by itself. */
    public static LabClient client(Generation generation, NodePorts ports, Recorder recorder) {
        return switch (generation) {
            case LEGACY -> new LegacyClient(ports, recorder, ClientOptions.ONCE);
            case ADAPTER -> new SocketIoClient(ports, recorder, ClientOptions.ONCE);
        };
    }

    /** The same, but it comes back as the official client of its generation does. */
    public static LabClient reconnectingClient(Generation generation, NodePorts ports, Recorder recorder) {
        return reconnectingClient(generation, Transport.WEBSOCKET, ports, recorder);
    }

    /** The same over {@code transport}. */
    public static LabClient reconnectingClient(
            Generation generation, Transport transport, NodePorts ports, Recorder recorder) {
        return switch (generation) {
            case LEGACY -> new LegacyClient(ports, recorder, ClientOptions.LEGACY_RECONNECTING, transport);
            case ADAPTER -> new SocketIoClient(ports, recorder, ClientOptions.RECONNECTING, transport);
        };
    }
}
