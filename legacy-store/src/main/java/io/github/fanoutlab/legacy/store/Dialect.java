package io.github.fanoutlab.legacy.store;

/**
 * What the nodes of one cluster speak on Redis, by the version of npm's {@code socket.io}. All nodes must speak the same.
 *
 * <pre>
 *                              V0_9_16                               V0_9_17
 *   channels                   8, and 5 more for each client         13
 *   a handshake                answered, then published              published, then answered
 *   the end of a session       published only by a node that does    published to every node
 *                              not hold its transport: the other
 *                              nodes keep its state forever
 * </pre>
 */
public enum Dialect {
    /**
     * 0.9.16 and older. A node subscribes to {@code message:ID} and {@code disconnect:ID} when a client connects to it, and never
     * unsubscribes. It subscribes to {@code heartbeat-clear:ID}, {@code disconnect-force:ID} and {@code dispatch:ID} for each open
     * transport. Every node subscribes to {@code dispatch:ID} when a transport closes anywhere.
     */
    V0_9_16,

    /** 0.9.17 to 0.9.19. */
    V0_9_17;

    /** Whether a handshake is answered before it is published. */
    public boolean answersFirst() {
        return this == V0_9_16;
    }

    /** Whether the node that ends a session publishes that. */
    public boolean publishesEnd() {
        return this != V0_9_16;
    }

    /** Whether a client has channels of its own. */
    public boolean channelsPerClient() {
        return this == V0_9_16;
    }

    /** Whether every node subscribes to {@code channel} at the start. */
    boolean shares(Channel channel) {
        return this != V0_9_16 || !channel.isPerClient();
    }
}
