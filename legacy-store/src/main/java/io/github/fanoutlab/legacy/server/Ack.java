package io.github.fanoutlab.legacy.server;

/**
 * What to do when the client has answered an event. Given as the last argument of an emit; a {@link Runnable} there
 * asks for a receipt only.
 *
 * <p>As in 0.9, it stays registered for the life of its socket: a client that answers twice is heard twice, and one
 * that never answers is waited for without end.
 */
@FunctionalInterface
public interface Ack {

    /** The client answered with {@code args}. Called on the node's loop. */
    void call(ReceivedArgs args);
}
