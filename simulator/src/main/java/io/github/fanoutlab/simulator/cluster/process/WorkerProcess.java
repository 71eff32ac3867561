package io.github.fanoutlab.simulator.cluster.process;

import io.github.fanoutlab.simulator.cluster.control.Report;
import io.github.fanoutlab.simulator.program.Programs;
import java.io.UncheckedIOException;

/**
 * A worker of the source document as a process: it listens, and greets with {@code connected to worker: <id>}.
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
        ControlledProgram worker = ControlledProgram.start(
                options.name(),
                node -> Programs.worker(options.dialect(), node, options.redisUrl(), options.id()),
                options.namespaces());
        try {
            int port = worker.listen(options.listenOptions());
            console.listens(
                    options.id(),
                    new Report.Started(options.name(), ProcessHandle.current().pid(), port));
            return worker;
        } catch (UncheckedIOException cannotListen) {
            worker.close();
            throw new CannotStart(cannotListen.getMessage());
        }
    }
}
