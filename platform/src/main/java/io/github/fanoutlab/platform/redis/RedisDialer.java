package io.github.fanoutlab.platform.redis;

import java.util.List;

/** Opens connections to Redis, which know nothing of retries or subscriptions. Used on the node's loop only. */
public interface RedisDialer {

    /** The address as given, without user and password: for messages to people. */
    String address();

    /** Opens one connection; {@code listener} is called on the node's loop, in a later turn. */
    Link dial(Listener listener);

    /** One connection to Redis: on its way up, up, or over for good. Used on the node's loop only. */
    interface Link {

        /** Writes the commands in their order, in one write; only after {@link Listener#onUp()}. */
        void write(List<RedisCommand> commands);

        /** Breaks the connection; the listener is not called any more. */
        void close();
    }

    /** Gets what happens on a link. */
    interface Listener {

        /** The connection is up. */
        void onUp();

        /** The next reply or pub/sub message has arrived, in the order in which Redis sent them. */
        void onReply(RedisReply reply);

        /** The connection could not be made, or broke; nothing more will arrive. What was written may have had its effect. */
        void onDown(String reason);
    }
}
