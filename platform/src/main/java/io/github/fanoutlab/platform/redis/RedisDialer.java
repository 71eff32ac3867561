package io.github.fanoutlab.platform.redis;

import java.util.List;

/** The edge to one Redis: it opens plain TCP connections that know nothing of retries or subscriptions. */
public interface RedisDialer {

    /** The address as its owner wrote it, without a password: for messages to people. */
    String address();

    /** Opens one connection; {@code listener} is called on the node's loop, never before this method has returned. */
    Link dial(Listener listener);

    /** One TCP connection to Redis, on its way up, up, or broken for good. Used on the node's loop only. */
    interface Link {

        /** Writes the commands in their order, in one go; only after {@link Listener#onUp()}. */
        void write(List<RedisCommand> commands);

        /** Breaks the connection; {@link Listener#onDown} is not called any more. */
        void close();
    }

    /** What happens on a link. */
    interface Listener {

        /** The connection is up. */
        void onUp();

        /** The next reply or pub/sub message, in the order in which Redis sent them. */
        void onReply(RedisReply reply);

        /** The connection could not be made or broke; nothing more will come. What was written may have had its effect. */
        void onDown(String reason);
    }
}
