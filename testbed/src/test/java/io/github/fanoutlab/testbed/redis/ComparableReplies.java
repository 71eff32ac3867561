package io.github.fanoutlab.testbed.redis;

import io.github.fanoutlab.platform.redis.RedisCommand;
import io.github.fanoutlab.platform.redis.RedisReply;
import io.github.fanoutlab.platform.redis.RedisReply.Bulk;
import io.github.fanoutlab.platform.redis.RedisReply.Failure;
import io.github.fanoutlab.platform.redis.RedisReply.Multi;
import io.github.fanoutlab.platform.redis.RedisReply.Number;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Removes differences that are no errors: orders that depend on a hash table, time that passes while a test runs, and the words of
 * errors before Redis 7.0. Everything else stays as sent.
 */
final class ComparableReplies {

    /** Times to live are drawn in whole thousands of seconds, and a run takes less than one thousand. */
    private static final int ROUND_SECONDS = 1000;

    /** Before 7.0 a subcommand was not a command: it was checked last, and its errors had other words. */
    private static final Pattern ABOUT_SUBCOMMAND = Pattern.compile(
            "(?i)ERR (unknown subcommand|(wrong number of arguments for|can't execute) '(pubsub|client)).*");

    /** An id that Redis made of its clock. */
    private static final Pattern ID_OF_NOW = Pattern.compile("\\b[0-9]{13}-[0-9]+");

    private final boolean wordsBefore7;

    ComparableReplies(boolean wordsBefore7) {
        this.wordsBefore7 = wordsBefore7;
    }

    /** What one connection got for {@code command}, as text. */
    List<String> of(RedisCommand command, List<RedisReply> replies) {
        List<RedisReply> comparable = new ArrayList<>(replies);
        switch (command.name()) {
            case "PUBLISH", "SPUBLISH" -> sortPatternMessages(comparable);
            case "KEYS" -> comparable.replaceAll(ComparableReplies::sorted);
            case "PUBSUB" -> {
                if (!command.args().isEmpty()
                        && command.arg(0).toUpperCase(Locale.ROOT).endsWith("CHANNELS")) {
                    comparable.replaceAll(ComparableReplies::sorted);
                }
            }
            case "UNSUBSCRIBE", "PUNSUBSCRIBE", "SUNSUBSCRIBE" -> {
                if (command.args().isEmpty()) {
                    sortNames(comparable);
                }
            }
            case "TTL" -> comparable.replaceAll(reply -> roundedUp(reply, ROUND_SECONDS));
            case "PTTL" -> comparable.replaceAll(reply -> roundedUp(reply, ROUND_SECONDS * 1000L));
            default -> {}
        }
        if (wordsBefore7) {
            comparable.replaceAll(ComparableReplies::inNeutralWords);
        }
        return comparable.stream()
                .map(reply -> ID_OF_NOW.matcher(reply.toString()).replaceAll("(now)"))
                .toList();
    }

    /** Pattern messages of one PUBLISH follow each other, after the message of the channel itself, with the same payload. */
    private static void sortPatternMessages(List<RedisReply> replies) {
        int begin = 0;
        while (begin < replies.size()) {
            int end = begin + 1;
            while (end < replies.size() && areOfOnePublish(replies.get(begin), replies.get(end))) {
                end++;
            }
            replies.subList(begin, end).sort(Comparator.comparing(RedisReply::toString));
            begin = end;
        }
    }

    private static boolean areOfOnePublish(RedisReply one, RedisReply other) {
        return isPatternMessage(one)
                && isPatternMessage(other)
                && ((Multi) one).items().get(3).equals(((Multi) other).items().get(3));
    }

    private static boolean isPatternMessage(RedisReply reply) {
        return reply instanceof Multi multi && multi.items().get(0).equals(Bulk.of("pmessage"));
    }

    private static RedisReply sorted(RedisReply reply) {
        if (reply instanceof Multi multi) {
            return new Multi(multi.items().stream()
                    .sorted(Comparator.comparing(RedisReply::toString))
                    .toList());
        }
        return reply;
    }

    /** Sorts the names and leaves the counts where they are. */
    private static void sortNames(List<RedisReply> confirmations) {
        List<RedisReply> names = new ArrayList<>();
        for (RedisReply confirmation : confirmations) {
            names.add(((Multi) confirmation).items().get(1));
        }
        names.sort(Comparator.comparing(RedisReply::toString));
        for (int i = 0; i < names.size(); i++) {
            List<RedisReply> items = new ArrayList<>(((Multi) confirmations.get(i)).items());
            items.set(1, names.get(i));
            confirmations.set(i, new Multi(items));
        }
    }

    private static RedisReply roundedUp(RedisReply reply, long unit) {
        if (reply instanceof Number number && number.value() > 0) {
            return new Number((number.value() + unit - 1) / unit * unit);
        }
        return reply;
    }

    private static RedisReply inNeutralWords(RedisReply reply) {
        if (!(reply instanceof Failure failure)) {
            return reply;
        }
        String message = failure.message();
        if (message.startsWith("ERR unknown command")) {
            return new Failure(message.replaceAll("[`',]", " ").replaceAll(" +", " "));
        }
        if (ABOUT_SUBCOMMAND.matcher(message).matches()) {
            return new Failure("ERR bad subcommand, or not while subscribed");
        }
        return new Failure(message.replace("(P|S)", "(P)")
                .replaceAll("in '(p?expire|set)' command", "in $1")
                .replaceAll("for 'xadd' command", "for XADD"));
    }
}
