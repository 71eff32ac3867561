package io.github.fanoutlab.platform.real.jetty;

import org.eclipse.jetty.websocket.core.WebSocketCoreSession;

/**
 * How much of one WebSocket may wait for the node's loop. Beyond that, nothing more is read from this connection until the loop has
 * caught up, so that the backlog builds up in the peer.
 *
 * <p>The window is small. The loop handles messages in the order in which they arrive, so whoever floods it delays the others by a
 * window, and no more.
 *
 * <p>Jakarta WebSocket has no words for this. Jetty's implementation reads the next frame as soon as a message handler has returned,
 * and a handler that waits for the loop would hold one of few threads. Therefore this class goes behind Jakarta WebSocket, to Jetty's
 * own session: what asks there for the next frame asks here first.
 */
final class ReceiveWindow {

    private static final int MAX_MESSAGES = 64;
    private static final long MAX_CHARS = 256 << 10;

    private Runnable readNext = () -> {};
    private int messages;
    private long chars;
    private boolean waiting;
    private boolean unlimited;

    /** Governs {@code session}, which has just been opened. */
    void govern(WebSocketCoreSession session) {
        readNext = session.getConnection()::demand;
        session.getExtensionStack().setLastDemand(this::demand);
    }

    /** The next frame is wanted: reads it now, or when the loop has caught up. On a thread of Jetty. */
    private void demand() {
        synchronized (this) {
            waiting = !unlimited && (messages >= MAX_MESSAGES || chars >= MAX_CHARS);
            if (waiting) {
                return;
            }
        }
        readNext.run();
    }

    /** A message waits for the loop. */
    synchronized void add(JettyWebSocket.Message message) {
        messages++;
        chars += message.size();
    }

    /** The message is the loop's now. */
    void remove(JettyWebSocket.Message message) {
        synchronized (this) {
            messages--;
            chars -= message.size();
            if (!waiting || messages > MAX_MESSAGES / 2 || chars > MAX_CHARS / 2) {
                return;
            }
            waiting = false;
        }
        readNext.run();
    }

    /** The loop takes nothing any more: what is read from now on is dropped. */
    void abandon() {
        synchronized (this) {
            unlimited = true;
            if (!waiting) {
                return;
            }
            waiting = false;
        }
        readNext.run();
    }
}
