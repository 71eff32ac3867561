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
 * <p>Jetty reads from an HTTP/1.1 connection only between requests, so it would notice at the next write; a polling client
 * that left would look alive until its heartbeat is missed. Node.js notices at once, and so does this: meanwhile it asks to
 * be told when something can be read, and reads one byte. The end of the stream means that the client left; a byte belongs
 * to the next request and is kept for it. As soon as Jetty asks to read, it takes the watcher's place.
 */
final class DisconnectAwareEndPoint extends SocketChannelEndPoint {

    private final Executor executor;
    private final Callback watcher = Callback.from(this::readable, this::broken);
    private final ByteBuffer early = BufferUtil.allocate(1);
    private Runnable whenGone = () -> {};
    private Callback reader;
    private boolean watching;

    DisconnectAwareEndPoint(
            SocketChannel channel, ManagedSelector selector, SelectionKey key, ServerConnector connector) {
        super(channel, selector, key, connector.getScheduler());
        this.executor = connector.getExecutor();
    }

    /** Watches until the next read; {@code whenGone} runs on a thread of Jetty, and may run after an answer was sent. */
    synchronized void watch(Runnable whenGone) {
        this.whenGone = whenGone;
        if (!watching && BufferUtil.isEmpty(early)) {
            watching = super.tryFillInterested(watcher);
        }
    }

    @Override
    public synchronized int fill(ByteBuffer buffer) throws IOException {
        return BufferUtil.hasContent(early) ? BufferUtil.append(buffer, early) : super.fill(buffer);
    }

    @Override
    public void fillInterested(Callback callback) {
        if (!takesWatchersPlace(callback)) {
            super.fillInterested(callback);
        }
    }

    @Override
    public boolean tryFillInterested(Callback callback) {
        return takesWatchersPlace(callback) || super.tryFillInterested(callback);
    }

    @Override
    public synchronized boolean isFillInterested() {
        return watching ? reader != null : super.isFillInterested();
    }

    private synchronized boolean takesWatchersPlace(Callback callback) {
        if (BufferUtil.hasContent(early)) {
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
            watch(whenGone); // silent for long, but there
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
            int filled = super.fill(early);
            if (filled == 0) {
                watch(whenGone);
            }
            return filled < 0;
        } catch (IOException broken) {
            return true;
        }
    }
}
