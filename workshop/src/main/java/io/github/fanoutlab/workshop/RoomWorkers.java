package io.github.fanoutlab.workshop;

import io.github.fanoutlab.platform.EventLoop;
import io.github.fanoutlab.simulator.cluster.control.Command;
import io.github.fanoutlab.simulator.cluster.control.ControlLines;
import io.github.fanoutlab.simulator.cluster.control.Report;
import io.github.fanoutlab.simulator.cluster.control.Request;
import io.github.fanoutlab.simulator.cluster.process.ChildJvm;
import io.github.fanoutlab.simulator.program.Supervisor;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The processes of the room's workers, with a {@link Balancer} in front. A worker that dies is forked again, as by the source document's
 * master. On the wall's loop only, but for {@link #close}.
 */
final class RoomWorkers implements Supervisor.Cluster, AutoCloseable {

    private static final long COUNT_MILLIS = 1_000;

    /** Before a worker is forked again: one that cannot start shall not keep the machine busy. */
    private static final long PAUSE_MILLIS = 500;

    private final EventLoop loop;
    private final Room room;
    private final Balancer balancer;
    private final String redisUrl;
    private final String key;
    private final Supervisor supervisor = new Supervisor(this);
    private final Map<String, ChildJvm> alive = new LinkedHashMap<>();
    private boolean closed;
    private long requests;

    RoomWorkers(EventLoop loop, Room room, Balancer balancer, String redisUrl, String key) {
        this.loop = loop;
        this.room = room;
        this.balancer = balancer;
        this.redisUrl = redisUrl;
        this.key = key;
        loop.every(COUNT_MILLIS, this::askForCounters);
    }

    /** Starts the worker with this id. */
    @Override
    public void fork(String id) {
        loop.schedule(alive.isEmpty() && requests == 0 ? 0 : PAUSE_MILLIS, () -> start(id));
    }

    @Override
    public void say(String line) {
        System.err.println(line);
    }

    private void start(String id) {
        if (closed) {
            return;
        }
        try {
            alive.put(
                    id,
                    ChildJvm.start(
                            "room worker " + id,
                            RoomWorker.class,
                            ControlLines.encode(new RoomWorker.Options(id, redisUrl, key)),
                            new Life(id)));
        } catch (UncheckedIOException noProcess) {
            say(noProcess.getMessage());
            fork(id);
        }
    }

    /** Kills a worker as the system would: it says no goodbye. Does nothing if none has this id. */
    void kill(String id) {
        ChildJvm worker = alive.get(id);
        if (worker != null) {
            ProcessHandle.of(worker.pid()).ifPresent(ProcessHandle::destroyForcibly);
        }
    }

    private void askForCounters() {
        alive.forEach(
                (id, worker) -> worker.send(ControlLines.encode(new Request(id, ++requests, new Command.Count()))));
    }

    @Override
    public void close() {
        List<ChildJvm> ending = loop.call(() -> {
            closed = true;
            return List.copyOf(alive.values());
        });
        ending.forEach(ChildJvm::close);
        balancer.close();
    }

    /** What a worker prints, on the threads of its {@link ChildJvm}. */
    private final class Life implements ChildJvm.Listener {

        private final String id;

        Life(String id) {
            this.id = id;
        }

        @Override
        public void onLine(String line) {
            ControlLines.report(line).ifPresent(report -> loop.execute(() -> hear(report)));
        }

        private void hear(Report report) {
            if (report instanceof Report.Started started) {
                balancer.add(id, started.port());
                room.started(id, started.pid());
            } else if (report instanceof Report.Counted counted) {
                room.counted(id, counted.counters());
            }
        }

        @Override
        public void onErrorLine(String line) {
            System.err.println(ChildJvm.errorLine("W" + id, line));
        }

        @Override
        public void onExit(int exitCode) {
            loop.execute(() -> {
                ChildJvm dead = alive.remove(id);
                balancer.remove(id);
                if (dead != null && !closed) {
                    room.died(id, dead.pid());
                    supervisor.exited(id, String.valueOf(dead.pid()));
                }
            });
        }
    }
}
