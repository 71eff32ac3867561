package io.github.fanoutlab.testbed.redis;

import static io.github.fanoutlab.testbed.redis.CommandRefused.error;
import static io.github.fanoutlab.testbed.redis.Words.bulk;
import static io.github.fanoutlab.testbed.redis.Words.bulks;
import static io.github.fanoutlab.testbed.redis.Words.integer;
import static io.github.fanoutlab.testbed.redis.Words.matching;
import static io.github.fanoutlab.testbed.redis.Words.word;
import static io.github.fanoutlab.testbed.redis.Words.words;

import io.github.fanoutlab.platform.redis.RedisCommand;
import io.github.fanoutlab.platform.redis.RedisReply;
import io.github.fanoutlab.platform.redis.RedisReply.Bulk;
import io.github.fanoutlab.platform.redis.RedisReply.Multi;
import io.github.fanoutlab.platform.redis.RedisReply.Number;
import io.github.fanoutlab.platform.redis.RedisReply.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/** The commands of hashes, strings and their times to live, on sixteen databases. */
final class KeyCommands {

    /** As many as Redis has by default. */
    private static final int DATABASES = 16;

    private final List<Database> databases = new ArrayList<>();
    private final LongSupplier nowMillis;

    KeyCommands(LongSupplier nowMillis) {
        this.nowMillis = nowMillis;
        for (int i = 0; i < DATABASES; i++) {
            databases.add(new Database(nowMillis));
        }
    }

    void fill(CommandTable table) {
        table.query("HSET", -4, this::hset);
        table.query(
                "HGET", 3, (client, command) -> new Bulk(hash(client, command).get(word(command, 1))));
        table.query(
                "HEXISTS", 3, (client, command) -> truth(hash(client, command).containsKey(word(command, 1))));
        table.query(
                "HLEN", 2, (client, command) -> new Number(hash(client, command).size()));
        table.query("HGETALL", 2, this::hgetall);
        table.query("HDEL", -3, this::hdel);

        table.query("SET", -3, this::set);
        table.query("GET", 2, (client, command) -> new Bulk(keys(client).get(word(command, 0))));
        table.query("GETDEL", 2, this::getdel);
        table.query("EXISTS", -2, (client, command) -> count(words(command), keys(client)::exists));
        table.query("DEL", -2, (client, command) -> count(words(command), keys(client)::remove));
        table.query("TYPE", 2, (client, command) -> new Status(keys(client).type(word(command, 0))));
        table.query("EXPIRE", 3, (client, command) -> expire(client, command, 1000));
        table.query("PEXPIRE", 3, (client, command) -> expire(client, command, 1));
        table.query("PERSIST", 2, (client, command) -> truth(keys(client).persist(word(command, 0))));
        table.query("TTL", 2, this::ttl);
        table.query("PTTL", 2, (client, command) -> new Number(keys(client).millisToLive(word(command, 0))));

        table.query("SELECT", 2, this::select);
        table.query("KEYS", 2, this::keysMatching);
        table.query(
                "DBSIZE",
                1,
                (client, command) -> new Number(keys(client).names().size()));
        table.query("FLUSHDB", 1, (client, command) -> flush(List.of(keys(client))));
        table.query("FLUSHALL", 1, (client, command) -> flush(databases));
    }

    List<Database> databases() {
        return databases;
    }

    /** The database that {@code client} has chosen. */
    Database keys(ConnectionState client) {
        return databases.get(client.database);
    }

    private Map<String, byte[]> hash(ConnectionState client, RedisCommand command) {
        return keys(client).hash(word(command, 0));
    }

    private RedisReply hset(ConnectionState client, RedisCommand command) {
        List<byte[]> args = command.args();
        if (args.size() % 2 == 0) {
            throw CommandRefused.wrongNumberOfArguments(command.name());
        }
        Map<String, byte[]> fields = keys(client).hashToWrite(word(command, 0));
        int before = fields.size();
        for (int i = 1; i < args.size(); i += 2) {
            fields.put(word(command, i), args.get(i + 1));
        }
        return new Number(fields.size() - before);
    }

    private RedisReply hgetall(ConnectionState client, RedisCommand command) {
        List<RedisReply> pairs = new ArrayList<>();
        hash(client, command).forEach((field, value) -> {
            pairs.add(bulk(field));
            pairs.add(new Bulk(value));
        });
        return new Multi(pairs);
    }

    private RedisReply hdel(ConnectionState client, RedisCommand command) {
        List<String> words = words(command);
        return new Number(keys(client).removeFields(words.get(0), words.subList(1, words.size())));
    }

    /** With {@code EX seconds} or {@code PX milliseconds}, or without an option. */
    private RedisReply set(ConnectionState client, RedisCommand command) {
        int words = command.args().size();
        String option = words > 2 ? word(command, 2).toUpperCase(Locale.ROOT) : "";
        if (words > 2 && !List.of("EX", "PX").contains(option)) {
            throw error("RedisModel knows SET without options, or with EX or PX only");
        }
        if (words > 2 && words != 4) {
            throw error("syntax error");
        }
        String key = word(command, 0);
        if (words == 2) {
            keys(client).set(key, command.args().get(1));
            return new Status("OK");
        }
        long duration = integer(command, 3);
        if (duration <= 0) {
            throw invalidExpireTime(command);
        }
        long at = expireTime(command, duration, option.equals("EX") ? 1000 : 1);
        keys(client).set(key, command.args().get(1));
        keys(client).expireAt(key, at);
        return new Status("OK");
    }

    private RedisReply getdel(ConnectionState client, RedisCommand command) {
        RedisReply value = new Bulk(keys(client).get(word(command, 0)));
        keys(client).remove(word(command, 0));
        return value;
    }

    private RedisReply expire(ConnectionState client, RedisCommand command, long unitMillis) {
        long at = expireTime(command, integer(command, 1), unitMillis);
        return truth(keys(client).expireAt(word(command, 0), at));
    }

    private long expireTime(RedisCommand command, long duration, long unitMillis) {
        try {
            return Math.addExact(Math.multiplyExact(duration, unitMillis), nowMillis.getAsLong());
        } catch (ArithmeticException overflow) {
            throw invalidExpireTime(command);
        }
    }

    private static CommandRefused invalidExpireTime(RedisCommand command) {
        return error("invalid expire time in '" + command.name().toLowerCase(Locale.ROOT) + "' command");
    }

    private RedisReply ttl(ConnectionState client, RedisCommand command) {
        long millis = keys(client).millisToLive(word(command, 0));
        return new Number(millis < 0 ? millis : (millis + 500) / 1000);
    }

    private RedisReply select(ConnectionState client, RedisCommand command) {
        long index = integer(command, 0);
        if (index != (int) index) {
            throw error("value is out of range, value must between -2147483648 and 2147483647");
        }
        if (index < 0 || index >= DATABASES) {
            throw error("DB index is out of range");
        }
        client.database = (int) index;
        return new Status("OK");
    }

    /** {@code KEYS *} means every key, even one with an empty name, which the pattern by itself would not match. */
    private RedisReply keysMatching(ConnectionState client, RedisCommand command) {
        String pattern = word(command, 0);
        List<String> names = keys(client).names();
        return bulks(pattern.equals("*") ? names : matching(pattern, names));
    }

    private static RedisReply flush(List<Database> databases) {
        databases.forEach(Database::clear);
        return new Status("OK");
    }

    private static RedisReply count(List<String> keys, Predicate<String> counted) {
        return new Number(keys.stream().filter(counted).count());
    }

    private static RedisReply truth(boolean truth) {
        return new Number(truth ? 1 : 0);
    }
}
