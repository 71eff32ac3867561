package io.github.fanoutlab.adapter.server;

/**
 * Lets a client that lost its connection for a short while go on as before: with the same id, rooms and data, and with the events
 * that it missed. Only the in-memory adapter does this, so the client must come back to the same server. As in Node, the Redis
 * adapter restores nobody.
 *
 * @param maxDisconnectionMillis how long a client may be away
 * @param skipMiddlewares whether a restored client is let in without asking the middleware again
 */
public record ConnectionStateRecovery(long maxDisconnectionMillis, boolean skipMiddlewares) {

    /** Two minutes, and without the middleware, as in {@code socket.io} 4.8. */
    public static final ConnectionStateRecovery DEFAULT = new ConnectionStateRecovery(120_000, true);
}
