package io.github.fanoutlab.adapter.redis.pubsub;

import io.github.fanoutlab.adapter.server.Callback;
import io.github.fanoutlab.adapter.server.NoAnswerException;
import io.github.fanoutlab.platform.EventLoop;
import io.github.fanoutlab.platform.node.NodePorts;
import io.github.fanoutlab.platform.redis.RedisCommand;
import io.github.fanoutlab.platform.redis.RedisConnection;
import io.github.fanoutlab.platform.redis.RedisHealth;
import io.github.fanoutlab.platform.redis.RedisReply;
import java.util.function.Consumer;

/** Publishes without waiting for Redis. The first of several failures in a row is logged. On the loop only. */
public final class Publisher {

    private static final long CLOSE_TIMEOUT_MILLIS = 5_000;

    private final NodePorts ports;
    private final RedisConnection connection;
    private int unanswered;
    private boolean failing;
    private Runnable whenClosed;
    private EventLoop.Timer closeTimeout;
    private boolean closed;

    /** Publishes on {@code connection}. */
    public Publisher(NodePorts ports, RedisConnection connection) {
        this.ports = ports;
        this.connection = connection;
    }

    /** How the connection is. */
    public RedisHealth health() {
        return connection.health();
    }

    /** Publishes on a channel. */
    public void publish(String channel, byte[] payload) {
        unanswered++;
        connection.publish(channel, payload, reply -> answered(channel, reply));
    }

    /** Publishes on a shard channel. */
    public void spublish(String channel, byte[] payload) {
        unanswered++;
        connection.spublish(channel, payload, reply -> answered(channel, reply));
    }

    /** Sends another command, for which {@link #close} waits, too. */
    public void send(RedisCommand command, Consumer<RedisReply> onReply) {
        unanswered++;
        connection.send(command, reply -> {
            unanswered--;
            onReply.accept(reply);
            closeIfIdle();
        });
    }

    /** Adds a listener to the connection. */
    public void listen(RedisConnection.StateListener listener) {
        connection.listen(listener);
    }

    /** Counts the connections that are subscribed to {@code channel} itself, not through a pattern. */
    public void countSubscribers(String channel, Callback<Integer> answer) {
        countSubscribers("NUMSUB", channel, answer);
    }

    /** Counts the connections that are subscribed to the shard channel {@code channel}. */
    public void countShardSubscribers(String channel, Callback<Integer> answer) {
        countSubscribers("SHARDNUMSUB", channel, answer);
    }

    private void countSubscribers(String kind, String channel, Callback<Integer> answer) {
        connection.send(RedisCommand.of("PUBSUB", kind, channel), reply -> {
            if (reply instanceof RedisReply.Multi counts
                    && counts.items().size() == 2
                    && counts.items().get(1) instanceof RedisReply.Number count) {
                answer.done(null, (int) count.value());
            } else {
                answer.done(
                        new NoAnswerException("Redis did not say how many servers there are: " + reply
                                + "; no request was sent to them"),
                        null);
            }
        });
    }

    /**
     * Closes the connection when Redis has all that was published and sent, or after five seconds, then runs {@code afterwards}. Does
     * nothing when repeated.
     */
    public void close(Runnable afterwards) {
        if (whenClosed != null) {
            return;
        }
        whenClosed = afterwards;
        closeTimeout = ports.loop().schedule(CLOSE_TIMEOUT_MILLIS, this::closeNow);
        closeIfIdle();
    }

    private void answered(String channel, RedisReply reply) {
        unanswered--;
        boolean failed = reply instanceof RedisReply.Failure;
        if (failed && !failing) {
            ports.log()
                    .warn("redis: a message to channel " + channel + " may not have reached the other servers: "
                            + ((RedisReply.Failure) reply).message());
        }
        failing = failed;
        closeIfIdle();
    }

    private void closeIfIdle() {
        if (whenClosed != null && unanswered == 0) {
            closeNow();
        }
    }

    private void closeNow() {
        if (!closed) {
            closed = true;
            closeTimeout.cancel();
            connection.close();
            whenClosed.run();
        }
    }
}
