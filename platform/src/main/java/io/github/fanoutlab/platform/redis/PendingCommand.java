package io.github.fanoutlab.platform.redis;

import java.util.function.Consumer;

/**
 * A command that waits to be sent, or for its reply.
 *
 * @param aboutSubscription whether it is dropped when the connection is lost, since subscriptions are made again
 * @param sinceMillis when it was given, in the loop's time
 */
record PendingCommand(
        RedisCommand command, Consumer<RedisReply> onReply, boolean aboutSubscription, long sinceMillis) {}
