package io.github.fanoutlab.legacy.store;

import io.github.fanoutlab.platform.redis.RedisConnection;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The channels of single clients, in the dialect 0.9.16, with the bookkeeping of lib/stores/redis.js:
 *
 * <pre>
 *   subscribe                  a consumer waits
 *   Redis confirms it          all that wait for this channel hear from now on
 *   unsubscribe                all that hear are forgotten; those that still wait are not, and hear later
 * </pre>
 *
 * <p>So an unsubscription that overtakes a confirmation leaves a consumer behind, and one consumer's unsubscription
 * silences all others of the channel: defects of 0.9.16, kept.
 */
final class ClientChannels {

    /** Who reads a message that came on a channel of a client. */
    @FunctionalInterface
    interface Reader {
        void read(Channel channel, String id, byte[] payload, Consumer<MessageArgs> consumer);
    }

    private final RedisConnection sub;
    private final boolean forgetful;
    private final Reader reader;
    private final Map<String, List<Consumer<MessageArgs>>> waiting = new LinkedHashMap<>();
    private final Map<String, List<Consumer<MessageArgs>>> hearing = new LinkedHashMap<>();
    private boolean wasUp;

    /** {@code forgetful}: what is asked for while Redis is away is never asked for. */
    ClientChannels(RedisConnection sub, boolean forgetful, Reader reader) {
        this.sub = sub;
        this.forgetful = forgetful;
        this.reader = reader;
    }

    void subscribe(Channel channel, String id, Consumer<MessageArgs> consumer) {
        String name = channel.wireName(id);
        waiting.computeIfAbsent(name, any -> new ArrayList<>()).add(consumer);
        if (reachesRedis()) {
            sub.subscribe(
                    name, (any, payload) -> hear(channel, id, payload), () -> nowHear(name, waiting.remove(name)));
        }
    }

    private void hear(Channel channel, String id, byte[] payload) {
        List<Consumer<MessageArgs>> consumers = hearing.get(channel.wireName(id));
        if (consumers != null) {
            reader.read(channel, id, payload, args -> List.copyOf(consumers).forEach(each -> each.accept(args)));
        }
    }

    void unsubscribe(Channel channel, String id, Runnable onUnsubscribed) {
        String name = channel.wireName(id);
        hearing.remove(name);
        if (reachesRedis()) {
            List<Consumer<MessageArgs>> overtaken = waiting.remove(name);
            sub.unsubscribe(name, () -> {
                nowHear(name, overtaken);
                onUnsubscribed.run();
            });
        }
    }

    private void nowHear(String name, List<Consumer<MessageArgs>> consumers) {
        if (consumers != null) {
            hearing.computeIfAbsent(name, any -> new ArrayList<>()).addAll(consumers);
        }
    }

    private boolean reachesRedis() {
        wasUp |= sub.isUp();
        return !forgetful || !wasUp || sub.isUp();
    }
}
