package io.github.fanoutlab.simulator.cluster.process;

import io.github.fanoutlab.platform.EventLoop;
import io.github.fanoutlab.simulator.cluster.control.ControlLines;
import io.github.fanoutlab.simulator.cluster.control.Report;
import io.github.fanoutlab.simulator.cluster.control.Request;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The workers of a master. Used on the master's loop only.
 *
 * <p>A master reports each death. If it was started by hand, it forks the worker again: at once, or, if the worker keeps dying
 * young, after a pause that doubles each time. If the first worker cannot even start, the master ends as that worker did.
 */
final class Forks {

    /** A worker that dies younger than this is likely to do so again. */
    private static final long YOUNG_MILLIS = 5_000;

    private static final long FIRST_PAUSE_MILLIS = 250;
    private static final long LONGEST_PAUSE_MILLIS = 8_000;
    private static final int MOST_DOUBLINGS = 10;

    private final MasterOptions options;
    private final SharedPort sharedPort;
    private final EventLoop loop;
    private final Console console;
    private final Map<String, ChildJvm> alive = new LinkedHashMap<>();
    private final Map<String, Integer> youngDeaths = new LinkedHashMap<>();
    private boolean anyListened;

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
            fork(Integer.toString(number));
        }
    }

    /** Forks the worker with this id, which must not be alive. */
    void fork(String id) {
        WorkerOptions worker = options.worker(id, sharedPort == null ? 0 : sharedPort.port());
        Life life = new Life(worker, loop.nowMillis());
        try {
            alive.put(
                    worker.name(),
                    ChildJvm.start(worker.name(), WorkerProcess.class, ControlLines.encode(worker), life));
        } catch (UncheckedIOException noProcess) {
            console.say(noProcess.getMessage());
            life.ended();
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
        private final long bornMillis;

        Life(WorkerOptions worker, long bornMillis) {
            this.worker = worker;
            this.bornMillis = bornMillis;
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
            console.say("worker " + dead.pid() + " died");
            console.report(new Report.Died(worker.name(), dead.pid()));
            if (exitCode == CannotStart.EXIT_CODE && !anyListened && !console.isControlled()) {
                console.end(CannotStart.EXIT_CODE);
                return;
            }
            ended();
        }

        /** If a launcher controls the master, the launcher decides whether the worker is forked again. */
        void ended() {
            if (console.isControlled()) {
                return;
            }
            boolean young = loop.nowMillis() - bornMillis < YOUNG_MILLIS;
            int inARow = young ? youngDeaths.getOrDefault(worker.id(), 0) + 1 : 0;
            youngDeaths.put(worker.id(), inARow);
            long pause = pauseMillis(inARow);
            if (pause > 0) {
                console.say("worker " + worker.id() + " died young " + inARow
                        + " times in a row; it is forked again in " + pause + " ms");
            }
            loop.schedule(pause, () -> fork(worker.id()));
        }
    }

    /** How long to wait after so many young deaths: not after the first, then twice as long each time. */
    static long pauseMillis(int youngDeaths) {
        return youngDeaths < 2
                ? 0
                : Math.min(LONGEST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << Math.min(youngDeaths - 2, MOST_DOUBLINGS));
    }
}
