package io.github.fanoutlab.simulator.cluster.process;

import io.github.fanoutlab.simulator.scenario.RedisDialect;
import java.util.List;

/**
 * The options of a master.
 *
 * @param dialect what it and its workers speak on Redis
 * @param emitter whether it is an emitter, which only publishes, instead of a server that never listens
 * @param intervalMillis how often it emits {@code data}, {@code payload} when it was started by hand
 * @param workers how many it forks; their ids are 1, 2, …
 * @param host the address on which its workers listen
 * @param port the port of worker 1, the next one that of worker 2, …; or of all of them; 0 for any that is free
 * @param sharedPort whether all workers listen on one port, as in the source document
 * @param namespaces what it and its workers serve besides {@code /}
 */
public record MasterOptions(
        RedisDialect dialect,
        String redisUrl,
        boolean emitter,
        long intervalMillis,
        int workers,
        String host,
        int port,
        boolean sharedPort,
        List<String> namespaces) {

    public MasterOptions {
        namespaces = List.copyOf(namespaces);
    }

    /**
     * The options of a worker.
     *
     * @param id its number, 1 or more
     * @param portOfAll the port that all workers share; 0 if each has its own
     */
    WorkerOptions worker(String id, int portOfAll) {
        int own = port == 0 ? 0 : port + Integer.parseInt(id) - 1;
        return new WorkerOptions(
                dialect, redisUrl, id, host, sharedPort ? portOfAll : own, sharedPort, namespaces, null);
    }
}
