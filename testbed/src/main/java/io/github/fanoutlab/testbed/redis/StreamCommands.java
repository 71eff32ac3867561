package io.github.fanoutlab.testbed.redis;

import static io.github.fanoutlab.testbed.redis.CommandRefused.error;
import static io.github.fanoutlab.testbed.redis.Words.integer;
import static io.github.fanoutlab.testbed.redis.Words.word;
import static io.github.fanoutlab.testbed.redis.Words.words;

import io.github.fanoutlab.platform.redis.RedisCommand;
import io.github.fanoutlab.platform.redis.RedisReply;
import io.github.fanoutlab.platform.redis.RedisReply.Bulk;
import io.github.fanoutlab.platform.redis.RedisReply.Multi;
import io.github.fanoutlab.platform.redis.RedisReply.Number;
import io.github.fanoutlab.platform.redis.StreamId;
import io.github.fanoutlab.testbed.redis.RedisModel.Output;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * The commands of streams.
 *
 * <p>An XREAD with BLOCK that finds nothing blocks its connection until another connection adds an entry, or its time is over. Of
 * several that wait, the first one gets its reply first. An entry that is trimmed as soon as it is added wakes nobody, as in Redis 7.2;
 * earlier versions reply with an empty list.
 */
final class StreamCommands {

    private static final RedisReply NIL = new Bulk(null);
    private static final long DOES_NOT_BLOCK = -1;

    /** An XREAD: after which entry of each stream, how many at most, and how long it may block. */
    private record Reading(Database database, Map<String, StreamId> after, long count, long blockMillis) {}

    private record Blocked(ConnectionState client, Reading reading, long untilMillis) {}

    private final Function<ConnectionState, Database> keys;
    private final LongSupplier nowMillis;
    private final List<Blocked> blocked = new ArrayList<>();
    private long entriesRead;

    StreamCommands(Function<ConnectionState, Database> keys, LongSupplier nowMillis) {
        this.keys = keys;
        this.nowMillis = nowMillis;
    }

    void fill(CommandTable table) {
        table.query("XADD", -5, this::xadd);
        table.query("XLEN", 2, this::xlen);
        table.query("XTRIM", -4, this::xtrim);
        table.query("XRANGE", -4, (client, command) -> xrange(client, command, false));
        table.query("XREVRANGE", -4, (client, command) -> xrange(client, command, true));
        table.action("XREAD", -4, this::xread);
    }

    private Stream stream(ConnectionState client, RedisCommand command) {
        return keys.apply(client).stream(word(command, 0));
    }

    /** {@code XADD key [MAXLEN [=|~] n] *|id field value …}. */
    private RedisReply xadd(ConnectionState client, RedisCommand command) {
        Trimming trimming = Trimming.in(command, 1);
        int idAt = trimming == null ? 1 : trimming.end;
        int fields = command.args().size() - idAt - 1;
        String wanted = fields < 0 ? "" : word(command, idAt);
        StreamId given = wanted.equals("*") ? null : id(wanted, 0);
        if (fields < 2 || fields % 2 == 1) {
            throw CommandRefused.wrongNumberOfArguments(command.name());
        }
        if (StreamId.FIRST.equals(given)) {
            throw error("The ID specified in XADD must be greater than 0-0");
        }
        Stream stream = keys.apply(client).streamToWrite(word(command, 0));
        StreamId id = given == null ? nextId(stream) : given;
        if (!id.isAfter(stream.last())) {
            throw error("The ID specified in XADD is equal or smaller than the target stream top item");
        }
        stream.add(id, command.args().subList(idAt + 1, command.args().size()));
        if (trimming != null) {
            stream.trim(trimming.most, trimming.roughly);
        }
        return Bulk.of(id.toString());
    }

    /** The clock's, if it has moved on. */
    private StreamId nextId(Stream stream) {
        StreamId now = new StreamId(nowMillis.getAsLong(), 0);
        return now.isAfter(stream.last()) ? now : stream.last().next();
    }

    private RedisReply xlen(ConnectionState client, RedisCommand command) {
        Stream stream = stream(client, command);
        return new Number(stream == null ? 0 : stream.length());
    }

    private RedisReply xtrim(ConnectionState client, RedisCommand command) {
        Trimming trimming = Trimming.in(command, 1);
        if (trimming == null || trimming.end < command.args().size()) {
            throw error("syntax error");
        }
        Stream stream = stream(client, command);
        return new Number(stream == null ? 0 : stream.trim(trimming.most, trimming.roughly));
    }

    /** {@code MAXLEN [=|~] n} in a command; the word after it is at {@code end}. */
    private record Trimming(long most, boolean roughly, int end) {

        /** Null when there is none at {@code index}. */
        static Trimming in(RedisCommand command, int index) {
            if (!isOption(command, index, "MAXLEN")
                    || index + 1 >= command.args().size()) {
                return null;
            }
            boolean how = index + 2 < command.args().size() && List.of("~", "=").contains(word(command, index + 1));
            int at = how ? index + 2 : index + 1;
            long most = integer(command, at);
            if (most < 0) {
                throw error("The MAXLEN argument must be >= 0.");
            }
            return new Trimming(most, how && word(command, index + 1).equals("~"), at + 1);
        }
    }

    private static boolean isOption(RedisCommand command, int index, String name) {
        return index < command.args().size() && word(command, index).equalsIgnoreCase(name);
    }

    /** {@code XRANGE key start end [COUNT n]}; XREVRANGE has the end first. */
    private RedisReply xrange(ConnectionState client, RedisCommand command, boolean reversed) {
        StreamId from = limit(word(command, reversed ? 2 : 1), 0);
        StreamId to = limit(word(command, reversed ? 1 : 2), -1);
        long count = 0;
        boolean counted = false;
        for (int i = 3; i < command.args().size(); i += 2) {
            if (!isOption(command, i, "COUNT") || i + 1 >= command.args().size()) {
                throw error("syntax error");
            }
            count = integer(command, i + 1);
            counted = true;
        }
        Stream stream = stream(client, command);
        if (stream == null) {
            return new Multi(List.of());
        }
        if (counted && count <= 0) {
            return NIL;
        }
        return entries(reversed ? stream.reversedRange(from, to, count) : stream.range(from, to, count));
    }

    /** An end of a range; {@code (} before it excludes the id itself. */
    private static StreamId limit(String word, long missingSequence) {
        if (word.equals("-")) {
            return StreamId.FIRST;
        }
        if (word.equals("+")) {
            return StreamId.LAST;
        }
        if (!word.startsWith("(")) {
            return id(word, missingSequence);
        }
        StreamId excluded = id(word.substring(1), missingSequence);
        return missingSequence == 0 ? excluded.next() : excluded.previous();
    }

    private static StreamId id(String word, long missingSequence) {
        try {
            return word.contains("-")
                    ? StreamId.parse(word)
                    : new StreamId(StreamId.parse(word + "-0").millis(), missingSequence);
        } catch (NumberFormatException e) {
            throw error("Invalid stream ID specified as stream command argument");
        }
    }

    private void xread(ConnectionState client, RedisCommand command, List<Output> out) {
        Reading reading = reading(client, command);
        RedisReply found = read(reading);
        if (found == NIL && reading.blockMillis != DOES_NOT_BLOCK) {
            long until = reading.blockMillis == 0 ? Long.MAX_VALUE : nowMillis.getAsLong() + reading.blockMillis;
            blocked.add(new Blocked(client, reading, until));
            client.blocked = true;
        } else {
            out.add(new Output(client.number, found));
        }
    }

    /** {@code XREAD [COUNT n] [BLOCK millis] STREAMS key … id …}. */
    private Reading reading(ConnectionState client, RedisCommand command) {
        List<String> words = words(command);
        long count = 0;
        long block = DOES_NOT_BLOCK;
        int next = 0;
        while (next < words.size() && !isOption(command, next, "STREAMS")) {
            if (next + 1 == words.size()) {
                throw error("syntax error");
            }
            switch (words.get(next).toUpperCase(Locale.ROOT)) {
                case "COUNT" -> count = Math.max(0, integer(command, next + 1));
                case "BLOCK" -> block = timeout(command, next + 1);
                default -> throw error("syntax error");
            }
            next += 2;
        }
        List<String> rest = words.subList(Math.min(next + 1, words.size()), words.size());
        if (rest.isEmpty()) {
            throw error("syntax error");
        }
        if (rest.size() % 2 == 1) {
            throw error("Unbalanced XREAD list of streams: for each stream key an ID or '$' must be specified.");
        }
        Map<String, StreamId> after = new LinkedHashMap<>();
        for (int i = 0; i < rest.size() / 2; i++) {
            Stream stream = keys.apply(client).stream(rest.get(i));
            String id = rest.get(rest.size() / 2 + i);
            StreamId last = stream == null ? StreamId.FIRST : stream.last();
            after.put(rest.get(i), id.equals("$") ? last : id(id, 0));
        }
        return new Reading(keys.apply(client), after, count, block);
    }

    private static long timeout(RedisCommand command, int index) {
        try {
            long millis = integer(command, index);
            if (millis < 0) {
                throw error("timeout is negative");
            }
            return millis;
        } catch (CommandRefused e) {
            throw e.getMessage().contains("integer") ? error("timeout is not an integer or out of range") : e;
        }
    }

    /** What there is to read, a stream after the other; nil when there is nothing. */
    private RedisReply read(Reading reading) {
        List<RedisReply> streams = new ArrayList<>();
        reading.after.forEach((key, id) -> {
            Stream stream = reading.database.type(key).equals("stream") ? reading.database.stream(key) : null;
            List<Stream.Entry> entries = stream == null ? List.of() : stream.after(id, reading.count);
            if (!entries.isEmpty()) {
                entriesRead += entries.size();
                streams.add(new Multi(List.of(Words.bulk(key), entries(entries))));
            }
        });
        return streams.isEmpty() ? NIL : new Multi(streams);
    }

    private static RedisReply entries(List<Stream.Entry> entries) {
        List<RedisReply> replies = new ArrayList<>();
        for (Stream.Entry entry : entries) {
            List<RedisReply> fields = new ArrayList<>();
            entry.fields().forEach(field -> fields.add(new Bulk(field)));
            replies.add(new Multi(List.of(Bulk.of(entry.id().toString()), new Multi(fields))));
        }
        return new Multi(replies);
    }

    /** Replies to those who waited for what is there now; returns them. */
    List<ConnectionState> serveBlocked(List<Output> out) {
        List<ConnectionState> served = new ArrayList<>();
        for (Blocked waiting : List.copyOf(blocked)) {
            RedisReply found = read(waiting.reading);
            if (found != NIL) {
                unblock(waiting, found, served, out);
            }
        }
        return served;
    }

    /** Replies nil to those whose time is over; returns them. */
    List<ConnectionState> timeOut(List<Output> out) {
        List<ConnectionState> served = new ArrayList<>();
        for (Blocked waiting : List.copyOf(blocked)) {
            if (waiting.untilMillis <= nowMillis.getAsLong()) {
                unblock(waiting, NIL, served, out);
            }
        }
        return served;
    }

    private void unblock(Blocked waiting, RedisReply reply, List<ConnectionState> served, List<Output> out) {
        blocked.remove(waiting);
        waiting.client.blocked = false;
        served.add(waiting.client);
        out.add(new Output(waiting.client.number, reply));
    }

    /** When the first of those who wait has waited long enough, on the clock of this Redis; empty if nobody does. */
    OptionalLong nextTimeoutMillis() {
        return blocked.stream()
                .mapToLong(Blocked::untilMillis)
                .filter(until -> until < Long.MAX_VALUE)
                .min();
    }

    long entriesRead() {
        return entriesRead;
    }

    /** {@code client} has gone. */
    void forget(ConnectionState client) {
        blocked.removeIf(waiting -> waiting.client == client);
    }
}
