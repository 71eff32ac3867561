package io.github.fanoutlab.adapter.server;

/**
 * Lets a client that lost its connection for a short while go on as if it had not: same id, same rooms, same data, and what it
 * missed meanwhile. Only the in-memory adapter can do so: the client must come back to the same server. As in Node, the Redis
 * adapter restores nobody.
 *
 * @param maxDisconnectionMillis how long a client may be away
 * @param skipMiddlewares whether a client that is restored is let in without asking the middleware again
 */
public record ConnectionStateRecovery(long maxDisconnectionMillis, boolean skipMiddlewares) {

    /** Two minutes, and without the middleware, as in {@code socket.io} 4.8. */
    public static final ConnectionStateRecovery DEFAULT = new ConnectionStateRecovery(120_000, true);
}
