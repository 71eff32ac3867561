package io.github.fanoutlab.platform;

/**
 * One open WebSocket, seen from either end.
 *
 * <p>Used on the node's loop only. Frames keep their order. What is sent after the connection broke is dropped without an
 * error: the listener's {@code onClose} tells.
 */
public interface ClientConnection {

    /** Who gets what arrives; set once, in the turn in which the connection was handed over. */
    void listen(Listener listener);

    /** Sends one text frame with the frames of this turn. */
    void send(String text);

    /** Sends one binary frame with the frames of this turn; the array now belongs to the connection. */
    void send(byte[] binary);

    /** Whether a frame sent now would leave with this turn instead of waiting behind a slow reader. */
    boolean isWritable();

    /** Whether neither end has closed yet, as far as this end knows. */
    boolean isOpen();

    /** Closes after what was sent so far, with a WebSocket close frame; the listener's {@code onClose} follows. */
    void close(int code, String reason);

    /** The peer's address as text, for handshakes and logs. */
    String remoteAddress();

    /** What happens on the connection; called on the node's loop, {@code onClose} exactly once and last. */
    interface Listener {

        void onText(String text);

        void onBinary(byte[] binary);

        /** It is over: the close frame's code, or 1006 when the connection broke without one. */
        void onClose(int code, String reason);

        /** A slow reader has caught up: {@link ClientConnection#isWritable()} is true again. */
        default void onWritable() {}
    }
}
