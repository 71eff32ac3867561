package io.github.fanoutlab.testbed.redis;

import static io.github.fanoutlab.testbed.redis.Words.bulk;
import static io.github.fanoutlab.testbed.redis.Words.bulks;
import static io.github.fanoutlab.testbed.redis.Words.matching;
import static io.github.fanoutlab.testbed.redis.Words.word;
import static io.github.fanoutlab.testbed.redis.Words.words;

import io.github.fanoutlab.platform.redis.RedisCommand;
import io.github.fanoutlab.platform.redis.RedisReply;
import io.github.fanoutlab.platform.redis.RedisReply.Bulk;
import io.github.fanoutlab.platform.redis.RedisReply.Multi;
import io.github.fanoutlab.platform.redis.RedisReply.Number;
import io.github.fanoutlab.testbed.redis.RedisModel.Output;
import io.github.fanoutlab.testbed.redis.Subscribers.PatternSubscribers;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The commands of publish and subscribe. */
final class PubSubCommands {

    private final Subscribers subscribers = new Subscribers();
    private final Subscribers shardSubscribers = new Subscribers();
    private long messagesDelivered;

    void fill(CommandTable table) {
        table.action("PUBLISH", 3, this::publish);
        table.actionWhileSubscribed("SUBSCRIBE", -2, this::subscribe);
        table.actionWhileSubscribed("PSUBSCRIBE", -2, this::psubscribe);
        table.actionWhileSubscribed("UNSUBSCRIBE", -1, this::unsubscribe);
        table.actionWhileSubscribed("PUNSUBSCRIBE", -1, this::punsubscribe);
        table.action("SPUBLISH", 3, this::spublish);
        table.actionWhileSubscribed("SSUBSCRIBE", -2, this::ssubscribe);
        table.actionWhileSubscribed("SUNSUBSCRIBE", -1, this::sunsubscribe);
        table.container("PUBSUB");
        table.query("PUBSUB|CHANNELS", -2, (client, command) -> channels(subscribers, command));
        table.query("PUBSUB|NUMSUB", -2, (client, command) -> numsub(subscribers, command));
        table.query("PUBSUB|SHARDCHANNELS", -2, (client, command) -> channels(shardSubscribers, command));
        table.query("PUBSUB|SHARDNUMSUB", -2, (client, command) -> numsub(shardSubscribers, command));
        table.query(
                "PUBSUB|NUMPAT",
                2,
                (client, command) -> new Number(subscribers.patterns().size()));
    }

    Subscribers subscribers() {
        return subscribers;
    }

    Subscribers shardSubscribers() {
        return shardSubscribers;
    }

    long messagesDelivered() {
        return messagesDelivered;
    }

    /** Ends all subscriptions of {@code client} without confirming it. */
    void leaveAll(ConnectionState client) {
        client.channels.forEach(channel -> subscribers.unsubscribe(client.number, channel));
        client.patterns.forEach(pattern -> subscribers.punsubscribe(client.number, pattern));
        client.shardChannels.forEach(channel -> shardSubscribers.unsubscribe(client.number, channel));
        client.shardChannels.clear();
        client.channels.clear();
        client.patterns.clear();
    }

    private void publish(ConnectionState publisher, RedisCommand command, List<Output> out) {
        String channel = word(command, 0);
        Bulk channelBytes = new Bulk(command.args().get(0));
        Bulk payload = new Bulk(command.args().get(1));
        send(new Multi(List.of(Bulk.of("message"), channelBytes, payload)), subscribers.of(channel), out);
        for (PatternSubscribers match : subscribers.matching(channel)) {
            Bulk pattern = bulk(match.pattern());
            send(new Multi(List.of(Bulk.of("pmessage"), pattern, channelBytes, payload)), match.connections(), out);
        }
        countReceivers(publisher, out);
    }

    private void spublish(ConnectionState publisher, RedisCommand command, List<Output> out) {
        Bulk channel = new Bulk(command.args().get(0));
        Bulk payload = new Bulk(command.args().get(1));
        send(new Multi(List.of(Bulk.of("smessage"), channel, payload)), shardSubscribers.of(word(command, 0)), out);
        countReceivers(publisher, out);
    }

    private void countReceivers(ConnectionState publisher, List<Output> out) {
        int receivers = out.size();
        messagesDelivered += receivers;
        out.add(new Output(publisher.number, new Number(receivers)));
    }

    private static void send(RedisReply message, Set<Integer> connections, List<Output> out) {
        connections.forEach(connection -> out.add(new Output(connection, message)));
    }

    private void subscribe(ConnectionState client, RedisCommand command, List<Output> out) {
        for (String channel : words(command)) {
            client.channels.add(channel);
            subscribers.subscribe(client.number, channel);
            out.add(confirmation(client, "subscribe", bulk(channel)));
        }
    }

    private void psubscribe(ConnectionState client, RedisCommand command, List<Output> out) {
        for (String pattern : words(command)) {
            client.patterns.add(pattern);
            subscribers.psubscribe(client.number, pattern);
            out.add(confirmation(client, "psubscribe", bulk(pattern)));
        }
    }

    private void unsubscribe(ConnectionState client, RedisCommand command, List<Output> out) {
        for (String channel : namedOrAll(command, client.channels)) {
            client.channels.remove(channel);
            subscribers.unsubscribe(client.number, channel);
            out.add(confirmation(client, "unsubscribe", bulk(channel)));
        }
        confirmNothing(client, "unsubscribe", out);
    }

    private void punsubscribe(ConnectionState client, RedisCommand command, List<Output> out) {
        for (String pattern : namedOrAll(command, client.patterns)) {
            client.patterns.remove(pattern);
            subscribers.punsubscribe(client.number, pattern);
            out.add(confirmation(client, "punsubscribe", bulk(pattern)));
        }
        confirmNothing(client, "punsubscribe", out);
    }

    private void ssubscribe(ConnectionState client, RedisCommand command, List<Output> out) {
        for (String channel : words(command)) {
            client.shardChannels.add(channel);
            shardSubscribers.subscribe(client.number, channel);
            out.add(shardConfirmation(client, "ssubscribe", bulk(channel)));
        }
    }

    private void sunsubscribe(ConnectionState client, RedisCommand command, List<Output> out) {
        for (String channel : namedOrAll(command, client.shardChannels)) {
            client.shardChannels.remove(channel);
            shardSubscribers.unsubscribe(client.number, channel);
            out.add(shardConfirmation(client, "sunsubscribe", bulk(channel)));
        }
        if (out.isEmpty()) {
            out.add(shardConfirmation(client, "sunsubscribe", new Bulk(null)));
        }
    }

    private static List<String> namedOrAll(RedisCommand command, Set<String> all) {
        return command.args().isEmpty() ? List.copyOf(all) : words(command);
    }

    /** If no name was given and nothing was subscribed to, Redis still confirms, with nil for the name. */
    private static void confirmNothing(ConnectionState client, String kind, List<Output> out) {
        if (out.isEmpty()) {
            out.add(confirmation(client, kind, new Bulk(null)));
        }
    }

    private static Output confirmation(ConnectionState client, String kind, Bulk topic) {
        return confirmation(client, kind, topic, client.subscriptions());
    }

    private static Output shardConfirmation(ConnectionState client, String kind, Bulk topic) {
        return confirmation(client, kind, topic, client.shardChannels.size());
    }

    private static Output confirmation(ConnectionState client, String kind, Bulk topic, int count) {
        return new Output(client.number, new Multi(List.of(Bulk.of(kind), topic, new Number(count))));
    }

    private static RedisReply channels(Subscribers subscribers, RedisCommand command) {
        return switch (command.args().size()) {
            case 1 -> bulks(subscribers.channels());
            case 2 -> bulks(matching(word(command, 1), subscribers.channels()));
            default -> throw CommandRefused.subcommandSyntax(command);
        };
    }

    private static RedisReply numsub(Subscribers subscribers, RedisCommand command) {
        List<RedisReply> pairs = new ArrayList<>();
        for (String channel : words(command).subList(1, command.args().size())) {
            pairs.add(bulk(channel));
            pairs.add(new Number(subscribers.of(channel).size()));
        }
        return new Multi(pairs);
    }
}
