package io.github.fanoutlab.adapter.redis.pubsub;

import io.github.fanoutlab.adapter.redis.codec.MalformedMessageException;
import io.github.fanoutlab.platform.node.NodePorts;
import io.github.fanoutlab.platform.redis.RedisConnection;
import io.github.fanoutlab.platform.redis.RedisReply;
import java.util.Arrays;

/** Drops messages from Redis that no peer should have sent, with a warning that says what came and what was expected. */
public final class MessageGuard {

    private static final int EXCERPT_BYTES = 64;

    private MessageGuard() {}

    /** Takes a message, or throws a {@link MalformedMessageException}. */
    @FunctionalInterface
    public interface Receiver {

        /** A message has come. */
        void receive(byte[] payload);
    }

    /** {@code receiver} as a guarded listener; {@code expected} says in the warning what should have come. */
    public static RedisConnection.MessageListener guarded(NodePorts ports, String expected, Receiver receiver) {
        return (channel, payload) -> {
            try {
                receiver.receive(payload);
            } catch (MalformedMessageException malformed) {
                ports.counters().increment(AdapterCounters.GARBAGE_DROPPED);
                byte[] excerpt = Arrays.copyOf(payload, Math.min(payload.length, EXCERPT_BYTES));
                ports.log()
                        .warn("redis: dropped a message of " + payload.length + " bytes on channel " + channel + ": "
                                + malformed.getMessage() + "; it begins " + RedisReply.readable(excerpt)
                                + "; expected " + expected);
            }
        };
    }
}
