package io.github.fanoutlab.simulator.cli;

import io.github.fanoutlab.simulator.cluster.process.WorkerOptions;
import io.github.fanoutlab.simulator.cluster.process.WorkerProcess;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code worker}: one of the source document's workers, by hand. */
@Command(
        name = "worker",
        mixinStandardHelpOptions = true,
        description = "Starts one worker: it listens, and tells whoever connects: connected to worker: <id>.")
final class WorkerCommand implements Callable<Integer> {

    @Mixin
    private ProcessOptions options;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            required = true,
            description = "The port to listen on; 0 for any free one.")
    private int port;

    @Option(names = "--id", paramLabel = "K", required = true, description = "What it calls itself when it greets.")
    private String id;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (port < 0 || port > 65_535) {
            throw new ParameterException(spec.commandLine(), "--port must be 0 to 65535, but is " + port);
        }
        if (!id.matches("[A-Za-z0-9_-]+")) {
            throw new ParameterException(
                    spec.commandLine(), "--id must be letters, digits, - and _, but is '" + id + "'");
        }
        return WorkerProcess.run(new WorkerOptions(
                options.generation(),
                options.legacy(),
                options.redisUrl(),
                id,
                options.host(),
                port,
                options.sharedPort(),
                options.namespaces()));
    }
}
