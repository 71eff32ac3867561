package io.github.fanoutlab.testbed.redis;

import io.github.fanoutlab.platform.redis.RedisCommand;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/**
 * Commands drawn from a seed, so that they affect each other: few channels, patterns that overlap, few keys that are now strings and
 * now hashes. Some commands are malformed or unknown.
 */
final class GeneratedCommands {

    private static final List<String> CHANNELS =
            List.of("a", "ab", "abc", "b", "bc", "socket.io#/#", "a*", "", "zürich", "a]");
    private static final List<String> PATTERNS = List.of(
            "*",
            "a*",
            "*b*",
            "a?",
            "?",
            "[ab]*",
            "[^a]*",
            "[a-c]b",
            "[c-a]b",
            "a\\*",
            "ab",
            "",
            "**c",
            "socket.io#*",
            "z??rich",
            "[",
            "a[]",
            "a\\]",
            "[^",
            "a[-]]",
            "*[b-",
            "\\");
    private static final List<String> KEYS = List.of("k1", "k2", "hash", "s1", "", "\u0000\r\n");
    private static final List<String> FIELDS = List.of("f", "g", "h", "", "f\u0000");
    private static final List<String> VALUES = List.of("", "1", "text", "\r\n$5\r\n", "ünï", "0123456789".repeat(6));
    private static final List<String> SECONDS = List.of(
            "1000",
            "5000",
            "100000",
            "0",
            "-1",
            "-0",
            "01",
            "+1",
            "1.5",
            "",
            " 1",
            "soon",
            "9223372036854775807",
            "9223372036854775808",
            "-9223372036854775808",
            "99999999999999999999");
    private static final List<String> DATABASES = List.of("0", "0", "1", "15", "16", "-1", "x", "4294967296");
    private static final List<String> STREAMS = List.of("s1", "s1", "s2", "s2", "s3", "k1");
    /** Ends of ranges, of which Redis takes some only at one end. */
    private static final List<String> LIMITS =
            List.of("-", "+", "-", "+", "5", "10-3", "(10-3", "(7", "40", "100-0", "0-0", "", "x", "1-2-3", "(");

    private static final List<String> LENGTHS = List.of("0", "1", "5", "20", "100", "150", "-1", "many");
    private static final List<String> NAMES = List.of("me", "", "you and me", "ü");

    private record Kind(int weight, Supplier<RedisCommand> draw) {}

    private final Random random;
    private final List<Kind> kinds = new ArrayList<>();
    private final List<Kind> streamKinds = new ArrayList<>();
    private int published;
    private int added;

    /** {@code sharded}: also commands of sharded pub/sub, which came with Redis 7.0. */
    GeneratedCommands(long seed, boolean sharded) {
        random = new Random(seed);
        if (sharded) {
            kind(12, () -> RedisCommand.of("SPUBLISH", one(CHANNELS), "s" + published++ + one(VALUES)));
            kind(6, () -> RedisCommand.of("SSUBSCRIBE", some(1, 3, CHANNELS)));
            kind(6, () -> RedisCommand.of("SUNSUBSCRIBE", some(0, 3, CHANNELS)));
            kind(2, () -> RedisCommand.of("PUBSUB", "SHARDNUMSUB", one(CHANNELS), one(CHANNELS)));
            kind(2, () -> RedisCommand.of("PUBSUB", "SHARDCHANNELS", one(PATTERNS)));
        }
        kind(25, () -> RedisCommand.of("PUBLISH", one(CHANNELS), "m" + published++ + one(VALUES)));
        kind(7, () -> RedisCommand.of("SUBSCRIBE", some(1, 3, CHANNELS)));
        kind(7, () -> RedisCommand.of("PSUBSCRIBE", some(1, 3, PATTERNS)));
        kind(8, () -> RedisCommand.of("UNSUBSCRIBE", some(0, 3, CHANNELS)));
        kind(8, () -> RedisCommand.of("PUNSUBSCRIBE", some(0, 3, PATTERNS)));
        kind(3, () -> RedisCommand.of("PUBSUB", "NUMSUB", one(CHANNELS), one(CHANNELS)));
        kind(3, () -> RedisCommand.of("PUBSUB", "channels", one(PATTERNS)));
        kind(1, () -> RedisCommand.of("PUBSUB", "CHANNELS"));
        kind(1, () -> RedisCommand.of("PUBSUB", "CHANNELS", one(PATTERNS), one(PATTERNS)));
        kind(1, () -> RedisCommand.of("PUBSUB", "NUMPAT", "please"));
        kind(2, () -> RedisCommand.of("PUBSUB", "NUMPAT"));
        kind(1, () -> RedisCommand.of("PUBSUB", "NumThings"));
        kind(8, () -> RedisCommand.of("HSET", one(KEYS), one(FIELDS), one(VALUES)));
        kind(3, () -> RedisCommand.of("HSET", one(KEYS), one(FIELDS), one(VALUES), one(FIELDS), one(VALUES)));
        kind(5, () -> RedisCommand.of("HGET", one(KEYS), one(FIELDS)));
        kind(3, () -> RedisCommand.of("HEXISTS", one(KEYS), one(FIELDS)));
        kind(5, () -> RedisCommand.of("HGETALL", one(KEYS)));
        kind(2, () -> RedisCommand.of("HLEN", one(KEYS)));
        kind(6, () -> RedisCommand.of("HDEL", one(KEYS), one(FIELDS), one(FIELDS)));
        kind(4, () -> RedisCommand.of("SET", one(KEYS), one(VALUES)));
        kind(4, () -> RedisCommand.of("GET", one(KEYS)));
        kind(3, () -> RedisCommand.of("EXISTS", some(1, 3, KEYS)));
        kind(5, () -> RedisCommand.of("DEL", some(1, 2, KEYS)));
        kind(2, () -> RedisCommand.of("TYPE", one(KEYS)));
        kind(4, () -> RedisCommand.of("EXPIRE", one(KEYS), one(SECONDS)));
        kind(1, () -> RedisCommand.of("PERSIST", one(KEYS)));
        kind(1, () -> RedisCommand.of("PEXPIRE", one(KEYS), one(SECONDS) + "000"));
        kind(3, () -> RedisCommand.of("TTL", one(KEYS)));
        kind(2, () -> RedisCommand.of("PTTL", one(KEYS)));
        kind(2, () -> RedisCommand.of("KEYS", one(PATTERNS)));
        kind(1, () -> RedisCommand.of("DBSIZE"));
        kind(1, () -> RedisCommand.of(random.nextBoolean() ? "FLUSHALL" : "FLUSHDB"));
        kind(2, () -> RedisCommand.of("SELECT", one(DATABASES)));
        kind(1, () -> RedisCommand.of("CLIENT", "SETNAME", one(NAMES)));
        kind(1, () -> RedisCommand.of("CLIENT", "GETNAME"));
        kind(2, () -> RedisCommand.of("PING", some(0, 2, VALUES)));
        kind(1, () -> RedisCommand.of("ECHO", one(VALUES)));
        kind(1, () -> RedisCommand.of("RESET"));
        kind(1, () -> RedisCommand.of("QUIT"));
        kind(4, () -> RedisCommand.of("SET", one(KEYS), one(VALUES), one(List.of("PX", "ex")), one(SECONDS)));
        kind(3, () -> RedisCommand.of("GETDEL", one(KEYS)));
        kind(10, this::nextOfStreams);
        kind(3, this::malformed);
        kind(1, () -> RedisCommand.of("FROBNICATE", some(0, 3, CHANNELS)));
        streamKind(30, () -> xadd(growing()));
        streamKind(5, () -> xadd(growing(), "MAXLEN", aboveZero()));
        streamKind(5, () -> xadd(growing(), "maxlen", "=", aboveZero()));
        streamKind(20, () -> xadd(growing(), "MAXLEN", "~", aboveZero()));
        streamKind(4, () -> xadd(one(List.of("0-0", "1-1", "7", "*", "*", "x", "-"))));
        streamKind(2, () -> RedisCommand.of("XADD", one(STREAMS), growing(), "f", "v", "g"));
        streamKind(8, () -> RedisCommand.of("XLEN", one(STREAMS)));
        streamKind(5, () -> RedisCommand.of("XTRIM", one(STREAMS), "MAXLEN", one(List.of("~", "=")), one(LENGTHS)));
        streamKind(2, () -> RedisCommand.of("XTRIM", one(STREAMS), "MAXLEN", one(LENGTHS)));
        streamKind(4, () -> RedisCommand.of("XRANGE", one(STREAMS), one(LIMITS), one(LIMITS)));
        streamKind(4, () -> RedisCommand.of("XRANGE", one(STREAMS), recent(), "+"));
        streamKind(3, () -> RedisCommand.of("XRANGE", one(STREAMS), one(LIMITS), one(LIMITS), "COUNT", one(LENGTHS)));
        streamKind(3, () -> RedisCommand.of("XREVRANGE", one(STREAMS), one(LIMITS), one(LIMITS), "count", "1"));
        streamKind(6, () -> RedisCommand.of("XREAD", "COUNT", one(LENGTHS), "STREAMS", one(STREAMS), recent()));
        streamKind(2, () -> RedisCommand.of("XREAD", "STREAMS", "s1", "s2", recent(), one(List.of("$", "0", "x"))));
        streamKind(1, () -> RedisCommand.of("XREAD", "STREAMS", "s1", "s2", "0"));
        streamKind(1, () -> RedisCommand.of("DEL", one(STREAMS)));
        streamKind(1, () -> RedisCommand.of("SET", one(STREAMS), "text"));
        streamKind(1, () -> RedisCommand.of("TYPE", one(STREAMS)));
    }

    private void streamKind(int weight, Supplier<RedisCommand> draw) {
        streamKinds.add(new Kind(weight, draw));
    }

    private RedisCommand xadd(String id, String... options) {
        List<Object> args = new ArrayList<>(List.of(one(STREAMS)));
        args.addAll(List.of(options));
        args.addAll(List.of(id, one(FIELDS), one(VALUES)));
        return RedisCommand.of("XADD", args.toArray());
    }

    private String aboveZero() {
        return one(LENGTHS.subList(1, LENGTHS.size()));
    }

    /** An id above all that were drawn before. */
    private String growing() {
        added++;
        return added / 3 + "-" + (1 + added % 3);
    }

    /** An id of which the streams have some lower and some higher ones. */
    String recent() {
        return Integer.toString(Math.max(0, added - random.nextInt(60)) / 3);
    }

    RedisCommand next() {
        return next(kinds);
    }

    /** A command of streams, or one that makes room for them. XREAD does not block. */
    RedisCommand nextOfStreams() {
        return next(streamKinds);
    }

    private RedisCommand next(List<Kind> kinds) {
        int draw = random.nextInt(kinds.stream().mapToInt(Kind::weight).sum());
        for (Kind kind : kinds) {
            draw -= kind.weight;
            if (draw < 0) {
                return kind.draw.get();
            }
        }
        throw new AssertionError("weights do not add up");
    }

    /** From 0 to {@code bound} - 1. */
    int nextInt(int bound) {
        return random.nextInt(bound);
    }

    /** A pattern of a few characters, most of which are special. */
    String nextPattern() {
        return letters("ab*?[]^-\\", 9);
    }

    /** A channel name of a few characters, some of which are special in patterns. */
    String nextChannel() {
        return letters("abb*[]^-\\c", 5);
    }

    private void kind(int weight, Supplier<RedisCommand> draw) {
        kinds.add(new Kind(weight, draw));
    }

    /** A command with too few arguments. One with too many could be right in another version of Redis. */
    private RedisCommand malformed() {
        RedisCommand whole = next();
        List<byte[]> args = whole.args();
        return RedisCommand.of(
                whole.name(), args.subList(0, Math.max(0, args.size() - 1)).toArray());
    }

    private String one(List<String> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    private Object[] some(int least, int most, List<String> choices) {
        Object[] some = new Object[least + random.nextInt(most - least + 1)];
        for (int i = 0; i < some.length; i++) {
            some[i] = one(choices);
        }
        return some;
    }

    private String letters(String alphabet, int most) {
        StringBuilder text = new StringBuilder();
        for (int length = random.nextInt(most + 1); length > 0; length--) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }
}
