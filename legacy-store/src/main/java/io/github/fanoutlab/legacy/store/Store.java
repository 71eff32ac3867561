package io.github.fanoutlab.legacy.store;

import io.github.fanoutlab.platform.node.NodePorts;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import tools.jackson.databind.node.ArrayNode;

/**
 * Where a server tells the other nodes of its cluster what it does, and keeps its clients' data. Used on the node's
 * loop only.
 */
public interface Store {

    /** The counter of published messages that keep the tables of other nodes up to date. */
    String STATE_MESSAGES_PUBLISHED = "legacy.stateMessagesPublished";

    /** The counter of own messages that Redis brought back, and that were dropped. */
    String OWN_ECHOES_DROPPED = "legacy.ownEchoesDropped";

    /**
     * Begins to call {@code receiver} with each message that another node publishes on a channel that all clients share. Once per
     * store.
     *
     * @throws IllegalStateException if the store serves a server already
     */
    void open(NodePorts ports, BiConsumer<Channel, MessageArgs> receiver);

    /** How it speaks to the other nodes. */
    default Dialect dialect() {
        return Dialect.V0_9_17;
    }

    /**
     * Listens to {@code channel} of session {@code id}, where clients have channels of their own; else there is nothing
     * to do. As in 0.9.16, a consumer that is given twice is called twice.
     */
    default void subscribe(Channel channel, String id, Consumer<MessageArgs> consumer) {}

    /**
     * Ends what {@link #subscribe} has begun, for all consumers of that channel. {@code onUnsubscribed} runs when Redis
     * agrees; at once where clients have no channels of their own.
     */
    default void unsubscribe(Channel channel, String id, Runnable onUnsubscribed) {
        onUnsubscribed.run();
    }

    /** Tells all other nodes. {@code args} begin with what the message is about: a session's id, or for a dispatch a room key. */
    void publish(Channel channel, ArrayNode args);

    /** The data of the client of session {@code id}. */
    ClientStore client(String id);

    /**
     * The session is over for this node: its data goes {@code expirationSeconds} later, or at once when that is null.
     * Nothing happens if {@link #client} was not called for it here.
     */
    void destroyClient(String id, Long expirationSeconds);

    /** Ends: all clients' data known here goes at once, connections are closed. */
    void close();
}
