package io.github.fanoutlab.legacy.store;

import io.github.fanoutlab.platform.node.NodePorts;
import io.github.fanoutlab.platform.redis.RedisHealth;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import tools.jackson.databind.node.ArrayNode;

/**
 * Connects a server to the other nodes of its cluster, and keeps its clients' data. {@link MemoryStore} and {@link RedisStore}
 * are the two. Used on the node's loop only.
 */
public interface Store {

    /** Counts published messages that keep the other nodes' tables up to date. */
    String STATE_MESSAGES_PUBLISHED = "legacy.stateMessagesPublished";

    /** Counts the node's own messages that came back from Redis and were dropped. */
    String OWN_ECHOES_DROPPED = "legacy.ownEchoesDropped";

    /**
     * Begins to call {@code receiver} with each message that another node publishes on a channel that all clients share. Once per
     * store.
     *
     * @throws IllegalStateException if the store belongs to a server already
     */
    void open(NodePorts ports, BiConsumer<Channel, MessageArgs> receiver);

    /** What it speaks to the other nodes. */
    default Dialect dialect() {
        return Dialect.V0_9_17;
    }

    /**
     * Subscribes to {@code channel} of session {@code id} if clients have channels of their own; otherwise does nothing. As in
     * 0.9.16, a consumer that is given twice is called twice.
     */
    default void subscribe(Channel channel, String id, Consumer<MessageArgs> consumer) {}

    /**
     * Unsubscribes all consumers of {@code channel} of session {@code id}. {@code onUnsubscribed} runs when Redis has confirmed, or
     * at once if clients have no channels of their own.
     */
    default void unsubscribe(Channel channel, String id, Runnable onUnsubscribed) {
        onUnsubscribed.run();
    }

    /** Tells all other nodes. {@code args} begin with what the message is about: a session's id, or for a dispatch a room key. */
    void publish(Channel channel, ArrayNode args);

    /** The data of session {@code id}. */
    ClientStore client(String id);

    /**
     * Makes the data of session {@code id}, which is over, expire in {@code expirationSeconds}, or deletes it if that is null.
     * Does nothing if {@link #client} was never called for it here.
     */
    void destroyClient(String id, Long expirationSeconds);

    /** How its connections to Redis are; empty if it has none. On the loop. */
    default List<RedisHealth> redis() {
        return List.of();
    }

    /** Deletes the data of all sessions known here, and closes the connections. */
    void close();
}
