package io.github.fanoutlab.platform;

/**
 * One open WebSocket, seen from either end.
 *
 * <p>Used on the node's loop only. Frames keep their order. What is sent after the connection broke is dropped without an error; the
 * listener's {@code onClose} reports the end.
 */
public interface ClientConnection {

    /** Sets the listener, once, in the turn in which the connection was handed over. */
    void listen(Listener listener);

    /** Sends one text frame; the frames of one turn are written together. */
    void send(String text);

    /** Sends one binary frame, like {@link #send(String)}; the array now belongs to the connection. */
    void send(byte[] binary);

    /** Whether a frame sent now would be written at the end of this turn, instead of waiting for a slow reader. */
    boolean isWritable();

    /**
     * What waits for the peer. Whoever keeps messages since the connection is not writable adds them here, so that one limit holds for
     * all that the peer has not read. When it is too much, the connection breaks, with code 1006 and the reason.
     */
    Backlog backlog();

    /** Whether neither end has closed the connection, as far as this end knows. */
    boolean isOpen();

    /** Sends a close frame after what was sent so far; the listener's {@code onClose} follows. */
    void close(int code, String reason);

    /** The peer's address as text, for handshakes and logs. */
    String remoteAddress();

    /** Gets what happens on the connection, on the node's loop; {@code onClose} is called exactly once, and last. */
    interface Listener {

        void onText(String text);

        void onBinary(byte[] binary);

        /** The connection is over; {@code code} is that of the close frame, or 1006 if it broke without one. */
        void onClose(int code, String reason);

        /** A slow reader has caught up; {@link ClientConnection#isWritable()} is true again. */
        default void onWritable() {}
    }
}
