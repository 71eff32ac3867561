package io.github.fanoutlab.adapter.server;

/** A socket with flags for the next event. Immutable: each step makes a new one. May be used from any thread. */
public final class SocketOperator implements SocketBroadcaster {

    private final Socket socket;
    private final BroadcastOptions options;

    SocketOperator(Socket socket, BroadcastOptions options) {
        this.socket = socket;
        this.options = options;
    }

    /** See {@link Socket#volatile_}. */
    public SocketOperator volatile_() {
        return new SocketOperator(socket, options.with("volatile", true));
    }

    /** See {@link Socket#compress}. */
    public SocketOperator compress(boolean compress) {
        return new SocketOperator(socket, options.with("compress", compress));
    }

    /** See {@link Socket#timeout}. */
    public SocketOperator timeout(long millis) {
        return new SocketOperator(socket, options.timeout(millis));
    }

    /** See {@link Socket#emit}. */
    public void emit(String event, Object... args) {
        socket.emit(options, event, args);
    }

    @Override
    public BroadcastOperator broadcast() {
        return socket.others(options);
    }
}
