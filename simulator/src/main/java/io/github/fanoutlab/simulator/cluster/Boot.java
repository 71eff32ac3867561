package io.github.fanoutlab.simulator.cluster;

import io.github.fanoutlab.simulator.cluster.process.MasterOptions;
import io.github.fanoutlab.simulator.cluster.process.MasterProcess;
import io.github.fanoutlab.simulator.cluster.process.WorkerOptions;
import io.github.fanoutlab.simulator.cluster.process.WorkerProcess;
import io.github.fanoutlab.simulator.scenario.MasterRole;
import io.github.fanoutlab.simulator.scenario.RedisDialect;
import io.github.fanoutlab.simulator.scenario.Scenario;
import java.util.List;

/** How the processes of a scenario are started: a master that forks the workers, or, without one, each by itself. */
record Boot(Scenario scenario, RedisDialect dialect, String redisUrl, boolean sharedPort) {

    private static final String HOST = "127.0.0.1";

    /** Starts them and waits until all run their programs. */
    void start(Processes processes) {
        if (scenario.master() == MasterRole.NONE) {
            startWorkers(processes);
        } else {
            processes.start(scenario.nodes(), MasterProcess.class, master());
        }
        processes.awaitRunning(scenario.nodes());
    }

    private MasterOptions master() {
        return new MasterOptions(
                dialect,
                redisUrl,
                scenario.master() == MasterRole.EMITTER,
                0,
                scenario.workers().size(),
                HOST,
                0,
                sharedPort,
                scenario.namespaces());
    }

    /** Nobody holds a shared port for them, so the first one finds it. */
    private void startWorkers(Processes processes) {
        int port = 0;
        for (String name : scenario.workers()) {
            WorkerOptions worker = new WorkerOptions(
                    dialect, redisUrl, Scenario.idOf(name), HOST, port, sharedPort, scenario.namespaces(), null);
            processes.start(List.of(name), WorkerProcess.class, worker);
            if (sharedPort) {
                processes.awaitRunning(List.of(name));
                port = processes.port(name);
            }
        }
    }
}
