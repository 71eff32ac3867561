package io.github.fanoutlab.simulator.cluster.process;

import io.github.fanoutlab.simulator.cluster.control.Report;
import io.github.fanoutlab.simulator.program.Programs;
import java.io.UncheckedIOException;

/**
 * A worker of the source document as a process: it listens, and greets with {@code connected to worker: <id>}.
 *
 * <p>By hand ({@link #run}) it runs until somebody ends it. As a child ({@link #main}) it is directed by its standard input
 * and ends with it, so that it dies with its master.
 */
public final class WorkerProcess {

    private WorkerProcess() {}

    /**
     * Runs a worker and says on standard output where it listens. When it cannot start, says on standard error why and
     * returns.
     *
     * @return the exit code
     */
    public static int run(WorkerOptions options) {
        try {
            Console console = Console.forPeople();
            start(options, console);
            return console.untilEnded();
        } catch (CannotStart problem) {
            return problem.tell();
        }
    }

    /** The program of a {@link ChildJvm}. */
    public static void main(String[] name) {
        Directions.follow(directions -> {
            Console console = Console.forLauncher();
            Puppet worker = start(directions.options(WorkerOptions.class), console);
            directions.forEach(request -> worker.handle(request, console::report));
        });
    }

    private static Puppet start(WorkerOptions options, Console console) {
        CannotStart.unlessReachable(options.redisUrl());
        Puppet worker = Puppet.start(
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
