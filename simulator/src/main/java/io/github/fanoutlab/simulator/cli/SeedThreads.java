package io.github.fanoutlab.simulator.cli;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongFunction;
import java.util.function.Predicate;

/**
 * Several threads that each play whole runs, which are independent of each other. The results are handed over on the calling
 * thread, in the order of the seeds, so that a report is the same however many threads there are.
 */
final class SeedThreads implements AutoCloseable {

    /** Seeds under way or finished, for each thread: enough that no thread waits for a slow one. */
    private static final int AHEAD = 8;

    private final ExecutorService threads;
    private final int size;

    /** {@code size} threads, at least one. */
    SeedThreads(int size) {
        this.size = size;
        this.threads = Executors.newFixedThreadPool(size, task -> {
            Thread thread = new Thread(task, "seeds");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Does {@code work} for each of {@code count} seeds from {@code from} on. Ends early when {@code take}, which gets the
     * results in order, wants no more.
     */
    <T> void inOrder(long from, long count, LongFunction<T> work, Predicate<T> take) {
        Deque<Future<T>> underWay = new ArrayDeque<>();
        boolean more = true;
        for (long seed = from; more && (seed < from + count || !underWay.isEmpty()); ) {
            if (seed < from + count && underWay.size() < size * AHEAD) {
                long next = seed++;
                underWay.add(threads.submit(() -> work.apply(next)));
            } else {
                more = take.test(done(underWay.remove()));
            }
        }
        underWay.forEach(future -> future.cancel(true));
    }

    private static <T> T done(Future<T> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException defect) {
                throw defect;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while runs were played", e);
        }
    }

    /** Gives up what is under way. */
    @Override
    public void close() {
        threads.shutdownNow();
    }
}
