package io.github.fanoutlab.legacy.store;

/**
 * How the nodes of one cluster speak to each other. All of them must speak the same.
 *
 * <pre>
 *                              V0_9_16                               V0_9_17
 *   channels                   8, and 5 more for each client         13
 *   a handshake                answered, then published              published, then answered
 *   the end of a session       told to nobody, unless the session    told to every node
 *                              lives elsewhere: every other node
 *                              keeps its state for ever
 * </pre>
 */
public enum Dialect {
    /**
     * 0.9.16 and older. A node subscribes to {@code message:ID} and {@code disconnect:ID} when a client connects to it,
     * and never leaves them; each open transport to {@code heartbeat-clear:ID}, {@code disconnect-force:ID} and {@code
     * dispatch:ID}; every node to {@code dispatch:ID} when a transport closes anywhere.
     */
    V0_9_16,

    /** 0.9.17 to 0.9.19. */
    V0_9_17;

    /** Whether a handshake is answered before it is published. */
    public boolean answersFirst() {
        return this == V0_9_16;
    }

    /** Whether the end of a session is told to every node. */
    public boolean tellsTheEnd() {
        return this != V0_9_16;
    }

    /** Whether a client has channels of its own. */
    public boolean channelsPerClient() {
        return this == V0_9_16;
    }

    /** The channels that every node subscribes to at the start. */
    boolean shares(Channel channel) {
        return this != V0_9_16 || !channel.isPerClient();
    }
}
