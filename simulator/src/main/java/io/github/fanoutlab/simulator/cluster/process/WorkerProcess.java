package io.github.fanoutlab.simulator.cluster.process;

import io.github.fanoutlab.legacy.ClientPackage;
import io.github.fanoutlab.legacy.server.BrowserClient;
import io.github.fanoutlab.platform.real.RealNode;
import io.github.fanoutlab.simulator.cluster.control.Report;
import io.github.fanoutlab.simulator.program.Program;
import io.github.fanoutlab.simulator.program.Programs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.function.Function;

/**
 * A worker of the source document as a process: it listens, and greets with {@code connected to worker: <id>}. To a browser it shows a
 * {@link WorkerPage}.
 *
 * <p>By hand ({@link #run}) it runs until somebody ends it. As a child ({@link #main}) it is controlled by its standard input
 * and ends with it, so that it dies with its master.
 */
public final class WorkerProcess {

    private WorkerProcess() {}

    /**
     * Runs a worker, and prints on standard output where it listens. If it cannot start, it prints the reason on standard error
     * and returns.
     *
     * @return the exit code
     */
    public static int run(WorkerOptions options) {
        try {
            Console console = Console.forPeople();
            ControlledProgram worker = start(options, console);
            Runtime.getRuntime()
                    .addShutdownHook(new Thread(worker::close)); // SIGTERM: clients are told, and go elsewhere
            return console.untilEnded();
        } catch (CannotStart problem) {
            return problem.tell();
        }
    }

    /** The program of a {@link ChildJvm}. */
    public static void main(String[] name) {
        ControlInput.follow(input -> {
            Console console = Console.forLauncher();
            ControlledProgram worker = start(input.options(WorkerOptions.class), console);
            input.forEach(request -> worker.handle(request, console::report));
        });
    }

    private static ControlledProgram start(WorkerOptions options, Console console) {
        CannotStart.unlessReachable(options.redisUrl());
        ControlledProgram worker = ControlledProgram.start(options.name(), program(options), options.namespaces());
        try {
            int port = worker.listen(options.listenOptions(), server -> new WorkerPage(options, server));
            console.listens(
                    options.id(),
                    new Report.Started(options.name(), ProcessHandle.current().pid(), port));
            return worker;
        } catch (UncheckedIOException cannotListen) {
            worker.close();
            throw new CannotStart(cannotListen.getMessage());
        }
    }

    /** The program of a worker with these options. */
    static Function<RealNode, Program> program(WorkerOptions options) {
        if (options.browserClient() == null) {
            return node -> Programs.worker(options.dialect(), node, options.redisUrl(), options.id());
        }
        BrowserClient client = browserClient(options.browserClient());
        return node -> Programs.legacyWorker(options.dialect(), node, options.redisUrl(), options.id(), client);
    }

    private static BrowserClient browserClient(String folder) {
        try {
            return ClientPackage.read(Path.of(folder));
        } catch (IOException | RuntimeException unreadable) {
            throw new CannotStart(
                    "--browser-client " + folder + " cannot be read as npm's socket.io-client 0.9: " + unreadable);
        }
    }
}
