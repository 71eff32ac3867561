package io.github.fanoutlab.adapter.redis.streams;

import io.github.fanoutlab.adapter.redis.pubsub.Publisher;
import io.github.fanoutlab.platform.EventLoop;
import io.github.fanoutlab.platform.redis.RedisCommand;
import io.github.fanoutlab.platform.redis.RedisReply;
import io.github.fanoutlab.platform.redis.RedisReply.Failure;
import java.util.List;
import java.util.function.Consumer;

/** Sends commands that change nothing, each again until Redis says what it has: the connection may break, or Redis may be loading. */
final class ReadCommands {

    /** How Redis refuses a command that it will take later, perhaps on another connection. */
    private static final List<String> NOT_NOW =
            List.of("ERR max number of clients", "LOADING", "READONLY", "MASTERDOWN", "CLUSTERDOWN", "TRYAGAIN");

    static final long RETRY_MILLIS = 100;

    private final EventLoop loop;
    private final Publisher publisher;

    ReadCommands(EventLoop loop, Publisher publisher) {
        this.loop = loop;
        this.publisher = publisher;
    }

    /** {@code onReply} gets a failure if that is what Redis will always say, or if it was away for too long. */
    void send(RedisCommand command, Consumer<RedisReply> onReply) {
        publisher.send(command, reply -> {
            if (reply instanceof Failure failure && failure.inDoubt()) {
                send(command, onReply);
            } else if (reply instanceof Failure failure && isNotNow(failure)) {
                loop.schedule(RETRY_MILLIS, () -> send(command, onReply));
            } else {
                onReply.accept(reply);
            }
        });
    }

    /** Whether the same command may succeed later. */
    static boolean isNotNow(Failure failure) {
        return NOT_NOW.stream().anyMatch(failure.message()::startsWith);
    }
}
