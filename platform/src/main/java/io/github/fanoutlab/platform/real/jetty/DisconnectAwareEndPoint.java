package io.github.fanoutlab.platform.real.jetty;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;
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
 */
final class DisconnectAwareEndPoint extends SocketChannelEndPoint {

    private final Executor executor;
    private final Callback watcher = Callback.from(this::readable, this::broken);
    private final ByteBuffer readAhead = BufferUtil.allocate(1);
    private Runnable whenGone = () -> {};
    private Callback reader;
    private boolean watching;

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

    @Override
    public synchronized int fill(ByteBuffer buffer) throws IOException {
        return BufferUtil.hasContent(readAhead) ? BufferUtil.append(buffer, readAhead) : super.fill(buffer);
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
