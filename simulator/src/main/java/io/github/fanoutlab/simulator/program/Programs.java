package io.github.fanoutlab.simulator.program;

import io.github.fanoutlab.legacy.server.BrowserClient;
import io.github.fanoutlab.platform.node.NodePorts;
import io.github.fanoutlab.simulator.client.ClientOptions;
import io.github.fanoutlab.simulator.client.LabClient;
import io.github.fanoutlab.simulator.client.LegacyClient;
import io.github.fanoutlab.simulator.client.SocketIoClient;
import io.github.fanoutlab.simulator.client.Transport;
import io.github.fanoutlab.simulator.scenario.Generation;
import io.github.fanoutlab.simulator.scenario.RedisDialect;
import io.github.fanoutlab.testbed.trace.Recorder;

/** The door to this package: the programs and the clients of each generation. Called on the loop of the node that runs them. */
public final class Programs {

    private Programs() {}

    private static DialectPrograms of(RedisDialect dialect) {
        return switch (dialect) {
            case V0_9_17, V0_9_16 -> LegacyPrograms.of(dialect);
            case STREAMS -> new StreamsPrograms();
            case V8, V5, V0_1, MINE -> AdapterPrograms.of(dialect);
        };
    }

    /** A full server that emits and never listens. */
    public static Program master(RedisDialect dialect, NodePorts ports, String redis) {
        return of(dialect).master(ports, redis);
    }

    /**
     * A publisher that subscribes to nothing.
     *
     * @throws IllegalArgumentException for Redis streams, for which nobody has one
     */
    public static Program emitter(RedisDialect dialect, NodePorts ports, String redis) {
        return of(dialect).emitter(ports, redis);
    }

    /**
     * A server that greets every client with {@code connected to worker: <id>}, and joins a client to a room on its event
     * {@code join}. It acknowledges the event {@code fence}, by which a client finds out that everything before has arrived.
     */
    public static Program worker(RedisDialect dialect, NodePorts ports, String redis, String workerId) {
        return of(dialect).worker(ports, redis, workerId);
    }

    /** A 0.9 worker that also serves {@code client} to browsers, as {@code /socket.io/socket.io.js}. */
    public static Program legacyWorker(
            RedisDialect dialect, NodePorts ports, String redis, String workerId, BrowserClient client) {
        return LegacyPrograms.of(dialect).worker(ports, redis, workerId).withBrowserClient(client);
    }

    /** A client over WebSocket, not yet connected, that does not reconnect. */
    public static LabClient client(Generation generation, NodePorts ports, Recorder recorder) {
        return switch (generation) {
            case LEGACY -> new LegacyClient(ports, recorder, ClientOptions.ONCE);
            case ADAPTER -> new SocketIoClient(ports, recorder, ClientOptions.ONCE);
        };
    }

    /** A client over {@code transport}, not yet connected, that reconnects as the official client of its generation does. */
    public static LabClient reconnectingClient(
            Generation generation, Transport transport, NodePorts ports, Recorder recorder) {
        return switch (generation) {
            case LEGACY -> new LegacyClient(ports, recorder, ClientOptions.LEGACY_RECONNECTING, transport);
            case ADAPTER -> new SocketIoClient(ports, recorder, ClientOptions.RECONNECTING, transport);
        };
    }
}
