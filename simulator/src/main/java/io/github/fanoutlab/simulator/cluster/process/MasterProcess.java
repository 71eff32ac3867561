package io.github.fanoutlab.simulator.cluster.process;

import io.github.fanoutlab.simulator.cluster.control.Command;
import io.github.fanoutlab.simulator.cluster.control.Report;
import io.github.fanoutlab.simulator.cluster.control.Request;
import io.github.fanoutlab.simulator.program.Programs;
import io.github.fanoutlab.simulator.scenario.Broadcast;
import io.github.fanoutlab.simulator.scenario.Scenario;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * The master of the source document as a process: it never listens, it emits, and it forks the workers that do listen.
 *
 * <p>By hand ({@link #run}) it emits {@code data}, {@code payload} once a period, and forks a worker again that has died,
 * until somebody ends it. As a child ({@link #main}) it emits and forks when it is told to, forwards requests to its workers
 * and their reports to the launcher, and ends with its standard input, after its workers.
 */
public final class MasterProcess {

    private final ControlledProgram self;
    private final Forks forks;
    private final Console console;

    private MasterProcess(MasterOptions options, Console console) {
        CannotStart.unlessReachable(options.redisUrl());
        this.console = console;
        SharedPort sharedPort = options.sharedPort() ? SharedPort.hold(options.host(), options.port()) : null;
        this.self = ControlledProgram.start(
                Scenario.MASTER,
                node -> options.emitter()
                        ? Programs.emitter(options.dialect(), node, options.redisUrl())
                        : Programs.master(options.dialect(), node, options.redisUrl()),
                options.namespaces());
        this.forks = new Forks(options, sharedPort, self.loop(), console);
    }

    /**
     * Runs a master and its workers, and prints on standard output what becomes of them. If it cannot start, it prints the
     * reason on standard error and returns.
     *
     * @return the exit code
     */
    public static int run(MasterOptions options) {
        try {
            MasterProcess master = new MasterProcess(options, Console.forPeople());
            Broadcast heartbeat = Broadcast.data("payload");
            master.console.say("master " + ProcessHandle.current().pid() + " never listens; every "
                    + options.intervalMillis() + " ms: " + heartbeat);
            // region beat-and-fork
            master.self.emitEvery(options.intervalMillis(), heartbeat);
            master.forkAll();
            // endregion
            return master.console.untilEnded();
        } catch (CannotStart problem) {
            return problem.tell();
        }
    }

    /** The program of a {@link ChildJvm}. */
    public static void main(String[] name) {
        ControlInput.follow(input -> {
            MasterProcess master = new MasterProcess(input.options(MasterOptions.class), Console.forLauncher());
            master.console.report(
                    new Report.Started(Scenario.MASTER, ProcessHandle.current().pid(), 0));
            master.forkAll();
            input.forEach(master::handle);
            master.endWorkers();
        });
    }

    /** Waits for the workers to end: if the master ended first, nobody else might reap them soon. */
    private void endWorkers() {
        CompletableFuture<List<ChildJvm>> ending = new CompletableFuture<>();
        self.loop().execute(() -> ending.complete(forks.endAll()));
        ending.join().forEach(ChildJvm::close);
    }

    private void forkAll() {
        self.loop().execute(forks::forkAll);
    }

    private void handle(Request request) {
        if (!request.to().equals(Scenario.MASTER)) {
            self.loop().execute(() -> forks.forward(request));
        } else if (request.command() instanceof Command.Fork fork) {
            self.loop().execute(() -> {
                boolean again = forks.release(Scenario.idOf(fork.worker()));
                console.report(new Report.Forked(Scenario.MASTER, request.id(), again));
            });
        } else {
            self.handle(request, console::report);
        }
    }
}
