package io.github.fanoutlab.legacy.store;

import io.github.fanoutlab.platform.redis.RedisConnection;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The channels of single clients in the dialect 0.9.16, with the bookkeeping of lib/stores/redis.js:
 *
 * <pre>
 *   subscribe            a consumer is waiting
 *   Redis confirms       all that are waiting for this channel are listening from now on
 *   unsubscribe          all that are listening are forgotten; those that are waiting are not, and will listen later
 * </pre>
 *
 * <p>Two defects of 0.9.16 follow, and are kept. An unsubscription that overtakes a confirmation leaves a consumer behind. One
 * consumer's unsubscription silences all others of the channel.
 */
final class ClientChannels {

    /** Reads a message that came on a channel of a client, and hands its arguments to {@code consumer}. */
    @FunctionalInterface
    interface Reader {
        void read(Channel channel, String id, byte[] payload, Consumer<MessageArgs> consumer);
    }

    private final RedisConnection sub;
    private final boolean forgetful;
    private final Reader reader;
    private final Map<String, List<Consumer<MessageArgs>>> waiting = new LinkedHashMap<>();
    private final Map<String, List<Consumer<MessageArgs>>> listening = new LinkedHashMap<>();
    private boolean wasUp;

    /** {@code forgetful}: a subscription that is asked for while Redis is down is lost. */
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
                    name,
                    (any, payload) -> receive(channel, id, payload),
                    () -> startListening(name, waiting.remove(name)));
        }
    }

    private void receive(Channel channel, String id, byte[] payload) {
        List<Consumer<MessageArgs>> consumers = listening.get(channel.wireName(id));
        if (consumers != null) {
            reader.read(channel, id, payload, args -> List.copyOf(consumers).forEach(each -> each.accept(args)));
        }
    }

    void unsubscribe(Channel channel, String id, Runnable onUnsubscribed) {
        String name = channel.wireName(id);
        listening.remove(name);
        if (reachesRedis()) {
            List<Consumer<MessageArgs>> overtaken = waiting.remove(name);
            sub.unsubscribe(name, () -> {
                startListening(name, overtaken);
                onUnsubscribed.run();
            });
        }
    }

    private void startListening(String name, List<Consumer<MessageArgs>> consumers) {
        if (consumers != null) {
            listening.computeIfAbsent(name, any -> new ArrayList<>()).addAll(consumers);
        }
    }

    private boolean reachesRedis() {
        wasUp |= sub.isUp();
        return !forgetful || !wasUp || sub.isUp();
    }
}
