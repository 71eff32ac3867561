package io.github.fanoutlab.simulator.cluster.process;

import io.github.fanoutlab.platform.EventLoop;
import io.github.fanoutlab.simulator.cluster.control.ControlLines;
import io.github.fanoutlab.simulator.cluster.control.Report;
import io.github.fanoutlab.simulator.cluster.control.Request;
import io.github.fanoutlab.simulator.program.Supervisor;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The workers of a master as processes. Used on the master's loop only.
 *
 * <p>A master reports each death, and its {@link Supervisor} forks the worker again. By hand that begins at once, or, if the worker
 * keeps dying young, after a pause that doubles each time. If a launcher controls the master, it begins when the launcher says so.
 * If the first worker of a master by hand cannot even start, the master ends as that worker did.
 */
final class Forks implements Supervisor.Cluster {

    /** A worker that dies younger than this is likely to do so again. */
    private static final long YOUNG_MILLIS = 5_000;

    private static final long FIRST_PAUSE_MILLIS = 250;
    private static final long MAX_PAUSE_MILLIS = 8_000;
    private static final int MAX_DOUBLINGS = 10;

    private final MasterOptions options;
    private final SharedPort sharedPort;
    private final EventLoop loop;
    private final Console console;
    private final Supervisor supervisor = new Supervisor(this);
    private final Map<String, ChildJvm> alive = new LinkedHashMap<>();
    private final Map<String, Long> bornMillis = new LinkedHashMap<>();
    private final Map<String, Integer> youngDeaths = new LinkedHashMap<>();

    /** The workers that the supervisor forks again, and that wait until the launcher says so. */
    private final Set<String> waiting = new LinkedHashSet<>();

    private boolean anyListened;
    private boolean hopeless;

    /** No workers yet. {@code sharedPort} is null if each has a port of its own. */
    Forks(MasterOptions options, SharedPort sharedPort, EventLoop loop, Console console) {
        this.options = options;
        this.sharedPort = sharedPort;
        this.loop = loop;
        this.console = console;
    }

    /** Forks all workers. */
    void forkAll() {
        for (int number = 1; number <= options.workers(); number++) {
            start(Integer.toString(number));
        }
    }

    private void start(String id) {
        WorkerOptions worker = options.worker(id, sharedPort == null ? 0 : sharedPort.port());
        bornMillis.put(id, loop.nowMillis());
        try {
            alive.put(
                    worker.name(),
                    ChildJvm.start(worker.name(), WorkerProcess.class, ControlLines.encode(worker), new Life(worker)));
        } catch (UncheckedIOException noProcess) {
            console.say(noProcess.getMessage());
            fork(id);
        }
    }

    /** Begins to fork the worker with this id now; returns false if the supervisor does not fork it again. */
    boolean release(String id) {
        boolean waits = waiting.remove(id);
        if (waits) {
            start(id);
        }
        return waits;
    }

    @Override
    public void say(String line) {
        console.say(line);
    }

    @Override
    public void fork(String id) {
        if (console.isControlled()) {
            waiting.add(id);
        } else if (!hopeless) {
            boolean young = loop.nowMillis() - bornMillis.get(id) < YOUNG_MILLIS;
            int inARow = young ? youngDeaths.getOrDefault(id, 0) + 1 : 0;
            youngDeaths.put(id, inARow);
            long pause = pauseMillis(inARow);
            if (pause > 0) {
                console.say("worker " + id + " died soon after its start, " + inARow
                        + " times in a row; it will be forked again in " + pause + " ms");
            }
            loop.schedule(pause, () -> start(id));
        }
    }

    /** Forwards {@code request} to its worker. */
    void forward(Request request) {
        ChildJvm worker = alive.get(request.to());
        if (worker == null) {
            console.report(new Report.Refused(request.to(), request.id(), "no worker of that name is alive"));
        } else {
            worker.send(ControlLines.encode(request));
        }
    }

    /** Ends all workers at the same time; their deaths are not reported. The caller closes them, which waits. */
    List<ChildJvm> endAll() {
        List<ChildJvm> ending = List.copyOf(alive.values());
        alive.clear();
        ending.forEach(ChildJvm::endInput);
        return ending;
    }

    /** Reads what a worker prints, on the threads of its {@link ChildJvm}. */
    private final class Life implements ChildJvm.Listener {

        private final WorkerOptions worker;

        Life(WorkerOptions worker) {
            this.worker = worker;
        }

        @Override
        public void onLine(String line) {
            if (ControlLines.report(line).orElse(null) instanceof Report.Started started) {
                loop.execute(() -> anyListened = true);
                console.listens(worker.id(), started);
            } else {
                console.say(line);
            }
        }

        @Override
        public void onErrorLine(String line) {
            System.err.println(ChildJvm.errorLine(worker.name(), line));
        }

        @Override
        public void onExit(int exitCode) {
            loop.execute(() -> died(exitCode));
        }

        private void died(int exitCode) {
            ChildJvm dead = alive.remove(worker.name());
            if (dead == null) {
                return;
            }
            hopeless = exitCode == CannotStart.EXIT_CODE && !anyListened && !console.isControlled();
            supervisor.exited(worker.id(), Long.toString(dead.pid()));
            console.report(new Report.Died(worker.name(), dead.pid()));
            if (hopeless) {
                console.end(CannotStart.EXIT_CODE);
            }
        }
    }

    /** How long to wait after so many young deaths: not after the first, then twice as long each time. */
    static long pauseMillis(int youngDeaths) {
        return youngDeaths < 2
                ? 0
                : Math.min(MAX_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << Math.min(youngDeaths - 2, MAX_DOUBLINGS));
    }
}
