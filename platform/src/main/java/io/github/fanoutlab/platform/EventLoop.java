package io.github.fanoutlab.platform;

import java.util.function.Supplier;

/**
 * The one thread of a node, with its clock and its timers.
 *
 * <p>A node handles one input to completion, then the next. A <em>turn</em> is: some inputs, then the timers that are due, then what
 * was left for the end of the turn ({@link #atEndOfTurn}). Outputs are gathered during a turn and written once, at its end.
 *
 * <p>{@link #execute}, {@link #run}, {@link #call} and {@link #inLoop} may be called from any thread, all other methods only on the
 * loop.
 */
public interface EventLoop {

    /** Milliseconds since the loop began; never goes back. For measuring and for timers. */
    long nowMillis();

    /** Unix time in milliseconds. For values that leave the node, such as a handshake's date. */
    long wallClockMillis();

    /** Runs {@code task} on the loop, once, not before {@code delayMillis} have passed. */
    Timer schedule(long delayMillis, Runnable task);

    /** Runs {@code task} on the loop every {@code periodMillis}, first one period from now. */
    Timer every(long periodMillis, Runnable task);

    /** Whether the caller is on the loop now. */
    boolean inLoop();

    /** Hands in {@code task} as an input of a later turn. Tasks of one caller keep their order. */
    void execute(Runnable task);

    /** Runs {@code task} now if called on the loop; otherwise hands it in as {@link #execute} does. */
    default void run(Runnable task) {
        if (inLoop()) {
            task.run();
        } else {
            execute(task);
        }
    }

    /**
     * Returns what {@code request} returns on the loop, or throws what it throws. Called on the loop, it runs at once; otherwise it is
     * handed in as an input, and the caller waits. From any thread.
     *
     * @throws IllegalStateException if the loop has ended, or if it is a loop for which no other thread can wait
     */
    default <T> T call(Supplier<T> request) {
        if (!inLoop()) {
            throw new IllegalStateException(
                    "called from outside the loop, and this loop has no other threads that could wait for it");
        }
        return request.get();
    }

    /** How many inputs and timers have been handled to completion: it tells whether two things happen in the same one. */
    long handledCount();

    /** Runs {@code task} once, after the inputs and timers of the present turn and before the loop waits. */
    void atEndOfTurn(Runnable task);

    /** A scheduled task. */
    interface Timer {

        /** Keeps the task from running again; harmless if it has run or was cancelled. */
        void cancel();
    }
}
