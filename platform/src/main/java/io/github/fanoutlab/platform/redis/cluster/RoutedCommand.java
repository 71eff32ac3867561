package io.github.fanoutlab.platform.redis.cluster;

import io.github.fanoutlab.platform.redis.RedisCommand;
import io.github.fanoutlab.platform.redis.RedisReply;
import io.github.fanoutlab.platform.redis.RedisReply.Failure;
import io.github.fanoutlab.platform.redis.RedisReply.Multi;
import io.github.fanoutlab.platform.redis.RedisReply.Number;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A command that was given to a {@link ClusterLink}, until its reply is delivered. */
final class RoutedCommand {

    private static final int MAX_REDIRECTIONS = 5;

    private final RedisCommand command;
    private final Consumer<RedisReply> ownReply;
    private final List<RedisReply> messagesAfter = new ArrayList<>();
    private int missingReplies;
    private int redirections;
    private RedisReply reply;
    private String repliedBy;
    private boolean delivered;

    private RoutedCommand(RedisCommand command, int replies, Consumer<RedisReply> ownReply) {
        this.command = command;
        this.missingReplies = replies;
        this.ownReply = ownReply;
    }

    /** A command of the link's user, to which {@code replies} nodes reply. */
    static RoutedCommand ofUser(RedisCommand command, int replies) {
        return new RoutedCommand(command, replies, null);
    }

    /** A command of the link itself; {@code onReply} gets the reply as soon as it is there. */
    static RoutedCommand ofLink(RedisCommand command, Consumer<RedisReply> onReply) {
        return new RoutedCommand(command, 1, onReply);
    }

    RedisCommand command() {
        return command;
    }

    boolean isOfUser() {
        return ownReply == null;
    }

    boolean isAboutSubscription() {
        return command.name().endsWith("SUBSCRIBE");
    }

    boolean isAboutShardChannel() {
        return command.name().equals("SSUBSCRIBE") || command.name().equals("SUNSUBSCRIBE");
    }

    /** Whether a redirection is followed; after some of them the last one is the reply. */
    boolean mayBeRedirected() {
        return missingReplies == 1 && redirections < MAX_REDIRECTIONS;
    }

    void countRedirection() {
        redirections++;
    }

    /** The node {@code address} has replied; the replies of several nodes are added up. */
    void addReply(String address, RedisReply one) {
        missingReplies--;
        repliedBy = address;
        reply = reply == null ? one : sum(reply, one);
    }

    /** Adds up two replies to PUBSUB NUMSUB: channel, count, channel, count. */
    private static RedisReply sum(RedisReply one, RedisReply other) {
        if (!(one instanceof Multi counts) || !(other instanceof Multi more)) {
            return one instanceof Failure ? one : other;
        }
        List<RedisReply> sums = new ArrayList<>();
        for (int i = 0; i < counts.items().size(); i++) {
            RedisReply item = counts.items().get(i);
            sums.add(
                    item instanceof Number count
                            ? new Number(count.value() + ((Number) more.items().get(i)).value())
                            : item);
        }
        return new Multi(sums);
    }

    /** Whether all nodes have replied. */
    boolean isReplied() {
        return missingReplies == 0;
    }

    /** The reply, once all nodes have replied. */
    RedisReply reply() {
        return reply;
    }

    /** The address of the node that replied last. */
    String repliedBy() {
        return repliedBy;
    }

    /** Hands the reply to the link, whose own command this is. */
    void deliverToLink() {
        ownReply.accept(reply);
    }

    /** The reply is delivered to the user; returns the messages that waited for that. */
    List<RedisReply> markDelivered() {
        delivered = true;
        return messagesAfter;
    }

    boolean isDelivered() {
        return delivered;
    }

    /** Keeps a pub/sub message that came after the reply, until the reply is delivered. */
    void addMessageAfter(RedisReply message) {
        messagesAfter.add(message);
    }

    @Override
    public String toString() {
        return command.toString();
    }
}
