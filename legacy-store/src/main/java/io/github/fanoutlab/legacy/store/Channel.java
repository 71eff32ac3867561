package io.github.fanoutlab.legacy.store;

import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The channels on Redis, in the order in which a node subscribes to them, and the arguments of their messages. The names are
 * these bare words, without a prefix.
 *
 * <p>In the dialect 0.9.17 to 0.9.19, all nodes share all 13. In the dialect 0.9.16, each client has the last five for itself,
 * under shorter names ({@code dispatch:ID} instead of {@code dispatch-remote}), and without the id as first argument.
 */
public enum Channel {
    // region channels
    HANDSHAKE("handshake", "id, data", true),
    CONNECT("connect", "id", true),
    OPEN("open", "id", true),
    JOIN("join", "id, room", true),
    LEAVE("leave", "id, room", true),
    CLOSE("close", "id", true),
    DISPATCH("dispatch", "room, packet, volatile, [id, …]", false),
    DISCONNECT("disconnect", "id", true),
    MESSAGE_REMOTE("message-remote", "id, packet as an object", false, "message"),
    DISCONNECT_REMOTE("disconnect-remote", "id[, reason]", true, "disconnect"),
    DISPATCH_REMOTE("dispatch-remote", "id, packet[, volatile]", false, "dispatch"),
    HEARTBEAT_CLEAR("heartbeat-clear", "id", false, "heartbeat-clear"),
    DISCONNECT_FORCE("disconnect-force", "id", false, "disconnect-force");
    // endregion

    private final String wireName;
    private final String shape;
    private final boolean replicatesState;
    private final String nameForClient;

    Channel(String wireName, String shape, boolean replicatesState) {
        this(wireName, shape, replicatesState, null);
    }

    Channel(String wireName, String shape, boolean replicatesState, String nameForClient) {
        this.wireName = wireName;
        this.shape = shape;
        this.replicatesState = replicatesState;
        this.nameForClient = nameForClient;
    }

    /** The channel's name on Redis. */
    public String wireName() {
        return wireName;
    }

    /** The name on Redis of the channel of session {@code id}, where each client has its own. */
    String wireName(String id) {
        if (nameForClient == null) {
            throw new IllegalArgumentException(this + " is one channel for all sessions; session " + id
                    + " has no such channel of its own. These channels exist for each session: "
                    + Stream.of(values())
                            .filter(Channel::isPerClient)
                            .map(Channel::name)
                            .collect(Collectors.joining(", ")));
        }
        return nameForClient + ":" + id;
    }

    /** The arguments of its messages, for people: {@code id, room}. */
    String shape() {
        return shape;
    }

    /** Whether its messages keep the other nodes' tables up to date, rather than carry something to a client. */
    boolean replicatesState() {
        return replicatesState;
    }

    /** Whether each client has this channel for itself in the dialect 0.9.16. */
    boolean isPerClient() {
        return nameForClient != null;
    }
}
