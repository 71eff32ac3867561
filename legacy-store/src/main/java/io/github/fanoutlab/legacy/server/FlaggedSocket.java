package io.github.fanoutlab.legacy.server;

/**
 * A socket with flags for what it sends. Immutable: each method returns a new one, unlike the flags of 0.9, which stay on the
 * socket until it sends. May be used from any thread.
 */
public final class FlaggedSocket {

    private final Socket socket;
    private final Flags flags;

    FlaggedSocket(Socket socket, Flags flags) {
        this.socket = socket;
        this.flags = flags;
    }

    /**
     * To all other clients of the namespace, instead of to the socket's own. As in 0.9, the flag volatile has no effect then.
     */
    public FlaggedSocket broadcast() {
        return new FlaggedSocket(socket, new Flags(flags.json(), flags.isVolatile(), true, flags.room()));
    }

    /**
     * Together with {@link #broadcast()}: to the members of {@code room} only, unless that is empty or null. Alone it has no
     * effect, as in 0.9.
     */
    public FlaggedSocket in(String room) {
        return new FlaggedSocket(
                socket, new Flags(flags.json(), flags.isVolatile(), flags.broadcast(), room == null ? "" : room));
    }

    /** The same as {@link #in}. */
    public FlaggedSocket to(String room) {
        return in(room);
    }

    /** As JSON; useful with {@link #send}. */
    public FlaggedSocket json() {
        return new FlaggedSocket(socket, new Flags(true, flags.isVolatile(), flags.broadcast(), flags.room()));
    }

    /** Only if the transport is open. It is not buffered for the next. */
    public FlaggedSocket volatile_() {
        return new FlaggedSocket(socket, new Flags(flags.json(), true, flags.broadcast(), flags.room()));
    }

    /** As {@link Socket#emit}. */
    public void emit(String event, Object... args) {
        socket.emit(flags, event, args);
    }

    /** Sends a message: text, or any value as JSON after {@link #json()}. */
    public void send(Object data) {
        socket.send(flags, data, null);
    }

    /** Like {@link #send(Object)}; {@code receipt} runs when the client has received the message. */
    public void send(Object data, Runnable receipt) {
        socket.send(flags, data, receipt);
    }
}
