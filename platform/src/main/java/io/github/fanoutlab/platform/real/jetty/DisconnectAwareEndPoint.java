package io.github.fanoutlab.platform.real.jetty;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;

/**
 * A TCP connection that notices when its client leaves while a request waits for its answer.
 *
 * <p>Jetty reads from an HTTP/1.1 connection only between requests. It would notice at the next write only, so a polling client
 * that left would seem alive until its heartbeat is missed. Node.js notices at once, and so does this class: while the request
 * waits, it registers a watcher for input, and then reads one byte. The end of the stream means that the client left. A byte
 * belongs to the next request and is kept for it. As soon as Jetty itself wants to read, its callback replaces the watcher.
 *
 * <p>It also knows since when the client owes the rest of a head or a body, so that one that sends a byte now and then can be ended.
 */
final class DisconnectAwareEndPoint extends SocketChannelEndPoint {

    private final Executor executor;
    private final Callback watcher = Callback.from(this::readable, this::broken);
    private final ByteBuffer readAhead = BufferUtil.allocate(1);
    private Runnable whenGone = () -> {};
    private Callback reader;
    private boolean watching;
    private volatile boolean inRequest;
    private volatile boolean upgraded;
    private volatile long headSince;
    private volatile long bodySince;

    DisconnectAwareEndPoint(
            SocketChannel channel, ManagedSelector selector, SelectionKey key, ServerConnector connector) {
        super(channel, selector, key, connector.getScheduler());
        this.executor = connector.getExecutor();
    }

    /** Watches until the next read. {@code whenGone} runs on a thread of Jetty, possibly after the answer was sent. */
    synchronized void watch(Runnable whenGone) {
        this.whenGone = whenGone;
        if (!watching && BufferUtil.isEmpty(readAhead)) {
            watching = super.tryFillInterested(watcher);
        }
    }

    /** The head of a request has arrived. */
    void headArrived() {
        inRequest = true;
        headSince = 0;
    }

    /** Its body is being read now. */
    void bodyBegins() {
        bodySince = System.nanoTime();
    }

    /** All of it has arrived, or nobody waits for it any more. */
    void bodyArrived() {
        bodySince = 0;
    }

    /** The request was answered. */
    void requestOver() {
        inRequest = false;
        bodySince = 0;
    }

    /** Ends the connection with 408 if a head takes longer than {@code headNanos} to arrive, or a body longer than {@code bodyNanos}. */
    void endIfSlow(long headNanos, long bodyNanos) {
        long now = System.nanoTime();
        boolean slowHead = headSince != 0 && now - headSince >= headNanos;
        boolean slowBody = bodySince != 0 && now - bodySince >= bodyNanos;
        if (!upgraded && (slowHead || slowBody)) {
            try {
                flush(BufferUtil.toBuffer("HTTP/1.1 408 Request Timeout\r\nConnection: close\r\n\r\n"));
            } catch (IOException clientLeft) {
                // It is closed anyway.
            }
            close();
        }
    }

    @Override
    public void upgrade(Connection newConnection) {
        upgraded = true;
        super.upgrade(newConnection);
    }

    @Override
    public synchronized int fill(ByteBuffer buffer) throws IOException {
        int filled = BufferUtil.hasContent(readAhead) ? BufferUtil.append(buffer, readAhead) : super.fill(buffer);
        if (filled > 0 && !inRequest && headSince == 0) {
            headSince = System.nanoTime();
        }
        return filled;
    }

    /** One buffer is written with {@code write}, which takes less time than the {@code writev} of Jetty. */
    @Override
    public boolean flush(ByteBuffer... buffers) throws IOException {
        if (buffers.length != 1) {
            return super.flush(buffers);
        }
        try {
            if (getChannel().write(buffers[0]) > 0) {
                notIdle();
            }
            return !buffers[0].hasRemaining();
        } catch (IOException clientLeft) {
            throw new EofException(clientLeft);
        }
    }

    @Override
    public void fillInterested(Callback callback) {
        if (!replacesWatcher(callback)) {
            super.fillInterested(callback);
        }
    }

    @Override
    public boolean tryFillInterested(Callback callback) {
        return replacesWatcher(callback) || super.tryFillInterested(callback);
    }

    @Override
    public synchronized boolean isFillInterested() {
        return watching ? reader != null : super.isFillInterested();
    }

    private synchronized boolean replacesWatcher(Callback callback) {
        if (BufferUtil.hasContent(readAhead)) {
            executor.execute(callback::succeeded);
            return true;
        }
        if (watching) {
            reader = callback;
        }
        return watching;
    }

    private void readable() {
        Callback next;
        boolean gone;
        synchronized (this) {
            next = stopWatching();
            gone = next == null && atEnd();
        }
        if (next != null) {
            next.succeeded();
        } else if (gone) {
            whenGone.run();
        }
    }

    private void broken(Throwable problem) {
        Callback next;
        synchronized (this) {
            next = stopWatching();
        }
        if (next != null) {
            next.failed(problem);
        } else if (problem instanceof TimeoutException) {
            watch(whenGone); // idle for long, but connected
        } else {
            whenGone.run();
        }
    }

    private Callback stopWatching() {
        Callback next = reader;
        reader = null;
        watching = false;
        return next;
    }

    private boolean atEnd() {
        try {
            int filled = super.fill(readAhead);
            if (filled == 0) {
                watch(whenGone);
            }
            return filled < 0;
        } catch (IOException broken) {
            return true;
        }
    }
}
