package io.github.fanoutlab.testbed.world;

import io.github.fanoutlab.platform.Backlog;
import io.github.fanoutlab.platform.Backlogs;
import io.github.fanoutlab.platform.ClientConnection;
import io.github.fanoutlab.testbed.trace.Kind;
import java.nio.charset.StandardCharsets;

/**
 * One side of a WebSocket (RFC 6455).
 *
 * <pre>
 *   OPEN --close()--&gt; CLOSING --the other side's close frame--&gt; OVER
 *   OPEN --close frame: answered with the same--&gt;               OVER
 *   any  --the connection breaks: code 1006--&gt;                  OVER
 * </pre>
 */
final class SimWebSocket implements ClientConnection {

    /** RFC 6455, 7.4.1: the connection broke without a close frame. */
    static final int ABNORMAL = 1006;

    private static final int SEND_BUFFER_BYTES = 16 * 1024;
    private static final int TOO_LONG = 1009;
    private static final int MAX_UTF_8_BYTES_PER_CHAR = 3;

    private enum State {
        OPEN,
        CLOSING,
        OVER
    }

    private final SimNode node;
    private final Endpoint end;
    private final String remoteAddress;
    private final int maxMessageBytes;
    private final Backlog backlog;
    private SimWebSocket peer;
    private Listener listener;
    private State state = State.OPEN;

    SimWebSocket(SimNode node, Endpoint end, String remoteAddress, int maxMessageBytes) {
        this.node = node;
        this.end = end;
        this.remoteAddress = remoteAddress;
        this.maxMessageBytes = maxMessageBytes;
        this.backlog = node.backlogs().open("websocket: " + remoteAddress, Backlogs.PATIENCE_MILLIS, this::giveUp);
    }

    void pairWith(SimWebSocket other) {
        peer = other;
        other.peer = this;
    }

    /** From now on this side ends when the connection breaks. */
    void begin() {
        end.whenBroken(reason -> over(ABNORMAL, reason));
    }

    @Override
    public void listen(Listener listener) {
        this.listener = listener;
    }

    @Override
    public void send(String text) {
        node.requireTurn("ClientConnection.send");
        if (isOpen()) {
            long sent = end.record(Kind.FRAME_SENT, "text", text, 0);
            end.transmit(sent, () -> peer.receiveText(sent, text));
        }
    }

    @Override
    public void send(byte[] binary) {
        node.requireTurn("ClientConnection.send");
        if (isOpen()) {
            long sent = end.record(Kind.FRAME_SENT, "binary", binary, 0);
            end.transmit(sent, () -> peer.receiveBinary(sent, binary));
        }
    }

    /** True while open, unless the other side does not read, or so slowly that a system's usual send buffer is full. */
    @Override
    public boolean isWritable() {
        return isOpen() && end.unreadBytes() < SEND_BUFFER_BYTES && !end.peer().isHeld();
    }

    /** What the server keeps; what this side has sent and the other has not read is nobody's memory here. */
    @Override
    public Backlog backlog() {
        return backlog;
    }

    private void giveUp(String reason) {
        breakOff(reason);
        node.loop().execute(() -> listener().onClose(ABNORMAL, reason));
    }

    @Override
    public boolean isOpen() {
        return state == State.OPEN && end.isOpen();
    }

    @Override
    public void close(int code, String reason) {
        node.requireTurn("ClientConnection.close");
        if (isOpen()) {
            state = State.CLOSING;
            sendClose(code, reason);
        }
    }

    @Override
    public String remoteAddress() {
        return remoteAddress;
    }

    /** How long a message the other side takes. */
    int peerTakesBytes() {
        return peer.maxMessageBytes;
    }

    /** From now on this side reads nothing, and the other side cannot write. */
    void stopReading() {
        end.hold();
    }

    /** This side reads what has come meanwhile, and the other side can write again. */
    void goOnReading() {
        end.release();
        peer.node.loop().execute(() -> peer.listener().onWritable());
    }

    /** The connection breaks: this side's system closes it without a close frame. */
    void breakOff(String reason) {
        state = State.OVER;
        end.close(node.world.cause(), reason);
    }

    /** The WebSocket is over; called in the node's turn. */
    void over(int code, String reason) {
        if (state != State.OVER) {
            state = State.OVER;
            backlog.end();
            end.finish("the WebSocket was closed");
            if (listener != null) {
                listener.onClose(code, reason);
            }
        }
    }

    private void sendClose(int code, String reason) {
        long sent = end.record(Kind.FRAME_SENT, "close", reason, code);
        end.transmit(sent, () -> peer.receiveClose(sent, code, reason));
    }

    private void receiveText(long sent, String text) {
        long received = end.record(sent, Kind.FRAME_RECEIVED, "text", text, 0);
        if (isTooLong(text)) {
            node.handle(received, this::refuseLongMessage);
        } else {
            node.handle(received, () -> listener().onText(text));
        }
    }

    private void receiveBinary(long sent, byte[] binary) {
        long received = end.record(sent, Kind.FRAME_RECEIVED, "binary", binary, 0);
        if (binary.length > maxMessageBytes) {
            node.handle(received, this::refuseLongMessage);
        } else {
            node.handle(received, () -> listener().onBinary(binary));
        }
    }

    private void receiveClose(long sent, int code, String reason) {
        long closed = end.record(sent, Kind.CONNECTION_CLOSED, reason, null, code);
        node.handle(closed, () -> {
            if (state == State.OPEN) {
                sendClose(code, reason);
            }
            over(code, reason);
        });
    }

    private void refuseLongMessage() {
        close(TOO_LONG, "a message of more than " + maxMessageBytes + " bytes");
    }

    private boolean isTooLong(String text) {
        if (text.length() <= maxMessageBytes / MAX_UTF_8_BYTES_PER_CHAR) {
            return false;
        }
        return text.getBytes(StandardCharsets.UTF_8).length > maxMessageBytes;
    }

    private Listener listener() {
        if (listener == null) {
            throw new IllegalStateException("a frame arrived at " + node.name() + " on " + end.connection()
                    + ", where nobody listens: call listen(…) in the turn in which the connection was handed over");
        }
        return listener;
    }
}
