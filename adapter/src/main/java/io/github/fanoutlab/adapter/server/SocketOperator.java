package io.github.fanoutlab.adapter.server;

/** A socket with flags for the next event. Immutable: each step makes a new one. May be used from any thread. */
public final class SocketOperator {

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

    /** See {@link Socket#broadcast}. */
    public BroadcastOperator broadcast() {
        return socket.others(options);
    }

    /** See {@link Socket#to}. */
    public BroadcastOperator to(String... rooms) {
        return broadcast().to(rooms);
    }

    /** The same for one room by its number: see {@link Broadcaster#to(long)}. */
    public BroadcastOperator to(long room) {
        return broadcast().to(room);
    }

    /** See {@link Socket#in}. */
    public BroadcastOperator in(String... rooms) {
        return broadcast().to(rooms);
    }

    /** The same for one room by its number: see {@link Broadcaster#to(long)}. */
    public BroadcastOperator in(long room) {
        return broadcast().to(room);
    }

    /** See {@link Socket#except}. */
    public BroadcastOperator except(String... rooms) {
        return broadcast().except(rooms);
    }

    /** The same for one room by its number: see {@link Broadcaster#to(long)}. */
    public BroadcastOperator except(long room) {
        return broadcast().except(room);
    }

    /** See {@link Socket#local}. */
    public BroadcastOperator local() {
        return broadcast().local();
    }
}
