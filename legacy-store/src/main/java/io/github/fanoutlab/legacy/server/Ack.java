package io.github.fanoutlab.legacy.server;

/**
 * What to do when the client acknowledges an event: the last argument of an emit. A {@link Runnable} in its place asks for a
 * receipt only.
 *
 * <p>As in 0.9, it stays registered as long as its socket exists. It is called again if the client acknowledges twice, and it is
 * kept if the client never does.
 */
@FunctionalInterface
public interface Ack {

    /** The client has acknowledged with {@code args}. Called on the node's loop. */
    void call(ReceivedArgs args);
}
