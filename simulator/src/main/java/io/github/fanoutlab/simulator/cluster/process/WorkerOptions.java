package io.github.fanoutlab.simulator.cluster.process;

import io.github.fanoutlab.platform.http.ListenOptions;
import io.github.fanoutlab.simulator.scenario.RedisDialect;
import io.github.fanoutlab.simulator.scenario.Scenario;
import java.util.List;

/**
 * The options of a worker.
 *
 * @param dialect what it speaks on Redis
 * @param id what the source document calls {@code cluster.worker.id}: the greeting ends with it
 * @param host the address to listen on
 * @param port the port to listen on; 0 for any free one
 * @param sharedPort whether other workers listen on the same port
 * @param namespaces what it serves besides {@code /}
 * @param browserClient the folder of npm's {@code socket.io-client} 0.9, which a 0.9 worker serves to browsers; null for none
 */
public record WorkerOptions(
        RedisDialect dialect,
        String redisUrl,
        String id,
        String host,
        int port,
        boolean sharedPort,
        List<String> namespaces,
        String browserClient) {

    public WorkerOptions {
        namespaces = List.copyOf(namespaces);
    }

    /** The node's name in logs and reports. */
    String name() {
        return Scenario.workerOf(id);
    }

    ListenOptions listenOptions() {
        return new ListenOptions(host, port, sharedPort, ListenOptions.DEFAULT_MAX_BODY_BYTES);
    }
}
