package io.github.fanoutlab.platform.redis;

import io.github.fanoutlab.platform.Counters;
import io.github.fanoutlab.platform.redis.RedisConnection.MessageListener;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What one connection wants to be subscribed to, and what of it Redis has confirmed: channels, patterns and shard channels, each in the
 * order in which they were asked for. They outlive the connection; what was confirmed does not.
 */
final class Subscriptions {

    private static final RedisReply SHARD_MESSAGE = RedisReply.Bulk.of("smessage");
    private static final RedisReply SHARD_SUBSCRIBED = RedisReply.Bulk.of("ssubscribe");
    private static final RedisReply SHARD_UNSUBSCRIBED = RedisReply.Bulk.of("sunsubscribe");

    private final Map<String, Subscription> channels = new LinkedHashMap<>();
    private final Map<String, Subscription> patterns = new LinkedHashMap<>();
    private final Map<String, Subscription> shardChannels = new LinkedHashMap<>();
    private final Counters counters;
    /** How many subscriptions Redis has confirmed on this connection, without those of shard channels. */
    private long countAtRedis;
    /** How many subscriptions of shard channels it has confirmed. */
    private long shardCountAtRedis;

    Subscriptions(Counters counters) {
        this.counters = counters;
    }

    /** A channel or pattern that the node wants to be subscribed to, and whether Redis has confirmed it. */
    final class Subscription {
        private final RedisCommand command;
        private MessageListener listener;
        private Runnable onSubscribed;
        private boolean asked;
        private boolean confirmed;
        private boolean left;

        private Subscription(RedisCommand command) {
            this.command = command;
        }

        RedisCommand command() {
            return command;
        }

        /** Whether Redis has yet to reply to it. */
        boolean isAsked() {
            return asked;
        }

        /** The command that asks Redis for it. */
        RedisCommand ask() {
            asked = true;
            return command;
        }

        void onRefused() {
            asked = false;
        }

        /** Redis has subscribed to it; whoever asked is told, unless it was left meanwhile. */
        void onConfirmed() {
            asked = false;
            if (!left) {
                setConfirmed(true);
                onSubscribed.run();
            }
        }

        private void setConfirmed(boolean now) {
            if (confirmed != now) {
                confirmed = now;
                counters.add(RedisConnection.SUBSCRIPTIONS_CONFIRMED, now ? 1 : -1);
            }
        }
    }

    /** Adds what {@code command} subscribes to; if it is there, its listeners are replaced. */
    Subscription want(RedisCommand command, MessageListener listener, Runnable onSubscribed) {
        Subscription subscription = tableOf(command).computeIfAbsent(command.arg(0), topic -> {
            counters.add(RedisConnection.SUBSCRIPTIONS, 1);
            return new Subscription(command);
        });
        subscription.listener = listener;
        subscription.onSubscribed = onSubscribed;
        return subscription;
    }

    /** Removes what {@code command} unsubscribes from; false if it was not there. */
    boolean forget(RedisCommand command) {
        Subscription subscription = tableOf(command).remove(command.arg(0));
        if (subscription == null) {
            return false;
        }
        subscription.left = true;
        counters.add(RedisConnection.SUBSCRIPTIONS, -1);
        subscription.setConfirmed(false);
        return true;
    }

    void forEach(Consumer<Subscription> action) {
        for (Map<String, Subscription> table : tables()) {
            table.values().forEach(action);
        }
    }

    void clear() {
        for (Map<String, Subscription> table : tables()) {
            counters.add(RedisConnection.SUBSCRIPTIONS, -table.size());
            table.clear();
        }
    }

    /** Takes the number that a confirmation ends with: how many subscriptions the connection has now. */
    void readCount(RedisReply confirmation) {
        if (confirmation instanceof RedisReply.Multi multi
                && multi.items().size() == 3
                && multi.items().get(2) instanceof RedisReply.Number count) {
            RedisReply kind = multi.items().get(0);
            if (kind.equals(SHARD_SUBSCRIBED) || kind.equals(SHARD_UNSUBSCRIBED)) {
                shardCountAtRedis = count.value();
            } else {
                countAtRedis = count.value();
            }
        }
    }

    /** Whether the connection is a subscribed one for Redis, so that messages arrive among its replies. */
    boolean isSubscribed() {
        return countAtRedis > 0 || shardCountAtRedis > 0;
    }

    /** The connection is lost or closed: nothing is confirmed any more. */
    void onConnectionEnded() {
        countAtRedis = 0;
        shardCountAtRedis = 0;
        forEach(subscription -> {
            subscription.asked = false;
            subscription.setConfirmed(false);
        });
    }

    /** Hands a message, in its RESP form, to its listener; one that nobody wants any more is dropped. */
    void deliver(List<RedisReply> message) {
        boolean byPattern = message.size() == 4;
        boolean byShard = message.get(0).equals(SHARD_MESSAGE);
        Map<String, Subscription> table = byPattern ? patterns : byShard ? shardChannels : channels;
        Subscription subscription = table.get(text(message.get(1)));
        if (subscription != null && subscription.confirmed) {
            String channel = text(message.get(byPattern ? 2 : 1));
            byte[] payload = ((RedisReply.Bulk) message.get(message.size() - 1)).bytes();
            subscription.listener.onMessage(channel, payload);
        }
    }

    private Map<String, Subscription> tableOf(RedisCommand command) {
        return switch (command.name()) {
            case "SUBSCRIBE", "UNSUBSCRIBE" -> channels;
            case "PSUBSCRIBE", "PUNSUBSCRIBE" -> patterns;
            case "SSUBSCRIBE", "SUNSUBSCRIBE" -> shardChannels;
            default -> throw new IllegalArgumentException(command + " does not subscribe");
        };
    }

    private List<Map<String, Subscription>> tables() {
        return List.of(channels, patterns, shardChannels);
    }

    private static String text(RedisReply reply) {
        return ((RedisReply.Bulk) reply).text();
    }
}
