package io.github.fanoutlab.platform.real.jetty;

import io.github.fanoutlab.platform.Backlog;
import io.github.fanoutlab.platform.Backlogs;
import io.github.fanoutlab.platform.ClientConnection;
import io.github.fanoutlab.platform.EventLoop;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.CoreSession;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.OpCode;

/**
 * Either end of a WebSocket on Jetty: gathering, backpressure and closing.
 *
 * <pre>
 *   OPENING --opened()--&gt; OPEN --close()--&gt; CLOSING --ended()--&gt; CLOSED
 *      |                    |                  ^ |
 *      |                    +----ended()-------|-+
 *      +--close()------------------------------+
 * </pre>
 *
 * <p>Messages sent in one turn are gathered and written in one go at its end; messages sent while OPENING wait for {@link
 * #opened}. While the system has not taken all that was written, the reader is slow and the connection is not writable. What was
 * written meanwhile is counted in a {@link Backlog}.
 *
 * <p>Frames are written to Jetty's own session, since Jakarta WebSocket can gather messages only with a flush that blocks. Used on
 * the node's loop only.
 */
final class JettyWebSocket implements ClientConnection {

    /** How long the peer may take to answer a close frame, or to read what was sent before it. */
    static final long CLOSE_WAIT_MILLIS = 10_000;

    /** The code for a connection that broke without a close frame (RFC 6455, 7.4.1). */
    static final int BROKEN = 1006;

    private static final int MAX_REASON_BYTES = 123;

    /** One message on its way out: text, or binary when there is no text. */
    record Message(String text, byte[] binary) {

        int size() {
            return text == null ? binary.length : text.length();
        }
    }

    private enum State {
        OPENING,
        OPEN,
        CLOSING,
        CLOSED
    }

    /** Stands in for a listener when the handler threw before it set one. */
    private static final Listener NOBODY = new Listener() {
        @Override
        public void onText(String text) {}

        @Override
        public void onBinary(byte[] binary) {}

        @Override
        public void onClose(int code, String reason) {}
    };

    private final EventLoop loop;
    private final String remoteAddress;
    private final PendingWrites pendingWrites;
    private final Backlog backlog;

    private CoreSession session;
    private State state = State.OPENING;
    private Listener listener = NOBODY;
    private List<Message> gathered = new ArrayList<>();
    private long gatheredBytes;
    private long bytesInFlight;
    private boolean flushPlanned;
    private boolean behind;
    private boolean closeWritten;
    private int closeCode;
    private String closeReason;
    private EventLoop.Timer closeTimer;

    /** A connection that is opening. Its writes are counted in {@code pendingWrites}. */
    JettyWebSocket(EventLoop loop, Backlogs backlogs, String remoteAddress, PendingWrites pendingWrites) {
        this.loop = loop;
        this.remoteAddress = remoteAddress;
        this.pendingWrites = pendingWrites;
        this.backlog = backlogs.open("websocket: " + remoteAddress, Backlogs.PATIENCE_MILLIS, this::giveUp);
    }

    @Override
    public void listen(Listener listener) {
        this.listener = listener;
    }

    @Override
    public void send(String text) {
        gather(new Message(text, null));
    }

    @Override
    public void send(byte[] binary) {
        gather(new Message(null, binary));
    }

    @Override
    public boolean isWritable() {
        return isOpen() && bytesInFlight == 0;
    }

    @Override
    public Backlog backlog() {
        return backlog;
    }

    @Override
    public boolean isOpen() {
        return state == State.OPENING || state == State.OPEN;
    }

    @Override
    public void close(int code, String reason) {
        if (isOpen()) {
            state = State.CLOSING;
            closeCode = code;
            closeReason = fitting(reason);
            closeTimer = loop.schedule(CLOSE_WAIT_MILLIS, () -> giveUp("the peer did not answer the close frame"));
            flush();
        }
    }

    @Override
    public String remoteAddress() {
        return remoteAddress;
    }

    /** Jetty has opened {@code session}; {@code first} runs before anything else, unless this end gave up already. */
    void opened(CoreSession session, Runnable first) {
        this.session = session;
        if (state == State.CLOSED) {
            abort();
            return;
        }
        first.run();
        if (state == State.OPENING) {
            state = State.OPEN;
        }
        flush();
    }

    /** Gives up a connection that is still opening; false if it has opened, or is over already. */
    boolean discard() {
        boolean opening = state == State.OPENING;
        if (opening) {
            over();
        }
        return opening;
    }

    /** A message has arrived; after this end has closed, messages are dropped. */
    void received(Message message) {
        if (!isOpen()) {
            return;
        }
        if (message.text != null) {
            listener.onText(message.text);
        } else {
            listener.onBinary(message.binary);
        }
    }

    /** The connection is over; only the first call counts. */
    void ended(int code, String reason) {
        if (state == State.CLOSED) {
            return;
        }
        over();
        listener.onClose(code, reason);
    }

    private void gather(Message message) {
        if (!isOpen()) {
            return;
        }
        gathered.add(message);
        gatheredBytes += message.size() + Backlog.PACKET_BYTES;
        if (session != null && !flushPlanned) {
            flushPlanned = true;
            loop.atEndOfTurn(this::flush);
        }
    }

    private void flush() {
        flushPlanned = false;
        if (session == null || state == State.CLOSED) {
            return;
        }
        if (!gathered.isEmpty()) {
            writeGathered();
        }
        writeCloseWhenDone();
    }

    private void writeGathered() {
        List<Message> messages = gathered;
        long bytes = gatheredBytes;
        gathered = new ArrayList<>();
        gatheredBytes = 0;
        backlog.add(bytes);
        if (state != State.CLOSED) {
            bytesInFlight += bytes;
            write(messages, () -> loop.run(() -> written(bytes)));
            behind = bytesInFlight > 0;
        }
    }

    /** Writes the messages in their order without waiting; {@code whenWritten} runs once, on any thread. */
    private void write(List<Message> messages, Runnable whenWritten) {
        int last = messages.size() - 1;
        for (int i = 0; i < last; i++) {
            session.sendFrame(frame(messages.get(i)), Callback.NOOP, true);
        }
        Runnable finished = pendingWrites.begin();
        Callback callback = Callback.from(
                () -> {
                    finished.run();
                    whenWritten.run();
                },
                broken -> finished.run()); // Jetty then tells the endpoint too.
        session.sendFrame(frame(messages.get(last)), callback, false);
    }

    private static Frame frame(Message message) {
        return message.text() != null
                ? new Frame(OpCode.TEXT).setPayload(message.text())
                : new Frame(OpCode.BINARY).setPayload(ByteBuffer.wrap(message.binary()));
    }

    private void written(long bytes) {
        bytesInFlight -= bytes;
        backlog.remove(bytes);
        if (bytesInFlight > 0) {
            return;
        }
        writeCloseWhenDone();
        if (behind && state == State.OPEN) {
            behind = false;
            listener.onWritable();
        }
    }

    /** The close frame is written last, since Jetty drops queued messages when a close frame carries an error code. */
    private void writeCloseWhenDone() {
        if (state == State.CLOSING && bytesInFlight == 0 && !closeWritten) {
            closeWritten = true;
            session.close(closeCode, closeReason, Callback.from(pendingWrites.begin()));
        }
    }

    /** A close frame has room for 123 bytes of reason (RFC 6455, 5.5). */
    private static String fitting(String reason) {
        String fitting = reason;
        while (fitting.getBytes(StandardCharsets.UTF_8).length > MAX_REASON_BYTES) {
            fitting = fitting.substring(0, fitting.length() - 1);
        }
        return fitting;
    }

    private void giveUp(String reason) {
        over();
        abort();
        loop.execute(() -> listener.onClose(BROKEN, reason));
    }

    /** Breaks the connection now, without a close frame. */
    private void abort() {
        if (session != null) {
            session.abort();
        }
    }

    private void over() {
        state = State.CLOSED;
        gathered = new ArrayList<>();
        backlog.end();
        if (closeTimer != null) {
            closeTimer.cancel();
        }
    }
}
