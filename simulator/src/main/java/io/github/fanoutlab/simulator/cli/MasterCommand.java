package io.github.fanoutlab.simulator.cli;

import io.github.fanoutlab.simulator.cluster.process.MasterOptions;
import io.github.fanoutlab.simulator.cluster.process.MasterProcess;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code master}: the source document's master, by hand. */
@Command(
        name = "master",
        header = "Start a master by hand.",
        description = "It emits data/payload once a second to the clients of all workers on the same Redis, and never"
                + " listens. With --workers it also forks workers, and replaces dead ones. Default: adapter, no"
                + " workers, port 3001, redis://localhost:6379.")
final class MasterCommand implements Callable<Integer> {

    @Mixin
    private ProcessOptions options;

    @Option(names = "--workers", paramLabel = "N", description = "How many workers to fork.")
    private int workers;

    @Option(names = "--port", paramLabel = "PORT", description = "The port of worker 1; the others take the next ones.")
    private int port = 3001;

    @Option(names = "--emitter", description = "Only publish; subscribe to nothing.")
    private boolean emitter;

    @Option(names = "--interval", paramLabel = "MS", description = "Milliseconds between two emits.")
    private long intervalMillis = 1_000;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (workers < 0 || port < 0 || lastPort() > 65_535 || intervalMillis <= 0) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--workers and --port must be 0 or more and stay within the ports up to 65535, --interval must be"
                            + " positive; got --workers " + workers + " --port " + port + " --interval "
                            + intervalMillis);
        }
        return MasterProcess.run(new MasterOptions(
                options.dialect(),
                options.redisUrl(),
                emitter,
                intervalMillis,
                workers,
                options.host(),
                port,
                options.sharedPort(),
                options.namespaces()));
    }

    private int lastPort() {
        boolean ownPorts = port > 0 && workers > 0 && !options.sharedPort();
        return ownPorts ? port + workers - 1 : port;
    }
}
