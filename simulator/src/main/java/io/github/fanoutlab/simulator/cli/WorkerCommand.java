package io.github.fanoutlab.simulator.cli;

import io.github.fanoutlab.simulator.cluster.process.WorkerOptions;
import io.github.fanoutlab.simulator.cluster.process.WorkerProcess;
import io.github.fanoutlab.simulator.scenario.Generation;
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
        header = "Start a worker by hand.",
        customSynopsis = "fanout worker --port=PORT --id=K [OPTIONS]",
        description =
                "It listens and greets each client: connected to worker: <id>. In a browser, / is a page that prints what it gets."
                        + " Default: adapter, redis://localhost:6379.")
final class WorkerCommand implements Callable<Integer> {

    @Mixin
    private ProcessOptions options;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            required = true,
            description = "The port to listen on; 0 for a free one.")
    private int port;

    @Option(names = "--id", paramLabel = "K", required = true, description = "Its name in the greeting.")
    private String id;

    @Option(
            names = "--browser-client",
            paramLabel = "FOLDER",
            description = "npm's socket.io-client 0.9, for the page of a 0.9 worker.")
    private String browserClient;

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
        if (browserClient != null && options.dialect().generation() != Generation.LEGACY) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--browser-client is for --generation legacy; a worker of 1.0+ has its own client. Leave it out.");
        }
        return WorkerProcess.run(new WorkerOptions(
                options.dialect(),
                options.redisUrl(),
                id,
                options.host(),
                port,
                options.sharedPort(),
                options.namespaces(),
                browserClient));
    }
}
