package io.github.fanoutlab.platform.real;

import io.github.fanoutlab.platform.DebugLog;
import io.github.fanoutlab.platform.real.jedis.SocketLoop;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Queue;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The thread of a real node.
 *
 * <pre>
 *   any thread --execute--&gt; inbox
 *                             |
 *        +--------------------v---------------------------------------------------+
 *        |  the inputs     -&gt;  the timers that are   -&gt;  what was left to the      |
 *        |  in the inbox       due, by time, then        end of the turn:          |  one turn
 *        |                     by order of planning      outputs are written       |
 *        +--------------------------------------------------------------------------+
 *                             |
 *                  wait for an input, a socket or the next timer
 * </pre>
 *
 * <p>Its sockets ({@link SocketLoop}) are those of Redis: what has arrived on them is read at the beginning of a turn, into the inbox.
 *
 * <p>A task that throws is logged, and the loop goes on: one bad input must not take the other clients down. Out of memory, the loop
 * ends: nobody knows what has not happened, here or in the tasks that follow. Until its end the process stays alive, as with a
 * listening server or a running timer in Node.js, unless {@link #keepAlive} said otherwise.
 */
public final class RealLoop implements SocketLoop, AutoCloseable {

    /** After this many inputs a turn goes on to its timers and outputs, so that a flood of inputs cannot hold them up. */
    private static final int MAX_INPUTS_PER_TURN = 1_024;

    private static final long CLOSE_WAIT_MILLIS = 2_000;
    private static final long LONGEST_WAIT_MILLIS = 60_000;
    private static final long NANOS_PER_MILLI = 1_000_000;

    /** How often the caller of {@link #call} checks, while it waits, that the loop has not ended. */
    private static final long CHECK_MILLIS = 100;

    private final DebugLog log;
    private final Thread thread;
    private final long startNanos = System.nanoTime();
    private final Queue<Runnable> inbox = new ConcurrentLinkedQueue<>();
    private final Selector selector;
    private final Consumer<SelectionKey> whenReady = this::handleReady;
    /** Whether the thread waits, or is about to, so that it has to be woken. */
    private final AtomicBoolean waiting = new AtomicBoolean();

    private final TreeSet<RealTimer> timers = new TreeSet<>(
            Comparator.<RealTimer>comparingLong(timer -> timer.dueNanos).thenComparingLong(timer -> timer.sequence));
    private final Deque<Runnable> endOfTurn = new ArrayDeque<>();
    private long nextSequence;
    private long handledCount;
    private boolean lastTurn;
    private final Consumer<OutOfMemoryError> onOutOfMemory;
    /** A daemon only if its creator is one, and lives no longer than {@link #thread}. Null while the process may end. */
    private Thread keeper;

    private volatile boolean closing;
    private volatile boolean outOfMemory;

    private RealLoop(String name, DebugLog log, Consumer<OutOfMemoryError> onOutOfMemory) {
        this.log = log;
        this.onOutOfMemory = onOutOfMemory;
        this.thread = new Thread(this::turnUntilTheEnd, name);
        this.thread.setDaemon(true);
        try {
            this.selector = Selector.open();
        } catch (IOException problem) {
            throw new UncheckedIOException("the loop of node " + name + " cannot wait for sockets", problem);
        }
    }

    /** Starts a loop; its thread is called {@code name}. */
    public static RealLoop start(String name, DebugLog log) {
        return start(name, log, problem -> {});
    }

    /**
     * Starts a loop.
     *
     * @param onOutOfMemory called on the loop's thread, as its last act, when the loop has ended since it ran out of memory; what was
     *     handed in and planned is dropped by then
     */
    public static RealLoop start(String name, DebugLog log, Consumer<OutOfMemoryError> onOutOfMemory) {
        RealLoop loop = new RealLoop(name, log, onOutOfMemory);
        loop.thread.start();
        loop.keepAlive(true);
        return loop;
    }

    /** Whether the process stays alive until this loop ends, as it does from the start, or may end before. From any thread. */
    public synchronized void keepAlive(boolean keep) {
        if (keep && keeper == null) {
            keeper = new Thread(this::awaitEnd, thread.getName() + " keeps the process alive");
            keeper.start();
        } else if (!keep && keeper != null) {
            keeper.interrupt();
            keeper = null;
        }
    }

    private void awaitEnd() {
        try {
            thread.join();
        } catch (InterruptedException mayEnd) {
            // That is what it was interrupted for.
        }
    }

    /** Whether {@code candidate} is one of the threads that end with this loop. */
    synchronized boolean owns(Thread candidate) {
        return candidate == thread || candidate == keeper;
    }

    @Override
    public long nowMillis() {
        return TimeUnit.NANOSECONDS.toMillis(nowNanos());
    }

    @Override
    public long wallClockMillis() {
        return System.currentTimeMillis();
    }

    @Override
    public Timer schedule(long delayMillis, Runnable task) {
        return plan(delayMillis, 0, task);
    }

    @Override
    public Timer every(long periodMillis, Runnable task) {
        if (periodMillis <= 0) {
            throw new IllegalArgumentException("a period of " + periodMillis + " ms; it must be positive");
        }
        return plan(periodMillis, TimeUnit.MILLISECONDS.toNanos(periodMillis), task);
    }

    @Override
    public boolean inLoop() {
        return Thread.currentThread() == thread;
    }

    /**
     * Hands {@code task} in; after {@link #close()} it is dropped.
     *
     * @throws IllegalStateException if the loop has run out of memory
     */
    @Override
    public void execute(Runnable task) {
        if (outOfMemory) {
            throw new IllegalStateException(
                    "the loop of node " + thread.getName() + " has ended: it ran out of memory");
        }
        if (!closing) {
            handIn(task);
        }
    }

    private void handIn(Runnable input) {
        inbox.add(input);
        if (waiting.get() && waiting.compareAndSet(true, false)) {
            selector.wakeup();
        }
    }

    @Override
    public SelectionKey register(SelectableChannel channel, int operations, Runnable onReady)
            throws ClosedChannelException {
        return channel.register(selector, operations, onReady);
    }

    @Override
    public <T> T call(Supplier<T> request) {
        if (inLoop()) {
            return request.get();
        }
        FutureTask<T> response = new FutureTask<>(request::get);
        execute(response);
        while (true) {
            try {
                return response.get(CHECK_MILLIS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException notYet) {
                if (!thread.isAlive()) {
                    throw new IllegalStateException("the loop of node " + thread.getName() + " has ended");
                }
            } catch (ExecutionException thrown) {
                if (thrown.getCause() instanceof Error error) {
                    throw error;
                }
                throw thrown.getCause() instanceof RuntimeException problem
                        ? problem
                        : new IllegalStateException(thrown.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while waiting for the loop of " + thread.getName(), e);
            }
        }
    }

    @Override
    public long handledCount() {
        return handledCount;
    }

    @Override
    public void atEndOfTurn(Runnable task) {
        endOfTurn.add(task);
    }

    /**
     * Ends the loop after the turn that handles what was handed in so far; timers are dropped. Called from another thread, it
     * returns when the loop has ended, but waits two seconds at most for a task that does not return.
     */
    @Override
    public void close() {
        closing = true;
        handIn(() -> lastTurn = true);
        if (!inLoop()) {
            try {
                thread.join(CLOSE_WAIT_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void turnUntilTheEnd() {
        try {
            turnUntilClosed();
        } catch (OutOfMemoryError problem) {
            outOfMemory = true;
            inbox.clear();
            timers.clear();
            endOfTurn.clear();
            onOutOfMemory.accept(problem);
        } finally {
            try {
                selector.close();
            } catch (IOException e) {
                // Nobody waits with it any more.
            }
        }
    }

    private void turnUntilClosed() {
        List<Runnable> inputs = new ArrayList<>();
        while (!lastTurn) {
            awaitInput();
            for (Runnable input = inbox.poll(); input != null; input = nextOf(inputs)) {
                inputs.add(input);
            }
            inputs.forEach(this::runSafely);
            inputs.clear();
            runDueTimers();
            while (!endOfTurn.isEmpty()) {
                runSafely(endOfTurn.poll());
            }
        }
    }

    private Runnable nextOf(List<Runnable> inputs) {
        return inputs.size() < MAX_INPUTS_PER_TURN ? inbox.poll() : null;
    }

    /** Waits for an input, a socket or a timer, unless there is one, and hands in what has arrived on sockets. */
    private void awaitInput() {
        try {
            long millis = millisToWait();
            waiting.set(millis > 0);
            if (millis > 0 && inbox.isEmpty()) {
                selector.select(whenReady, millis);
            } else {
                selector.selectNow(whenReady);
            }
        } catch (IOException problem) {
            log.warn("loop: cannot wait for sockets: " + problem);
        }
        waiting.set(false);
        if (Thread.interrupted()) {
            log.warn("loop: its thread was interrupted, and goes on. To end a loop, close() it.");
        }
    }

    private void handleReady(SelectionKey key) {
        waiting.set(false);
        runSafely((Runnable) key.attachment());
    }

    /** Whole milliseconds, so that no timer is early. */
    private long millisToWait() {
        if (!inbox.isEmpty()) {
            return 0;
        }
        if (timers.isEmpty()) {
            return LONGEST_WAIT_MILLIS;
        }
        long nanos = timers.first().dueNanos - nowNanos();
        return Math.max(0, TimeUnit.NANOSECONDS.toMillis(nanos + NANOS_PER_MILLI - 1));
    }

    /** Timers that were planned by timers of this turn wait for the next turn, so that inputs are handled in between. */
    private void runDueTimers() {
        long now = nowNanos();
        long firstNewSequence = nextSequence;
        while (!timers.isEmpty() && timers.first().dueNanos <= now && timers.first().sequence < firstNewSequence) {
            RealTimer timer = timers.pollFirst();
            if (timer.periodNanos > 0) {
                timer.planNext(now);
                timers.add(timer);
            }
            runSafely(timer.task);
        }
    }

    private void runSafely(Runnable task) {
        try {
            task.run();
        } catch (OutOfMemoryError problem) {
            throw problem;
        } catch (Throwable problem) {
            StringWriter trace = new StringWriter();
            problem.printStackTrace(new PrintWriter(trace));
            log.warn("loop: a task failed; the node goes on. " + trace);
        } finally {
            handledCount++;
        }
    }

    private Timer plan(long delayMillis, long periodNanos, Runnable task) {
        long due = nowNanos() + TimeUnit.MILLISECONDS.toNanos(Math.max(0, delayMillis));
        RealTimer timer = new RealTimer(due, periodNanos, task);
        timers.add(timer);
        return timer;
    }

    private long nowNanos() {
        return System.nanoTime() - startNanos;
    }

    private final class RealTimer implements Timer {

        private final long periodNanos;
        private final Runnable task;
        private long dueNanos;
        private long sequence = nextSequence++;

        private RealTimer(long dueNanos, long periodNanos, Runnable task) {
            this.dueNanos = dueNanos;
            this.periodNanos = periodNanos;
            this.task = task;
        }

        /** One period after the last time; times that a busy or sleeping machine missed are skipped. */
        private void planNext(long now) {
            dueNanos += periodNanos;
            if (dueNanos <= now) {
                dueNanos = now + periodNanos;
            }
            sequence = nextSequence++;
        }

        @Override
        public void cancel() {
            timers.remove(this);
        }
    }
}
