package io.github.fanoutlab.platform.real.jetty;

/**
 * How much of one WebSocket may wait for the node's loop. Beyond that, nothing more is read from this connection until the loop has
 * caught up, so that the backlog builds up in the peer.
 *
 * <p>The window is small. The loop handles messages in the order in which they arrive, so whoever floods it delays the others by a
 * window, and no more.
 */
final class ReceiveWindow {

    private static final int MAX_MESSAGES = 64;
    private static final long MAX_CHARS = 256 << 10;

    private final Runnable readNext;
    private int messages;
    private long chars;
    private boolean waiting;
    private boolean unlimited;

    /** {@code readNext} reads on, when the loop has caught up. It runs on the loop, or on a thread of Jetty. */
    ReceiveWindow(Runnable readNext) {
        this.readNext = readNext;
    }

    /** Whether another message may be read now. */
    synchronized boolean hasRoom() {
        return unlimited || messages < MAX_MESSAGES && chars < MAX_CHARS;
    }

    /** Reads on now, or when the loop has caught up. */
    void awaitRoom() {
        synchronized (this) {
            waiting = !hasRoom();
            if (waiting) {
                return;
            }
        }
        readNext.run();
    }

    /** A message waits for the loop. */
    synchronized void add(ClientMessage message) {
        messages++;
        chars += message.size();
    }

    /** The message is the loop's now. */
    void remove(ClientMessage message) {
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
