package io.github.fanoutlab.adapter.server;

/**
 * Lets a client that lost its connection for a short time continue as before: it keeps its id, rooms and data, and gets the
 * events that it missed. With the in-memory adapter, the client must come back to the same server; with {@code
 * RedisStreamsAdapter}, it may come back to any. As in Node, {@code RedisAdapter} restores no clients.
 *
 * @param maxDisconnectionMillis how long a client may be away
 * @param skipMiddlewares whether a restored client is let in without asking the middleware again. Otherwise it misses what is
 *     emitted while the middleware is asked, as in Node
 */
public record ConnectionStateRecovery(long maxDisconnectionMillis, boolean skipMiddlewares) {

    /** Two minutes, skipping the middleware, as in {@code socket.io} 4.8. */
    public static final ConnectionStateRecovery DEFAULT = new ConnectionStateRecovery(120_000, true);
}
