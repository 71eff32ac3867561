package io.github.fanoutlab.platform.real.jetty;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.util.Callback;

/**
 * Frames that the system did not take at once, since the peer reads slowly. Threads of Jetty write them on, in their order, also while
 * the node's loop waits for its last words to leave.
 */
final class UnwrittenFrames implements Callback {

    private record Piece(ByteBuffer[] bytes, Runnable whenWritten, Runnable notPending) {}

    private final EndPoint endPoint;
    private final PendingWrites pendingWrites;
    private final Consumer<Throwable> whenBroken;
    private final Deque<Piece> pieces = new ArrayDeque<>();
    private boolean begun;

    UnwrittenFrames(EndPoint endPoint, PendingWrites pendingWrites, Consumer<Throwable> whenBroken) {
        this.endPoint = endPoint;
        this.pendingWrites = pendingWrites;
        this.whenBroken = whenBroken;
    }

    /** Adds a piece; false if all others were written meanwhile, so that it can be written at once. */
    boolean add(ByteBuffer[] bytes, Runnable whenWritten) {
        synchronized (this) {
            boolean isFirst = pieces.isEmpty();
            if (isFirst && begun) {
                return false;
            }
            pieces.add(new Piece(bytes, whenWritten, pendingWrites.begin()));
            if (!isFirst) {
                return true;
            }
            begun = true;
        }
        endPoint.write(this, bytes);
        return true;
    }

    @Override
    public void succeeded() {
        Piece written;
        Piece next;
        synchronized (this) {
            written = pieces.remove();
            next = pieces.peek();
        }
        written.whenWritten.run();
        written.notPending.run();
        if (next != null) {
            endPoint.write(this, next.bytes);
        }
    }

    /** What is not written stays, so that nothing is written behind it. */
    @Override
    public synchronized void failed(Throwable problem) {
        pieces.forEach(piece -> piece.notPending.run());
        whenBroken.accept(problem);
    }
}
