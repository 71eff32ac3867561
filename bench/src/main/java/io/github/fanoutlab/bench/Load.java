package io.github.fanoutlab.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * The clients of all servers of a bench, in one thread: bare sockets that read frames, count events and look at their stamps. Methods
 * may be called from any thread but its own.
 */
final class Load implements AutoCloseable {

    private static final int READ_BYTES = 1 << 16;
    private static final int HANDSHAKES_AT_ONCE = 64;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final Duration ANSWER_PATIENCE = Duration.ofSeconds(60);

    private final Selector selector;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(READ_BYTES);
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final Queue<Connection> unopened = new ArrayDeque<>();
    private final Thread thread = new Thread(this::run, "load");
    private int opening;
    private volatile boolean closed;

    Load() {
        try {
            selector = Selector.open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        thread.setDaemon(true);
        thread.start();
    }

    /** The CPU time that the load's thread has used, in seconds: near to one in a second, it is the bottleneck itself. */
    double cpuSeconds() {
        return ManagementFactory.getThreadMXBean().getThreadCpuTime(thread.getId()) / NANOS_PER_SECOND;
    }

    /** What {@code request} returns on the load's thread. */
    <T> T call(Supplier<T> request) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        tasks.add(() -> {
            try {
                answer.complete(request.get());
            } catch (RuntimeException e) {
                answer.completeExceptionally(e);
            }
        });
        selector.wakeup();
        try {
            return answer.get(ANSWER_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the load client failed", e);
        }
    }

    /** Opens {@code connection} when its turn has come. On the load's thread. */
    void open(Connection connection) {
        unopened.add(connection);
        openNext();
    }

    /** A connection that was being opened is open, or will never be. On the load's thread. */
    void opened() {
        opening--;
        openNext();
    }

    private void openNext() {
        while (opening < HANDSHAKES_AT_ONCE && !unopened.isEmpty()) {
            opening++;
            unopened.remove().connect(selector);
        }
    }

    private void run() {
        while (!closed) {
            try {
                selector.select(key -> ((Connection) key.attachment()).ready(key, buffer));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
                task.run();
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        selector.wakeup();
    }
}
