package io.github.fanoutlab.platform.real.jetty;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.fanoutlab.platform.EventLoop;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.RetainableByteBuffer;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.websocket.core.CloseStatus;
import org.eclipse.jetty.websocket.core.OpCode;
import org.eclipse.jetty.websocket.core.exception.CloseException;

/**
 * The server's end of a WebSocket, on Jetty's end point (RFC 6455). Jakarta WebSocket does the handshake; then this takes the place of
 * the session that it made, before that begins.
 *
 * <pre>
 *   a thread of Jetty:   bytes -&gt; FrameReader -&gt; messages -&gt; ReceiveWindow --execute--&gt; loop: JettyWebSocket
 *                          ^------ reads on while the window has room
 *   the node's loop:     JettyWebSocket --write--&gt; the system takes it, as a rule at once
 *                                                  what it does not take, a thread of Jetty writes later
 * </pre>
 *
 * <p>Why not that session: for a client that is silent it keeps the request with its headers, forty decoders and encoders, locks and
 * queues, twelve kilobytes in all; and each frame passes several of those locks and queues. Here only the loop writes, so there is
 * nothing to lock, and it writes the frames that {@link ClientMessage} has built for all clients.
 */
final class FrameConnection extends AbstractConnection implements Connection.UpgradeTo, JettyWebSocket.Wire {

    private static final int READ_BYTES = 4 << 10;

    private static final long ABANDONED_IDLE_MILLIS = 1_000;

    private static final int FIRST_PRIVATE_CODE = 3000;
    private static final byte[] NOTHING = {};

    private final WebSockets all;
    private final EventLoop loop;
    private final JettyWebSocket owner;
    private final ByteBufferPool buffers;
    private final FrameReader reader;
    private final ReceiveWindow window = new ReceiveWindow(() -> getExecutor().execute(this::onFillable));

    /** What was read, but not handled yet. For the thread that reads. */
    private byte[] unread = NOTHING;

    private volatile boolean over;
    private volatile boolean abandoned;

    /** Null if the system took all that was written. On the loop. */
    private UnwrittenFrames unwritten;

    /** On the loop. */
    private boolean closeWritten;

    /** A connection that Jetty opens when the upgrade is complete. */
    FrameConnection(EndPoint endPoint, Connector connector, WebSockets all, JettyWebSocket owner, int maxMessageBytes) {
        super(endPoint, connector.getExecutor());
        this.buffers = connector.getByteBufferPool();
        this.all = all;
        this.loop = all.loop;
        this.owner = owner;
        this.reader = new FrameReader(maxMessageBytes, new Received());
    }

    @Override
    public void onUpgradeTo(ByteBuffer readAlready) {
        unread = BufferUtil.toArray(readAlready);
    }

    @Override
    public void onOpen() {
        super.onOpen();
        getEndPoint().setIdleTimeout(0);
        all.add(this);
        loop.execute(() -> owner.opened(this, () -> {}));
        onFillable();
    }

    /** The node's loop ends and will not close the connection any more; Jetty ends it when the peer falls silent. */
    void abandon() {
        abandoned = true;
        window.abandon();
        getEndPoint().setIdleTimeout(ABANDONED_IDLE_MILLIS);
    }

    // Reading, on one thread of Jetty at a time.

    @Override
    public void onFillable() {
        RetainableByteBuffer buffer = buffers.acquire(READ_BYTES, true);
        try {
            ByteBuffer in = buffer.getByteBuffer();
            BufferUtil.append(in, unread);
            unread = NOTHING;
            while (readFrames(in)) {
                int filled = getEndPoint().fill(in);
                if (filled < 0) {
                    broken("Session Closed");
                    return;
                } else if (filled == 0) {
                    unread = BufferUtil.toArray(in);
                    fillInterested();
                    return;
                }
            }
            unread = BufferUtil.toArray(in);
            if (!over) {
                window.awaitRoom();
            }
        } catch (CloseException violation) {
            over = true;
            loop.execute(() -> end(violation.getStatusCode(), violation.getMessage()));
        } catch (IOException problem) {
            broken(problem.getMessage());
        } finally {
            BufferUtil.clear(buffer.getByteBuffer());
            buffer.release();
        }
    }

    /** Whether more is to be read: all frames are handled, and there is room for others. */
    private boolean readFrames(ByteBuffer in) {
        boolean whole = true;
        while (whole && !over && window.hasRoom()) {
            whole = reader.read(in);
        }
        return !whole;
    }

    /** What the reader finds goes to the loop. */
    private final class Received implements FrameReader.Listener {

        @Override
        public void onMessage(ClientMessage message) {
            window.add(message);
            loop.execute(() -> {
                window.remove(message);
                owner.received(message);
            });
        }

        @Override
        public void onPing(byte[] payload) {
            loop.execute(() -> put(() -> {}, ClientMessage.frame(OpCode.PONG, payload)));
        }

        @Override
        public void onClose(int code, String reason) {
            over = true;
            if (abandoned) {
                getEndPoint().close();
            } else {
                loop.execute(() -> end(code, reason));
            }
        }
    }

    @Override
    public void onFillInterestedFailed(Throwable cause) {
        broken(cause.getMessage());
    }

    /** Only abandoned connections have an idle timeout: nobody else writes there any more. */
    @Override
    public boolean onIdleExpired(TimeoutException timeout) {
        try {
            getEndPoint().flush(ByteBuffer.wrap(closeFrame(CloseStatus.SHUTDOWN, "Connection Idle Timeout")));
        } catch (IOException peerLeft) {
            // It is closed anyway.
        }
        broken(timeout.getMessage());
        return true;
    }

    @Override
    public void onClose(Throwable cause) {
        super.onClose(cause);
        broken("Session Closed");
    }

    /** The connection is over without a close frame. */
    private void broken(String reason) {
        over = true;
        all.remove(this);
        getEndPoint().close();
        loop.execute(() -> owner.ended(JettyWebSocket.BROKEN, reason == null ? "" : reason));
    }

    // Writing, on the loop.

    @Override
    public boolean write(List<ClientMessage> messages, Runnable whenWritten) {
        byte[][] frames = new byte[messages.size()][];
        for (int i = 0; i < frames.length; i++) {
            frames[i] = messages.get(i).frame();
        }
        return put(whenWritten, frames);
    }

    /** After a code that is not ordinary, Jetty does not wait for the peer's answer. */
    @Override
    public void close(int code, String reason) {
        boolean isOrdinary = code == CloseStatus.NORMAL || code == CloseStatus.NO_CODE || code >= FIRST_PRIVATE_CODE;
        if (!isOrdinary) {
            loop.execute(() -> owner.ended(code, reason));
        }
        writeClose(code, reason, isOrdinary ? getEndPoint()::shutdownOutput : getEndPoint()::close);
    }

    @Override
    public void abort() {
        over = true;
        all.remove(this);
        getEndPoint().close();
    }

    /** The peer has closed, or must be told why this end does. On the loop. What the handlers of its last messages sent leaves first. */
    void end(int code, String reason) {
        all.remove(this);
        owner.flush();
        owner.ended(code, reason);
        if (closeWritten) {
            getEndPoint().close();
        } else if (!writeClose(code, reason, getEndPoint()::close)) {
            loop.schedule(JettyWebSocket.CLOSE_WAIT_MILLIS, getEndPoint()::close);
        }
    }

    /** Whether the system took the close frame; {@code whenWritten} has run then. */
    private boolean writeClose(int code, String reason, Runnable whenWritten) {
        closeWritten = true;
        boolean taken = put(whenWritten, closeFrame(code, reason));
        if (taken) {
            whenWritten.run();
        }
        return taken;
    }

    private static byte[] closeFrame(int code, String reason) {
        if (!CloseStatus.isTransmittableStatusCode(code)) {
            return ClientMessage.frame(OpCode.CLOSE, NOTHING);
        }
        byte[] words = reason.getBytes(UTF_8);
        byte[] payload = Arrays.copyOf(new byte[] {(byte) (code >>> 8), (byte) code}, 2 + words.length);
        System.arraycopy(words, 0, payload, 2, words.length);
        return ClientMessage.frame(OpCode.CLOSE, payload);
    }

    /** Whether the system took all of it; otherwise {@code whenWritten} runs later, on any thread. */
    private boolean put(Runnable whenWritten, byte[]... frames) {
        if (unwritten != null && unwritten.add(views(frames, 0), whenWritten)) {
            return false;
        }
        unwritten = null;
        try {
            ByteBuffer[] rest = flush(frames);
            if (rest == null) {
                return true;
            }
            unwritten = new UnwrittenFrames(getEndPoint(), all.pendingWrites, problem -> broken(problem.getMessage()));
            unwritten.add(rest, whenWritten);
        } catch (IOException peerLeft) {
            broken(peerLeft.getMessage());
        }
        return false;
    }

    /** Lets the system take what it takes at once, and returns the rest; null if there is none. */
    private ByteBuffer[] flush(byte[][] frames) throws IOException {
        int length = 0;
        for (byte[] frame : frames) {
            length += frame.length;
        }
        if (length > all.gather.capacity()) {
            ByteBuffer[] views = views(frames, 0);
            return getEndPoint().flush(views) ? null : views;
        }
        all.gather.clear();
        for (byte[] frame : frames) {
            all.gather.put(frame);
        }
        all.gather.flip();
        return getEndPoint().flush(all.gather) ? null : views(frames, all.gather.position());
    }

    /** The frames without their first {@code taken} bytes. */
    private static ByteBuffer[] views(byte[][] frames, int taken) {
        ByteBuffer[] views = new ByteBuffer[frames.length];
        for (int i = 0, before = 0; i < frames.length; before += frames[i].length, i++) {
            int start = Math.max(0, Math.min(frames[i].length, taken - before));
            views[i] = ByteBuffer.wrap(frames[i], start, frames[i].length - start);
        }
        return views;
    }
}
