package io.github.fanoutlab.simulator.cluster;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for a bounded time. A failure says what was awaited, what was there instead, and what the processes printed last. */
final class BoundedWait {

    /** Between processes of one machine everything takes milliseconds; on a busy one, seconds. */
    static final long MILLIS = 20_000;

    /** How long several JVMs may take that start at once on two busy cores. */
    static final long BOOT_MILLIS = 60_000;

    /** The pause between two attempts. */
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    private final LastLines lastLines;

    BoundedWait(LastLines lastLines) {
        this.lastLines = lastLines;
    }

    /**
     * Waits for {@code future}.
     *
     * @param awaited what is awaited, and from whom
     * @throws ClusterFailure if it does not come in time, or failed
     */
    <T> T get(String awaited, long millis, CompletableFuture<T> future) {
        try {
            return future.get(millis, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw failure("Waited " + millis + " ms for " + awaited + ".");
        } catch (ExecutionException e) {
            throw failure("Waited for " + awaited + "; but " + e.getCause().getMessage() + ".");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure("Interrupted while waiting for " + awaited + ".");
        }
    }

    /**
     * Polls {@code obstacle} until there is none.
     *
     * @throws ClusterFailure if there still is one after that time; the message names it
     */
    void until(String awaited, long millis, Supplier<Optional<String>> obstacle) {
        AtomicReference<String> last = new AtomicReference<>();
        boolean done = within(millis, () -> {
            Optional<String> found = obstacle.get();
            last.set(found.orElse(""));
            return found.isEmpty();
        });
        if (!done) {
            throw failure("Waited " + millis + " ms until " + awaited + "; but " + last.get() + ".");
        }
    }

    /** Polls until it is {@code so}; returns whether it was in time. */
    static boolean within(long millis, BooleanSupplier so) {
        long start = System.nanoTime();
        while (!so.getAsBoolean()) {
            if (System.nanoTime() - start > TimeUnit.MILLISECONDS.toNanos(millis)) {
                return false;
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        return true;
    }

    /** A failure with the last lines that the processes printed. */
    ClusterFailure failure(String message) {
        return new ClusterFailure(message + lastLines);
    }
}
