package io.github.fanoutlab.legacy.server;

/**
 * A socket about to send, and how. Cannot be changed: each method gives a new one, unlike the flags of 0.9. May be used
 * from any thread.
 */
public final class FlaggedSocket {

    private final Socket socket;
    private final Flags flags;

    FlaggedSocket(Socket socket, Flags flags) {
        this.socket = socket;
        this.flags = flags;
    }

    /**
     * To all others of the namespace, instead of to the socket's own client. Volatile is lost on the way, as in 0.9.
     */
    public FlaggedSocket broadcast() {
        return new FlaggedSocket(socket, new Flags(flags.json(), flags.isVolatile(), true, flags.room()));
    }

    /** Together with {@link #broadcast()}: to the members of {@code room} only, if it is named. Alone it does nothing, as in 0.9. */
    public FlaggedSocket in(String room) {
        return new FlaggedSocket(
                socket, new Flags(flags.json(), flags.isVolatile(), flags.broadcast(), room == null ? "" : room));
    }

    /** The same as {@link #in}. */
    public FlaggedSocket to(String room) {
        return in(room);
    }

    /** As JSON; of use with {@link #send}. */
    public FlaggedSocket json() {
        return new FlaggedSocket(socket, new Flags(true, flags.isVolatile(), flags.broadcast(), flags.room()));
    }

    /** Only if the transport is open: it does not wait for the next. */
    public FlaggedSocket volatile_() {
        return new FlaggedSocket(socket, new Flags(flags.json(), true, flags.broadcast(), flags.room()));
    }

    /** As {@link Socket#emit}. */
    public void emit(String event, Object... args) {
        socket.emit(flags, event, args);
    }

    /** Sends a message: a text, or after {@link #json()} any value as JSON. */
    public void send(Object data) {
        socket.send(flags, data, null);
    }

    /** The same; {@code receipt} runs when the client has it. */
    public void send(Object data, Runnable receipt) {
        socket.send(flags, data, receipt);
    }
}
