package io.github.fanoutlab.platform.real.jetty;

import io.github.fanoutlab.platform.Backlog;
import io.github.fanoutlab.platform.Backlogs;
import io.github.fanoutlab.platform.ClientConnection;
import io.github.fanoutlab.platform.EventLoop;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

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
 * <p>Used on the node's loop only. The server's end writes to a {@link FrameConnection}, the client's to a {@link JettyEndpoint}.
 */
final class JettyWebSocket implements ClientConnection {

    /** How long the peer may take to answer a close frame, or to read what was sent before it. */
    static final long CLOSE_WAIT_MILLIS = 10_000;

    /** The code for a connection that broke without a close frame (RFC 6455, 7.4.1). */
    static final int BROKEN = 1006;

    private static final int MAX_REASON_BYTES = 123;

    /** Where frames are written to. On the loop. */
    interface Wire {

        /**
         * Writes the messages in their order, in one go, without waiting.
         *
         * @return whether the system took all of it; otherwise {@code whenWritten} runs when it has, on any thread, but never if the
         *     connection breaks
         */
        boolean write(List<ClientMessage> messages, Runnable whenWritten);

        /** Writes a close frame behind all messages; the end of the connection follows. */
        void close(int code, String reason);

        /** Breaks the connection now, without a close frame. */
        void abort();
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
    private final Function<String, ClientMessage> messageOf;
    private final Backlog backlog;

    private Wire wire;
    private State state = State.OPENING;
    private Listener listener = NOBODY;
    private final List<ClientMessage> gathered = new ArrayList<>(1);
    private long gatheredBytes;
    private long bytesInFlight;
    private boolean flushPlanned;
    private boolean behind;
    private boolean closeWritten;
    private int closeCode;
    private String closeReason;
    private EventLoop.Timer closeTimer;

    /** A connection that is opening; {@code messageOf} makes a message of a text. */
    JettyWebSocket(EventLoop loop, Backlogs backlogs, String remoteAddress, Function<String, ClientMessage> messageOf) {
        this.loop = loop;
        this.remoteAddress = remoteAddress;
        this.messageOf = messageOf;
        this.backlog = backlogs.open("websocket: " + remoteAddress, Backlogs.PATIENCE_MILLIS, this::giveUp);
    }

    @Override
    public void listen(Listener listener) {
        this.listener = listener;
    }

    @Override
    public void send(String text) {
        gather(messageOf.apply(text));
    }

    @Override
    public void send(byte[] binary) {
        gather(ClientMessage.of(binary));
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

    /** Jetty has opened the connection; {@code first} runs before anything else, unless this end gave up already. */
    void opened(Wire wire, Runnable first) {
        this.wire = wire;
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
    void received(ClientMessage message) {
        if (!isOpen()) {
            return;
        }
        if (message.text() != null) {
            listener.onText(message.text());
        } else {
            listener.onBinary(message.binary());
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

    private void gather(ClientMessage message) {
        if (!isOpen()) {
            return;
        }
        gathered.add(message);
        gatheredBytes += message.size() + Backlog.PACKET_BYTES;
        if (wire != null && !flushPlanned) {
            flushPlanned = true;
            loop.atEndOfTurn(this::flush);
        }
    }

    /** Writes what was sent in this turn. */
    void flush() {
        flushPlanned = false;
        if (wire == null || state == State.CLOSED) {
            return;
        }
        if (!gathered.isEmpty()) {
            writeGathered();
        }
        writeCloseWhenDone();
    }

    private void writeGathered() {
        long bytes = gatheredBytes;
        boolean taken = wire.write(gathered, () -> loop.execute(() -> written(bytes)));
        gathered.clear();
        gatheredBytes = 0;
        if (!taken) {
            bytesInFlight += bytes;
            behind = true;
            backlog.add(bytes);
        }
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

    /** The close frame is written last, since Jetty's client drops queued messages when a close frame carries an error code. */
    private void writeCloseWhenDone() {
        if (state == State.CLOSING && bytesInFlight == 0 && !closeWritten) {
            closeWritten = true;
            wire.close(closeCode, closeReason);
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
        if (wire != null) {
            wire.abort();
        }
    }

    private void over() {
        state = State.CLOSED;
        gathered.clear();
        backlog.end();
        if (closeTimer != null) {
            closeTimer.cancel();
        }
    }
}
