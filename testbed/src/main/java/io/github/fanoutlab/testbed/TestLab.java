package io.github.fanoutlab.testbed;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.PriorityQueue;

/**
 * Some nodes, one Redis and one clock in the memory of a test. Nothing happens by itself: {@link #settle()} runs what can
 * happen now, {@link #advance(long)} lets time pass. Everything runs on the test's own thread, in a fixed order.
 */
public final class TestLab {

    /** The wall clock when a lab begins: 2014-05-28, the day on which Socket.IO 1.0 came out. */
    public static final long EPOCH_MILLIS = 1_401_235_200_000L;

    record Due(long atMillis, long sequence, ManualNode node, Runnable task, Runnable again) {}

    private final Deque<Runnable> inputs = new ArrayDeque<>();
    private final PriorityQueue<Due> timers =
            new PriorityQueue<>(Comparator.comparingLong(Due::atMillis).thenComparingLong(Due::sequence));
    private final MemoryRedis redis = new MemoryRedis(this);
    private long nowMillis;
    private long sequence;

    /** A new node; it has ids of its own, drawn from its name. */
    public ManualNode node(String name) {
        return new ManualNode(this, name);
    }

    /** The Redis that every node of this lab reaches, whatever the URL. */
    public MemoryRedis redis() {
        return redis;
    }

    public long nowMillis() {
        return nowMillis;
    }

    /** Runs every input that waits, and what follows from it, until nothing is left to do at this moment. */
    public void settle() {
        for (int turns = 0; !inputs.isEmpty(); turns++) {
            if (turns > 1_000_000) {
                throw new AssertionError("the lab does not settle: a million turns without time passing");
            }
            inputs.poll().run();
        }
    }

    /** Settles, then lets {@code millis} pass, running each timer at its time and settling after it. */
    public void advance(long millis) {
        settle();
        long until = nowMillis + millis;
        while (!timers.isEmpty() && timers.peek().atMillis <= until) {
            Due due = timers.poll();
            nowMillis = due.atMillis;
            due.node.turn(due.task);
            if (due.again != null) {
                due.again.run();
            }
            settle();
        }
        nowMillis = until;
    }

    void input(Runnable task) {
        inputs.add(task);
    }

    Due at(long atMillis, ManualNode node, Runnable task, Runnable again) {
        Due due = new Due(atMillis, sequence++, node, task, again);
        timers.add(due);
        return due;
    }

    void cancel(Due due) {
        timers.remove(due);
    }
}
