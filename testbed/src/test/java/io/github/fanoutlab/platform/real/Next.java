package io.github.fanoutlab.platform.real;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/** Waiting for what another thread will say. */
public final class Next {

    private Next() {}

    /** The next element; fails when none comes within thirty seconds. */
    public static <T> T of(BlockingQueue<T> queue) {
        try {
            T next = queue.poll(30, TimeUnit.SECONDS);
            if (next == null) {
                throw new AssertionError("nothing came within thirty seconds");
            }
            return next;
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }
}
