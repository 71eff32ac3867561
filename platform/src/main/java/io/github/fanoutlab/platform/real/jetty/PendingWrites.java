package io.github.fanoutlab.platform.real.jetty;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Counts what Jetty was given to write and what has not left yet; a port waits for that before it breaks connections. */
final class PendingWrites {

    private int pieces;

    /** Something is on its way; what is returned is to be run when it has left, or never will. From any thread. */
    Runnable begin() {
        AtomicBoolean gone = new AtomicBoolean();
        add(1);
        return () -> {
            if (!gone.getAndSet(true)) {
                add(-1);
            }
        };
    }

    /** An answer is on its way, until its request is complete, or what is returned is run. From any thread. */
    Runnable begin(AsyncContext async) {
        Runnable left = begin();
        try {
            async.addListener(new AsyncListener() {
                @Override
                public void onComplete(AsyncEvent event) {
                    left.run();
                }

                @Override
                public void onTimeout(AsyncEvent event) {}

                @Override
                public void onError(AsyncEvent event) {}

                @Override
                public void onStartAsync(AsyncEvent event) {}
            });
        } catch (IllegalStateException completed) {
            left.run();
        }
        return left;
    }

    private synchronized void add(int change) {
        pieces += change;
        if (pieces == 0) {
            notifyAll();
        }
    }

    /** Waits until nothing is on its way, at most so long. */
    synchronized void await(long millis) {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        try {
            for (long rest = deadline - System.nanoTime();
                    pieces > 0 && rest > 0;
                    rest = deadline - System.nanoTime()) {
                TimeUnit.NANOSECONDS.timedWait(this, rest);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
