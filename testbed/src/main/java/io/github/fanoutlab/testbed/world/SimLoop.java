package io.github.fanoutlab.testbed.world;

import io.github.fanoutlab.platform.EventLoop;
import io.github.fanoutlab.testbed.trace.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;

/** A node's loop on virtual time: every input, task and timer is a turn of its own. */
final class SimLoop implements EventLoop {

    private static final long MICROS_PER_MILLI = 1_000;

    private final SimNode node;
    private final World world;
    private final long started;
    private final long startMicros;
    private long backMillis;
    private long handledCount;
    private final Deque<Runnable> endOfTurn = new ArrayDeque<>();
    private int pendingTimers;

    /** {@code started} is the event of the node's start, the cause of tasks that were handed in outside of any turn. */
    SimLoop(SimNode node, long started) {
        this.node = node;
        this.world = node.world;
        this.started = started;
        this.startMicros = world.nowMicros();
    }

    @Override
    public long nowMillis() {
        return (world.nowMicros() - startMicros) / MICROS_PER_MILLI;
    }

    @Override
    public long wallClockMillis() {
        return world.wallClockMillis() - backMillis;
    }

    @Override
    public Timer schedule(long delayMillis, Runnable task) {
        node.requireTurn("schedule");
        SimTimer timer = new SimTimer(task, 0);
        timer.plan(world.nowMicros() + Math.max(0, delayMillis) * MICROS_PER_MILLI);
        return timer;
    }

    @Override
    public Timer every(long periodMillis, Runnable task) {
        node.requireTurn("every");
        if (periodMillis <= 0) {
            throw new IllegalArgumentException("a period of " + periodMillis + " ms was asked for; must be positive");
        }
        SimTimer timer = new SimTimer(task, periodMillis * MICROS_PER_MILLI);
        timer.plan(world.nowMicros() + timer.periodMicros);
        return timer;
    }

    @Override
    public boolean inLoop() {
        return node.isInTurn();
    }

    @Override
    public void execute(Runnable task) {
        long cause = world.cause() < 0 ? started : world.cause();
        world.queue()
                .plan(
                        world.nowMicros(),
                        node.tasks(),
                        () -> node.whenAwake(() -> {
                            if (node.isAlive()) {
                                node.handle(cause, task);
                            }
                        }));
    }

    /** How many timers are yet to fire. */
    int pendingTimers() {
        return pendingTimers;
    }

    /** Sets the wall clock back; the time since the start is not affected. */
    void setClockBack(long millis) {
        backMillis += millis;
    }

    /** When it is nobody's turn, the question is a turn of its own, at once. */
    @Override
    public <T> T call(Supplier<T> question) {
        if (world.running() != null || !node.isAlive()) {
            node.requireTurn("call");
            return question.get();
        }
        List<T> answer = new ArrayList<>(1);
        node.handle(started, () -> answer.add(question.get()));
        return answer.get(0);
    }

    /**
     * What is done by hand has no turn of its own that could end. So whoever asks by hand is told another number each time, as two
     * calls from another thread are in the real world.
     */
    @Override
    public long handledCount() {
        if (world.running() == null) {
            handledCount++;
        }
        return handledCount;
    }

    /** What is done by hand belongs to a turn that ends when the world next moves. */
    @Override
    public void atEndOfTurn(Runnable task) {
        node.requireTurn("atEndOfTurn");
        if (world.running() == null && endOfTurn.isEmpty()) {
            execute(() -> {});
        }
        endOfTurn.add(task);
    }

    /** Does what was left for the end of the turn; such tasks may leave more. */
    void endTurn() {
        for (Runnable task = endOfTurn.poll(); task != null; task = endOfTurn.poll()) {
            task.run();
        }
        handledCount++;
    }

    private final class SimTimer implements Timer {

        private final Runnable task;
        private final long periodMicros;
        private final long cause = world.cause();
        private EventQueue.Planned item;
        private boolean cancelled;
        private boolean isPending;

        SimTimer(Runnable task, long periodMicros) {
            this.task = task;
            this.periodMicros = periodMicros;
        }

        void plan(long timeMicros) {
            pendingTimers++;
            isPending = true;
            item = world.queue().planTimer(timeMicros, () -> node.whenAwake(this::fire));
        }

        private void fire() {
            if (cancelled || !node.isAlive()) {
                return;
            }
            settle();
            if (periodMicros > 0) {
                plan(world.nowMicros() + periodMicros);
            }
            long fired = world.recordCaused(cause, node.name(), Kind.TIMER, "", "", "", null, 0);
            node.handle(fired, task);
        }

        /** The plan is carried out or given up: it counts no longer. */
        private void settle() {
            pendingTimers -= isPending ? 1 : 0;
            isPending = false;
        }

        @Override
        public void cancel() {
            cancelled = true;
            settle();
            world.queue().cancel(item);
        }
    }
}
