package io.github.fanoutlab.testbed.redis;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.fanoutlab.platform.redis.RedisCommand;
import io.github.fanoutlab.platform.redis.RedisReply;
import io.github.fanoutlab.platform.redis.RedisReply.Bulk;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Redis's names and values are bytes. Inside the model a <em>word</em> is a string with one byte in each char: it is equal to
 * another when the bytes are, and can be a key of a map.
 */
final class Words {

    /** The only form in which Redis reads an integer: no plus, no blanks, no leading zeros. */
    private static final Pattern INTEGER = Pattern.compile("0|-?[1-9][0-9]{0,18}");

    private Words() {}

    static String word(byte[] bytes) {
        return new String(bytes, ISO_8859_1);
    }

    static String word(RedisCommand command, int index) {
        return word(command.args().get(index));
    }

    static List<String> words(RedisCommand command) {
        return command.args().stream().map(Words::word).toList();
    }

    static byte[] bytes(String word) {
        return word.getBytes(ISO_8859_1);
    }

    /** The word of a text for people. */
    static String ofText(String text) {
        return word(text.getBytes(UTF_8));
    }

    /** A word for people. */
    static String toText(String word) {
        return new String(bytes(word), UTF_8);
    }

    static Bulk bulk(String word) {
        return new Bulk(bytes(word));
    }

    static RedisReply bulks(Iterable<String> words) {
        List<RedisReply> replies = new ArrayList<>();
        words.forEach(word -> replies.add(bulk(word)));
        return new RedisReply.Multi(replies);
    }

    static long integer(RedisCommand command, int index) {
        String word = word(command, index);
        try {
            if (INTEGER.matcher(word).matches()) {
                return Long.parseLong(word);
            }
        } catch (NumberFormatException tooLong) {
            throw CommandRefused.notAnInteger();
        }
        throw CommandRefused.notAnInteger();
    }

    /** The names that match {@code pattern}, in their order. */
    static List<String> matching(String pattern, Iterable<String> names) {
        GlobPattern glob = new GlobPattern(pattern);
        List<String> matching = new ArrayList<>();
        for (String name : names) {
            if (glob.matches(name)) {
                matching.add(name);
            }
        }
        return matching;
    }
}
