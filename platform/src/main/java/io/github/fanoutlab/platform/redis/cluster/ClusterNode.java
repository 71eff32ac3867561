package io.github.fanoutlab.platform.redis.cluster;

import io.github.fanoutlab.platform.redis.RedisCommand;
import io.github.fanoutlab.platform.redis.RedisConnection;
import io.github.fanoutlab.platform.redis.RedisDialer;
import io.github.fanoutlab.platform.redis.RedisReply;
import io.github.fanoutlab.platform.redis.RedisReply.Multi;
import io.github.fanoutlab.platform.redis.RedisReply.Number;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * One of the connections that a {@link ClusterLink} consists of. It tells replies from pub/sub messages, pairs each reply with its
 * command, and counts the subscriptions that its node has confirmed.
 */
final class ClusterNode implements RedisDialer.Listener {

    private static final RedisReply SHARD_UNSUBSCRIBED = RedisReply.Bulk.of("sunsubscribe");

    private final ClusterLink cluster;
    private final String address;
    private final RedisDialer.Link connection;
    private final List<RedisCommand> unwritten = new ArrayList<>();
    private long unwrittenBytes;
    private final Deque<RoutedCommand> unreplied = new ArrayDeque<>();
    private RoutedCommand lastReplied;
    private long subscriptions;
    private long shardSubscriptions;
    private boolean up;
    private boolean closed;

    /** Dials the node at {@code address}, {@code host:port}. */
    ClusterNode(ClusterLink cluster, String address, RedisDialer dialer) {
        this.cluster = cluster;
        this.address = address;
        this.connection = dialer.dial(this);
    }

    String address() {
        return address;
    }

    boolean isUp() {
        return up;
    }

    /**
     * Gives {@code command} to this node; {@link #flush} writes it. A node that is not up yet when more waits for it than may wait for a
     * {@link RedisConnection} counts as down.
     */
    void send(RoutedCommand command) {
        unreplied.add(command);
        unwritten.add(command.command());
        unwrittenBytes += command.command().wireBytes();
    }

    private boolean isTooMuchUnwritten() {
        return unwritten.size() > RedisConnection.MAX_WAITING || unwrittenBytes > RedisConnection.MAX_WAITING_BYTES;
    }

    void flush() {
        if (up && !closed && !unwritten.isEmpty()) {
            List<RedisCommand> batch = List.copyOf(unwritten);
            unwritten.clear();
            unwrittenBytes = 0;
            connection.write(batch);
        } else if (!up && !closed && isTooMuchUnwritten()) {
            connection.close();
            onDown("it is not up yet, and too much waits for it");
        }
    }

    @Override
    public void onUp() {
        up = true;
        cluster.onUp(this);
        flush();
    }

    @Override
    public void onReply(RedisReply reply) {
        if (closed) {
            return;
        }
        if (isSubscribed() && reply instanceof Multi multi && multi.isMessage()) {
            onMessage(reply);
        } else if (isUnsubscribedByNode(reply)) {
            cluster.end("node " + address + " no longer has the slot of a subscribed channel");
        } else if (unreplied.isEmpty()) {
            cluster.end("node " + address + " sent a reply that nobody asked for: " + reply);
        } else {
            onReplyTo(unreplied.poll(), reply);
        }
    }

    private boolean isSubscribed() {
        return subscriptions > 0 || shardSubscriptions > 0;
    }

    private void onMessage(RedisReply message) {
        if (lastReplied == null || lastReplied.isDelivered()) {
            cluster.deliver(message);
        } else {
            lastReplied.addMessageAfter(message);
        }
    }

    /** A node that loses a slot unsubscribes from its channels, without being asked to. */
    private boolean isUnsubscribedByNode(RedisReply reply) {
        boolean asked =
                !unreplied.isEmpty() && unreplied.peek().command().name().equals("SUNSUBSCRIBE");
        return shardSubscriptions > 0
                && !asked
                && reply instanceof Multi multi
                && multi.items().size() == 3
                && multi.items().get(0).equals(SHARD_UNSUBSCRIBED);
    }

    private void onReplyTo(RoutedCommand command, RedisReply reply) {
        if (command.isOfUser()) {
            lastReplied = command;
        }
        if (command.isAboutSubscription() && reply instanceof Multi confirmation) {
            long now = ((Number) confirmation.items().get(2)).value();
            if (command.isAboutShardChannel()) {
                shardSubscriptions = now;
            } else {
                subscriptions = now;
            }
        }
        cluster.onReply(this, command, reply);
    }

    /** Whether messages come from this node, or will. */
    boolean isSubscribedOrSubscribing() {
        return isSubscribed() || unreplied.stream().anyMatch(RoutedCommand::isAboutSubscription);
    }

    /** The commands that the node has not replied to, in their order. */
    List<RoutedCommand> unreplied() {
        return List.copyOf(unreplied);
    }

    @Override
    public void onDown(String reason) {
        if (!closed) {
            closed = true;
            cluster.onDown(this, reason);
        }
    }

    void close() {
        closed = true;
        connection.close();
    }
}
