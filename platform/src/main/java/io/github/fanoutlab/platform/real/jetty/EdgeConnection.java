package io.github.fanoutlab.platform.real.jetty;

import io.github.fanoutlab.platform.ClientConnection;
import io.github.fanoutlab.platform.DebugLog;
import io.github.fanoutlab.platform.EventLoop;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * An open WebSocket, whoever carries its bytes: gathering, backpressure and closing.
 *
 * <pre>
 *   OPENING --opened()--&gt; OPEN --close()--&gt; CLOSING --ended()--&gt; CLOSED
 *      |                    |                  ^ |
 *      |                    +----ended()-------|-+
 *      +--close()------------------------------+
 * </pre>
 *
 * <p>Messages sent in one turn are gathered and written in one go at its end; messages sent while OPENING wait for {@link
 * #opened()}. A write that the system did not take at once is a slow reader's: the connection is not writable until it
 * is taken. When more than {@link #MAX_BUFFERED_BYTES} gather behind it, the reader is disconnected: its backlog must not
 * cost the node its memory. Used on the node's loop only.
 */
abstract class EdgeConnection implements ClientConnection {

    /** How much may wait for a slow reader; one turn's messages to a reader that keeps up may be more. */
    static final long MAX_BUFFERED_BYTES = 16L << 20;

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

    /** Listens when the handler threw before it could. */
    private static final Listener NOBODY = new Listener() {
        @Override
        public void onText(String text) {}

        @Override
        public void onBinary(byte[] binary) {}

        @Override
        public void onClose(int code, String reason) {}
    };

    private final EventLoop loop;
    private final DebugLog log;
    private final String remoteAddress;

    private State state = State.OPENING;
    private Listener listener = NOBODY;
    private List<Message> gathered = new ArrayList<>();
    private long gatheredBytes;
    private long bytesInFlight;
    private boolean transportReady;
    private boolean flushPlanned;
    private boolean behind;
    private boolean closeWritten;
    private int closeCode;
    private String closeReason;
    private EventLoop.Timer closeTimer;

    EdgeConnection(EventLoop loop, DebugLog log, String remoteAddress) {
        this.loop = loop;
        this.log = log;
        this.remoteAddress = remoteAddress;
    }

    /** Writes the messages in their order without waiting; {@code whenWritten} runs once, on any thread. */
    abstract void write(List<Message> messages, Runnable whenWritten);

    /** Writes a close frame without waiting. */
    abstract void writeClose(int code, String reason);

    /** Breaks the connection now, without a close frame. */
    abstract void abort();

    @Override
    public final void listen(Listener listener) {
        this.listener = listener;
    }

    @Override
    public final void send(String text) {
        gather(new Message(text, null));
    }

    @Override
    public final void send(byte[] binary) {
        gather(new Message(null, binary));
    }

    @Override
    public final boolean isWritable() {
        return isOpen() && bytesInFlight == 0;
    }

    @Override
    public final boolean isOpen() {
        return state == State.OPENING || state == State.OPEN;
    }

    @Override
    public final void close(int code, String reason) {
        if (isOpen()) {
            state = State.CLOSING;
            closeCode = code;
            closeReason = fitting(reason);
            closeTimer = loop.schedule(CLOSE_WAIT_MILLIS, () -> giveUp("the peer did not answer the close frame"));
            flush();
        }
    }

    @Override
    public final String remoteAddress() {
        return remoteAddress;
    }

    /** The connection can carry messages now. */
    final void opened() {
        transportReady = true;
        if (state == State.OPENING) {
            state = State.OPEN;
        }
        flush();
    }

    /** Whether nothing can happen on the connection any more. */
    final boolean isOver() {
        return state == State.CLOSED;
    }

    /** Gives up a connection that nobody has seen yet; false when it is open, or over already. */
    final boolean discard() {
        boolean unseen = state == State.OPENING;
        if (unseen) {
            over();
        }
        return unseen;
    }

    /** A message came in; one that comes after this end has closed is dropped. */
    final void received(Message message) {
        if (!isOpen()) {
            return;
        }
        if (message.text != null) {
            listener.onText(message.text);
        } else {
            listener.onBinary(message.binary);
        }
    }

    /** The connection is over; only the first word about it counts. */
    final void ended(int code, String reason) {
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
        gatheredBytes += message.size();
        if (transportReady && !flushPlanned) {
            flushPlanned = true;
            loop.atEndOfTurn(this::flush);
        }
    }

    private void flush() {
        flushPlanned = false;
        if (!transportReady || state == State.CLOSED) {
            return;
        }
        if (bytesInFlight > 0 && bytesInFlight + gatheredBytes > MAX_BUFFERED_BYTES) {
            disconnectSlowReader();
            return;
        }
        if (!gathered.isEmpty()) {
            List<Message> messages = gathered;
            long bytes = Math.max(1, gatheredBytes);
            gathered = new ArrayList<>();
            gatheredBytes = 0;
            bytesInFlight += bytes;
            write(messages, () -> loop.run(() -> written(bytes)));
            behind = bytesInFlight > 0;
        }
        writeCloseWhenDone();
    }

    private void written(long bytes) {
        bytesInFlight -= bytes;
        if (bytesInFlight > 0) {
            return;
        }
        writeCloseWhenDone();
        if (behind && state == State.OPEN) {
            behind = false;
            listener.onWritable();
        }
    }

    /** The close frame leaves last: carriers drop what is still queued when they are given one of an error. */
    private void writeCloseWhenDone() {
        if (state == State.CLOSING && bytesInFlight == 0 && !closeWritten) {
            closeWritten = true;
            writeClose(closeCode, closeReason);
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

    private void disconnectSlowReader() {
        log.warn("websocket: " + remoteAddress + " reads too slowly: " + bytesInFlight + " bytes wait for it and "
                + gatheredBytes + " more were sent, the limit is " + MAX_BUFFERED_BYTES + "; it is disconnected");
        giveUp("the peer read too slowly");
    }

    private void giveUp(String reason) {
        over();
        abort();
        loop.execute(() -> listener.onClose(BROKEN, reason));
    }

    private void over() {
        state = State.CLOSED;
        gathered = new ArrayList<>();
        if (closeTimer != null) {
            closeTimer.cancel();
        }
    }
}
