package io.github.fanoutlab.platform.real.jetty;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Counts the writes that Jetty was given and has not finished; a port waits for them before it breaks connections. */
final class PendingWrites {

    private int pending;

    /** Counts one write, until the returned task is run: when it is finished, or never will be. From any thread. */
    Runnable begin() {
        AtomicBoolean finished = new AtomicBoolean();
        add(1);
        return () -> {
            if (!finished.getAndSet(true)) {
                add(-1);
            }
        };
    }

    /** Counts the answer to {@code async}, until its request is complete or the returned task is run. From any thread. */
    Runnable begin(AsyncContext async) {
        Runnable finished = begin();
        whenComplete(async, finished);
        return finished;
    }

    /** Runs {@code task} when the request of {@code async} is complete; at once if it is. */
    static void whenComplete(AsyncContext async, Runnable task) {
        try {
            async.addListener(new AsyncListener() {
                @Override
                public void onComplete(AsyncEvent event) {
                    task.run();
                }

                @Override
                public void onTimeout(AsyncEvent event) {}

                @Override
                public void onError(AsyncEvent event) {}

                @Override
                public void onStartAsync(AsyncEvent event) {}
            });
        } catch (IllegalStateException completed) {
            task.run();
        }
    }

    private synchronized void add(int change) {
        pending += change;
        if (pending == 0) {
            notifyAll();
        }
    }

    /** Waits until no write is pending, for {@code millis} at most. */
    synchronized void await(long millis) {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        try {
            for (long left = deadline - System.nanoTime();
                    pending > 0 && left > 0;
                    left = deadline - System.nanoTime()) {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
