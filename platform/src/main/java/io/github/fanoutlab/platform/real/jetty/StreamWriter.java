package io.github.fanoutlab.platform.real.jetty;

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
 * Writes an answer that goes on, without a waiting thread. The node's loop queues chunks, and asks at the end of its turn
 * that they be sent; what a slow reader does not take at once is sent by a thread of Jetty when it can be.
 *
 * <p>When more than {@link EdgeConnection#MAX_BUFFERED_BYTES} wait, the reader is disconnected: its backlog must not cost
 * the node its memory.
 */
final class StreamWriter implements WriteListener {

    private final AsyncContext async;
    private final EventLoop loop;
    private final PendingWrites leaving;
    private final Deque<byte[]> waiting = new ArrayDeque<>();
    private ServletOutputStream out;
    private long waitingBytes;
    private boolean begun;
    private boolean dirty;
    private boolean ending;
    private boolean done;
    private boolean flushPlanned;

    private StreamWriter(AsyncContext async, EventLoop loop, PendingWrites leaving) {
        this.async = async;
        this.loop = loop;
        this.leaving = leaving;
    }

    /** Begins to answer with {@code head}; the request is completed when the client turns out to have left. */
    static StreamWriter open(AsyncContext async, HttpResponse head, EventLoop loop, PendingWrites leaving) {
        StreamWriter writer = new StreamWriter(async, loop, leaving);
        try {
            HttpServletResponse response = (HttpServletResponse) async.getResponse();
            response.setStatus(head.status());
            head.headers().forEach(response::setHeader);
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
        waitingBytes += chunk.length;
        if (waitingBytes > EdgeConnection.MAX_BUFFERED_BYTES) {
            waiting.clear();
            ServletExchange.endPoint(async).close();
        } else {
            planFlush();
        }
    }

    /** Nothing more will come; on the node's loop. */
    synchronized void end() {
        if (!done && !ending) {
            ending = true;
            leaving.begin(async);
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

    /** Once {@code isReady()} has said no, Jetty calls {@link #onWritePossible()} when it is. */
    private void send() throws IOException {
        while (!done && out.isReady()) {
            byte[] chunk = waiting.poll();
            if (chunk != null) {
                waitingBytes -= chunk.length;
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

    private void giveUp() {
        done = true;
        waiting.clear();
        ResponseWriter.complete(async);
    }
}
