package io.github.fanoutlab.platform;

import java.util.function.Supplier;

/**
 * The one thread of a node, with its clock and its timers.
 *
 * <p>A node handles one input to completion, then the next. A <em>turn</em> is: some inputs, the timers that are due,
 * then what was left to the end of the turn ({@link #atEndOfTurn}). Outputs are gathered during a turn and written once
 * at its end.
 *
 * <p>{@link #execute}, {@link #run}, {@link #call} and {@link #inLoop} may be called from any thread; everything else only on the loop.
 */
public interface EventLoop {

    /** Milliseconds that have passed since the loop began; never goes back. For measuring and for timers. */
    long nowMillis();

    /** Unix time in milliseconds. For values that leave the node, such as a handshake's date. */
    long wallClockMillis();

    /** Runs {@code task} on the loop, once, not before {@code delayMillis} have passed. */
    Timer schedule(long delayMillis, Runnable task);

    /** Runs {@code task} on the loop every {@code periodMillis}, for the first time one period from now. */
    Timer every(long periodMillis, Runnable task);

    /** Whether the caller is on the loop now. */
    boolean inLoop();

    /** Hands {@code task} in as an input of a later turn. Tasks of one caller keep their order. */
    void execute(Runnable task);

    /** Runs {@code task} now when on the loop; otherwise hands it in as {@link #execute} does. */
    default void run(Runnable task) {
        if (inLoop()) {
            task.run();
        } else {
            execute(task);
        }
    }

    /**
     * What {@code question} answers on the loop: at once when on the loop; otherwise it is handed in as an input, and the
     * caller waits for the answer. What it throws, the caller gets. From any thread.
     *
     * @throws IllegalStateException if the loop has ended, or has no other threads to wait for it
     */
    default <T> T call(Supplier<T> question) {
        if (!inLoop()) {
            throw new IllegalStateException("called outside of the node's turn, on a loop that has no other threads");
        }
        return question.get();
    }

    /** Runs {@code task} once, when the inputs and timers of the present turn are done and before the loop waits. */
    void atEndOfTurn(Runnable task);

    /** A task that was scheduled. */
    interface Timer {

        /** The task will not run any more; harmless when it already ran or was cancelled. */
        void cancel();
    }
}
