package io.github.fanoutlab.platform.real.jetty;

import io.github.fanoutlab.platform.Backlog;
import io.github.fanoutlab.platform.EventLoop;
import io.github.fanoutlab.platform.http.HttpResponse;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.RejectedExecutionException;

/**
 * Writes an answer piece by piece. The node's loop queues chunks and sends them at the end of its turn; what a slow reader does not
 * take at once, a thread of Jetty sends later. No thread waits.
 *
 * <p>What waits is counted in a {@link Backlog}; when it is too much, the connection is closed.
 */
final class StreamWriter implements WriteListener {

    private final AsyncContext async;
    private final EventLoop loop;
    private final Backlog backlog;
    private final PendingWrites pendingWrites;
    private final Deque<byte[]> waiting = new ArrayDeque<>();
    private ServletOutputStream out;
    private boolean begun;
    private boolean dirty;
    private boolean ending;
    private boolean done;
    private boolean flushPlanned;

    private StreamWriter(AsyncContext async, EventLoop loop, Backlog backlog, PendingWrites pendingWrites) {
        this.async = async;
        this.loop = loop;
        this.backlog = backlog;
        this.pendingWrites = pendingWrites;
    }

    /** Begins to answer with {@code head}; completes the request if the client has left. */
    static StreamWriter open(
            AsyncContext async, HttpResponse head, EventLoop loop, Backlog backlog, PendingWrites pendingWrites) {
        StreamWriter writer = new StreamWriter(async, loop, backlog, pendingWrites);
        try {
            HttpServletResponse response = ResponseWriter.setHead(async, head);
            writer.write(head.body());
            writer.out = response.getOutputStream();
            writer.out.setWriteListener(writer);
        } catch (IOException | IllegalStateException | RejectedExecutionException tooLate) {
            writer.giveUp();
        }
        return writer;
    }

    /** Queues {@code chunk}; on the node's loop. */
    synchronized void write(byte[] chunk) {
        if (done) {
            return;
        }
        waiting.add(chunk);
        backlog.add(size(chunk));
        planFlush();
    }

    /** Ends the answer after what was written; on the node's loop. */
    synchronized void end() {
        if (!done && !ending) {
            ending = true;
            pendingWrites.begin(async);
            flush();
        }
    }

    private void planFlush() {
        if (!flushPlanned) {
            flushPlanned = true;
            loop.atEndOfTurn(this::flush);
        }
    }

    private synchronized void flush() {
        flushPlanned = false;
        if (begun) {
            try {
                send();
            } catch (IOException clientLeft) {
                giveUp();
            }
        }
    }

    @Override
    public synchronized void onWritePossible() throws IOException {
        begun = true;
        send();
    }

    @Override
    public synchronized void onError(Throwable clientLeft) {
        giveUp();
    }

    /** After {@code isReady()} was false, Jetty calls {@link #onWritePossible()} when it turns true. */
    private void send() throws IOException {
        while (!done && out.isReady()) {
            byte[] chunk = waiting.poll();
            if (chunk != null) {
                loop.run(() -> backlog.remove(size(chunk)));
                dirty = true;
                out.write(chunk);
            } else if (dirty) {
                dirty = false;
                out.flush();
            } else if (ending) {
                done = true;
                async.complete();
            } else {
                return;
            }
        }
    }

    private static long size(byte[] chunk) {
        return chunk.length + (long) Backlog.PACKET_BYTES;
    }

    private void giveUp() {
        done = true;
        waiting.clear();
        ResponseWriter.complete(async);
    }
}
