package io.github.fanoutlab.platform.redis;

import static io.github.fanoutlab.platform.redis.RedisModelRefusal.error;
import static io.github.fanoutlab.platform.redis.RedisModelRefusal.notAnInteger;
import static io.github.fanoutlab.platform.redis.RedisModelRefusal.subcommandSyntax;
import static io.github.fanoutlab.platform.redis.RedisModelRefusal.unknownCommand;
import static io.github.fanoutlab.platform.redis.RedisModelRefusal.unknownSubcommand;
import static io.github.fanoutlab.platform.redis.RedisModelRefusal.whileSubscribed;
import static io.github.fanoutlab.platform.redis.RedisModelRefusal.wrongNumberOfArguments;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.fanoutlab.platform.Counters;
import io.github.fanoutlab.platform.redis.RedisModelPubSub.PatternSubscribers;
import io.github.fanoutlab.platform.redis.RedisReply.Bulk;
import io.github.fanoutlab.platform.redis.RedisReply.Failure;
import io.github.fanoutlab.platform.redis.RedisReply.Multi;
import io.github.fanoutlab.platform.redis.RedisReply.Number;
import io.github.fanoutlab.platform.redis.RedisReply.Status;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Redis as a pure state machine: commands go in, replies and pub/sub messages come out. No socket, no thread, no clock of
 * its own; the same commands at the same times give the same outputs.
 *
 * <p>A connection is in one of two modes. RESP version 2 is spoken, where a subscribed connection is for messages only:
 *
 * <pre>
 *                  SUBSCRIBE, PSUBSCRIBE
 *      plain -------------------------------&gt; subscribed    only (P)SUBSCRIBE, (P)UNSUBSCRIBE, PING, QUIT, RESET;
 *            &lt;-------------------------------               anything else is refused
 *              the last subscription is gone
 * </pre>
 *
 * <p>A PUBLISH writes to the subscribers of the channel, in the order in which they subscribed; then to the subscribers of
 * each matching pattern; then the number of all these to the publisher. A connection gets one message for each of its
 * subscriptions that fits. The order among several matching patterns is open in Redis (6.2 and 7.0 walk a hash table);
 * here it is the order in which they were first subscribed to. So are the orders of KEYS, of PUBSUB CHANNELS (here
 * sorted), and of UNSUBSCRIBE without arguments.
 *
 * <p>Errors are worded as Redis 7.0 words them. A property test runs generated commands against this class and a real
 * Redis. Left out: everything that Socket.IO servers do not use, options of SET and EXPIRE among it.
 *
 * <p>Used by one thread.
 */
public final class RedisModel {

    private static final int DATABASES = 16;
    private static final Pattern INTEGER = Pattern.compile("0|-?[1-9][0-9]{0,18}");

    /** One reply or message that Redis writes to a connection. */
    public record Output(int connection, RedisReply reply) {}

    /** What Redis remembers of a connection. */
    private static final class Client {
        final int number;
        final Set<String> channels = new LinkedHashSet<>();
        final Set<String> patterns = new LinkedHashSet<>();
        int database;
        byte[] name = null;

        Client(int number) {
            this.number = number;
        }

        int subscriptions() {
            return channels.size() + patterns.size();
        }
    }

    /** What one command does; it adds what Redis writes, in order. */
    private interface Action {
        void run(Client client, RedisCommand command, List<Output> out);
    }

    /** A command that answers with one reply. */
    private interface Query {
        RedisReply answer(Client client, RedisCommand command);
    }

    /**
     * A row of Redis's command table. {@code arity} counts the command's name too; a negative one is the least number.
     */
    private record Command(String name, int arity, boolean whileSubscribed, Action action) {

        /** Whether its first argument names the command that is really meant. */
        boolean isContainer() {
            return action == null;
        }

        boolean accepts(int words) {
            return arity >= 0 ? words == arity : words >= -arity;
        }
    }

    private final Map<String, Command> commands = new LinkedHashMap<>();
    private final LongSupplier nowMillis;
    private final List<RedisModelKeys> databases = new ArrayList<>();
    private final RedisModelPubSub pubSub = new RedisModelPubSub();
    private final Map<Integer, Client> clients = new TreeMap<>();
    private final Counters executed = new Counters();
    private int lastConnection;
    private long messagesDelivered;

    /** An empty Redis; {@code nowMillis} is its clock, read when keys may expire. */
    public RedisModel(LongSupplier nowMillis) {
        this.nowMillis = nowMillis;
        for (int i = 0; i < DATABASES; i++) {
            databases.add(new RedisModelKeys(nowMillis));
        }
        fillCommandTable();
    }

    private void fillCommandTable() {
        add("PUBLISH", 3, this::publish);
        addForSubscribed("SUBSCRIBE", -2, this::subscribe);
        addForSubscribed("PSUBSCRIBE", -2, this::psubscribe);
        addForSubscribed("UNSUBSCRIBE", -1, this::unsubscribe);
        addForSubscribed("PUNSUBSCRIBE", -1, this::punsubscribe);
        container("PUBSUB");
        query("PUBSUB|CHANNELS", -2, this::pubsubChannels);
        query("PUBSUB|NUMSUB", -2, this::pubsubNumsub);
        query(
                "PUBSUB|NUMPAT",
                2,
                (client, command) -> new Number(pubSub.patterns().size()));

        query("HSET", -4, this::hset);
        query("HGET", 3, (client, command) -> new Bulk(hash(client, command).get(word(command, 1))));
        query("HEXISTS", 3, (client, command) -> number(hash(client, command).containsKey(word(command, 1))));
        query("HLEN", 2, (client, command) -> new Number(hash(client, command).size()));
        query("HGETALL", 2, this::hgetall);
        query("HDEL", -3, (client, command) -> {
            List<String> words = words(command);
            return new Number(keys(client).removeFields(words.get(0), words.subList(1, words.size())));
        });

        query("SET", -3, this::set);
        query("GET", 2, (client, command) -> new Bulk(keys(client).get(word(command, 0))));
        query("EXISTS", -2, (client, command) -> count(words(command), keys(client)::exists));
        query("DEL", -2, (client, command) -> count(words(command), keys(client)::remove));
        query("TYPE", 2, (client, command) -> new Status(keys(client).type(word(command, 0))));
        query("EXPIRE", 3, (client, command) -> expire(client, command, 1000));
        query("PEXPIRE", 3, (client, command) -> expire(client, command, 1));
        query("TTL", 2, this::ttl);
        query("PTTL", 2, (client, command) -> new Number(keys(client).millisToLive(word(command, 0))));
        query("KEYS", 2, this::keysMatching);
        query("DBSIZE", 1, (client, command) -> new Number(keys(client).names().size()));
        query("FLUSHDB", 1, (client, command) -> flush(List.of(keys(client))));
        query("FLUSHALL", 1, (client, command) -> flush(databases));

        query("SELECT", 2, this::select);
        query("ECHO", 2, (client, command) -> new Bulk(command.args().get(0)));
        container("CLIENT");
        query("CLIENT|ID", 2, (client, command) -> new Number(client.number));
        query("CLIENT|GETNAME", 2, (client, command) -> new Bulk(client.name));
        query("CLIENT|SETNAME", 3, this::clientSetname);
        addForSubscribed("PING", -1, answering(this::ping));
        addForSubscribed("RESET", 1, answering(this::reset));
        addForSubscribed("QUIT", -1, this::quit);
    }

    private void add(String name, int arity, Action action) {
        commands.put(name, new Command(name, arity, false, action));
    }

    private void addForSubscribed(String name, int arity, Action action) {
        commands.put(name, new Command(name, arity, true, action));
    }

    private void container(String name) {
        add(name, -2, null);
    }

    private void query(String name, int arity, Query query) {
        add(name, arity, answering(query));
    }

    private static Action answering(Query query) {
        return (client, command, out) -> out.add(new Output(client.number, query.answer(client, command)));
    }

    /** Opens a connection and gives its number: 1, 2, 3 and so on. */
    public int connect() {
        lastConnection++;
        clients.put(lastConnection, new Client(lastConnection));
        return lastConnection;
    }

    /** The connection is gone, its subscriptions with it; harmless when it is gone already. */
    public void disconnect(int connection) {
        Client client = clients.remove(connection);
        if (client != null) {
            dropSubscriptions(client);
        }
    }

    /**
     * Executes one command.
     *
     * @return what Redis writes for it, in order: messages to any connections, the reply to this one. After QUIT the
     *     connection is gone
     * @throws IllegalStateException if {@code connection} is not open
     */
    public List<Output> handle(int connection, RedisCommand command) {
        Client client = clients.get(connection);
        if (client == null) {
            throw new IllegalStateException("connection " + connection + " is not open; it sent " + command);
        }
        List<Output> out = new ArrayList<>();
        try {
            Command row = admit(client, command);
            executed.increment(command.name());
            row.action.run(client, command, out);
        } catch (RedisModelRefusal refusal) {
            out.add(new Output(connection, new Failure(refusal.getMessage())));
        }
        return out;
    }

    /** Whether {@code connection} was opened and neither disconnected nor quit. */
    public boolean isOpen(int connection) {
        return clients.containsKey(connection);
    }

    /** How many connections are open now. */
    public int openConnections() {
        return clients.size();
    }

    /** How many connections were ever opened. */
    public int totalConnections() {
        return lastConnection;
    }

    /** Channels that somebody is subscribed to, sorted. */
    public List<String> channels() {
        return pubSub.channels().stream().map(RedisModel::text).sorted().toList();
    }

    /** Patterns that somebody is subscribed to, sorted. */
    public List<String> patterns() {
        return pubSub.patterns().stream().map(RedisModel::text).sorted().toList();
    }

    /** How many connections are subscribed to {@code channel} itself, as PUBSUB NUMSUB counts them. */
    public int subscriberCount(String channel) {
        return pubSub.subscribers(word(channel.getBytes(UTF_8))).size();
    }

    /** How often each command was executed, by its name in upper case; refused as such (unknown, malformed) ones not. */
    public Map<String, Long> commandCounts() {
        return executed.snapshot();
    }

    /** How often the command called {@code name}, in upper case, was executed. */
    public long commandCount(String name) {
        return executed.get(name);
    }

    /** How many messages were pushed to subscribers: {@code message} and {@code pmessage}. */
    public long messagesDelivered() {
        return messagesDelivered;
    }

    /** Names of the keys of all databases, sorted. */
    public List<String> keys() {
        Set<String> names = new TreeSet<>();
        databases.forEach(database -> database.names().forEach(name -> names.add(text(name))));
        return List.copyOf(names);
    }

    private Command admit(Client client, RedisCommand command) {
        Command row = commands.get(command.name());
        if (row == null) {
            throw unknownCommand(command);
        }
        if (row.isContainer() && !command.args().isEmpty()) {
            row = commands.get(command.name() + "|" + command.arg(0).toUpperCase(Locale.ROOT));
            if (row == null) {
                throw unknownSubcommand(command);
            }
        }
        if (!row.accepts(command.args().size() + 1)) {
            throw wrongNumberOfArguments(row.name);
        }
        if (client.subscriptions() > 0 && !row.whileSubscribed) {
            throw whileSubscribed(row.name);
        }
        return row;
    }

    private void publish(Client publisher, RedisCommand command, List<Output> out) {
        String channel = word(command, 0);
        Bulk channelBytes = new Bulk(command.args().get(0));
        Bulk payload = new Bulk(command.args().get(1));
        int before = out.size();
        RedisReply message = new Multi(List.of(Bulk.of("message"), channelBytes, payload));
        pubSub.subscribers(channel).forEach(connection -> out.add(new Output(connection, message)));
        for (PatternSubscribers match : pubSub.matching(channel)) {
            Bulk pattern = new Bulk(bytes(match.pattern()));
            RedisReply patternMessage = new Multi(List.of(Bulk.of("pmessage"), pattern, channelBytes, payload));
            match.connections().forEach(connection -> out.add(new Output(connection, patternMessage)));
        }
        int receivers = out.size() - before;
        messagesDelivered += receivers;
        out.add(new Output(publisher.number, new Number(receivers)));
    }

    private void subscribe(Client client, RedisCommand command, List<Output> out) {
        for (String channel : words(command)) {
            client.channels.add(channel);
            pubSub.subscribe(client.number, channel);
            out.add(confirmation(client, "subscribe", channel));
        }
    }

    private void psubscribe(Client client, RedisCommand command, List<Output> out) {
        for (String pattern : words(command)) {
            client.patterns.add(pattern);
            pubSub.psubscribe(client.number, pattern);
            out.add(confirmation(client, "psubscribe", pattern));
        }
    }

    private void unsubscribe(Client client, RedisCommand command, List<Output> out) {
        for (String channel : wordsOr(client.channels, command)) {
            client.channels.remove(channel);
            pubSub.unsubscribe(client.number, channel);
            out.add(confirmation(client, "unsubscribe", channel));
        }
        confirmNothing(client, "unsubscribe", out);
    }

    private void punsubscribe(Client client, RedisCommand command, List<Output> out) {
        for (String pattern : wordsOr(client.patterns, command)) {
            client.patterns.remove(pattern);
            pubSub.punsubscribe(client.number, pattern);
            out.add(confirmation(client, "punsubscribe", pattern));
        }
        confirmNothing(client, "punsubscribe", out);
    }

    private static List<String> wordsOr(Set<String> all, RedisCommand command) {
        return command.args().isEmpty() ? List.copyOf(all) : words(command);
    }

    /** Nothing was named and there was nothing to leave: Redis answers all the same, with nil for a name. */
    private static void confirmNothing(Client client, String kind, List<Output> out) {
        if (out.isEmpty()) {
            out.add(confirmation(client, kind, null));
        }
    }

    private static Output confirmation(Client client, String kind, String topic) {
        Bulk name = new Bulk(topic == null ? null : bytes(topic));
        return new Output(client.number, new Multi(List.of(Bulk.of(kind), name, new Number(client.subscriptions()))));
    }

    private RedisReply pubsubChannels(Client client, RedisCommand command) {
        return switch (command.args().size()) {
            case 1 -> bulks(pubSub.channels());
            case 2 -> bulks(matching(word(command, 1), pubSub.channels()));
            default -> throw subcommandSyntax(command);
        };
    }

    private RedisReply pubsubNumsub(Client client, RedisCommand command) {
        List<RedisReply> pairs = new ArrayList<>();
        for (String channel : words(command).subList(1, command.args().size())) {
            pairs.add(new Bulk(bytes(channel)));
            pairs.add(new Number(pubSub.subscribers(channel).size()));
        }
        return new Multi(pairs);
    }

    private void dropSubscriptions(Client client) {
        client.channels.forEach(channel -> pubSub.unsubscribe(client.number, channel));
        client.patterns.forEach(pattern -> pubSub.punsubscribe(client.number, pattern));
        client.channels.clear();
        client.patterns.clear();
    }

    private Map<String, byte[]> hash(Client client, RedisCommand command) {
        return keys(client).hash(word(command, 0));
    }

    private RedisReply hset(Client client, RedisCommand command) {
        List<byte[]> args = command.args();
        if (args.size() % 2 == 0) {
            throw wrongNumberOfArguments("HSET");
        }
        Map<String, byte[]> fields = keys(client).hashToWrite(word(command, 0));
        int added = 0;
        for (int i = 1; i < args.size(); i += 2) {
            if (fields.put(word(command, i), args.get(i + 1)) == null) {
                added++;
            }
        }
        return new Number(added);
    }

    private RedisReply hgetall(Client client, RedisCommand command) {
        List<RedisReply> pairs = new ArrayList<>();
        hash(client, command).forEach((field, value) -> {
            pairs.add(new Bulk(bytes(field)));
            pairs.add(new Bulk(value));
        });
        return new Multi(pairs);
    }

    private RedisReply set(Client client, RedisCommand command) {
        if (command.args().size() > 2) {
            throw error("RedisModel knows SET without options only");
        }
        keys(client).set(word(command, 0), command.args().get(1));
        return ok();
    }

    private RedisReply expire(Client client, RedisCommand command, int unitMillis) {
        long duration = integer(command, 1);
        try {
            long at = Math.addExact(Math.multiplyExact(duration, (long) unitMillis), nowMillis.getAsLong());
            return number(keys(client).expireAt(word(command, 0), at));
        } catch (ArithmeticException overflow) {
            throw error("invalid expire time in '" + command.name().toLowerCase(Locale.ROOT) + "' command");
        }
    }

    private RedisReply ttl(Client client, RedisCommand command) {
        long millis = keys(client).millisToLive(word(command, 0));
        return new Number(millis < 0 ? millis : (millis + 500) / 1000);
    }

    /** {@code KEYS *} means every key, also the one with the empty name that the pattern by itself would not match. */
    private RedisReply keysMatching(Client client, RedisCommand command) {
        String pattern = word(command, 0);
        List<String> names = keys(client).names();
        return bulks(pattern.equals("*") ? names : matching(pattern, names));
    }

    private static RedisReply flush(List<RedisModelKeys> databases) {
        databases.forEach(RedisModelKeys::clear);
        return ok();
    }

    private RedisReply select(Client client, RedisCommand command) {
        long index = integer(command, 0);
        if (index != (int) index) {
            throw error("value is out of range, value must between -2147483648 and 2147483647");
        }
        if (index < 0 || index >= DATABASES) {
            throw error("DB index is out of range");
        }
        client.database = (int) index;
        return ok();
    }

    private RedisReply clientSetname(Client client, RedisCommand command) {
        client.name = clientName(command);
        return ok();
    }

    /** Null for the empty name, which takes a name away. */
    private static byte[] clientName(RedisCommand command) {
        String name = word(command, 1);
        if (name.chars().anyMatch(c -> c < '!' || c > '~')) {
            throw error("Client names cannot contain spaces, newlines or special characters.");
        }
        return name.isEmpty() ? null : bytes(name);
    }

    private RedisReply ping(Client client, RedisCommand command) {
        if (command.args().size() > 1) {
            throw wrongNumberOfArguments("PING");
        }
        Bulk argument =
                command.args().isEmpty() ? null : new Bulk(command.args().get(0));
        if (client.subscriptions() > 0) {
            return new Multi(List.of(Bulk.of("pong"), argument == null ? Bulk.of("") : argument));
        }
        return argument == null ? new Status("PONG") : argument;
    }

    private RedisReply reset(Client client, RedisCommand command) {
        dropSubscriptions(client);
        client.database = 0;
        client.name = null;
        return new Status("RESET");
    }

    private void quit(Client client, RedisCommand command, List<Output> out) {
        out.add(new Output(client.number, ok()));
        disconnect(client.number);
    }

    private RedisModelKeys keys(Client client) {
        return databases.get(client.database);
    }

    private static long integer(RedisCommand command, int index) {
        String text = word(command, index);
        try {
            if (INTEGER.matcher(text).matches()) {
                return Long.parseLong(text);
            }
        } catch (NumberFormatException tooLong) {
            throw notAnInteger();
        }
        throw notAnInteger();
    }

    private static List<String> matching(String pattern, Iterable<String> names) {
        GlobPattern glob = new GlobPattern(pattern);
        List<String> matching = new ArrayList<>();
        for (String name : names) {
            if (glob.matches(name)) {
                matching.add(name);
            }
        }
        return matching;
    }

    private static RedisReply count(List<String> keys, Predicate<String> counted) {
        return new Number(keys.stream().filter(counted).count());
    }

    private static RedisReply number(boolean truth) {
        return new Number(truth ? 1 : 0);
    }

    private static RedisReply ok() {
        return new Status("OK");
    }

    private static RedisReply bulks(Iterable<String> words) {
        List<RedisReply> replies = new ArrayList<>();
        words.forEach(word -> replies.add(new Bulk(bytes(word))));
        return new Multi(replies);
    }

    /** An argument as a string with one byte in each char: equal when the bytes are. */
    private static String word(RedisCommand command, int index) {
        return word(command.args().get(index));
    }

    private static String word(byte[] bytes) {
        return new String(bytes, ISO_8859_1);
    }

    private static List<String> words(RedisCommand command) {
        return command.args().stream().map(RedisModel::word).toList();
    }

    private static byte[] bytes(String word) {
        return word.getBytes(ISO_8859_1);
    }

    private static String text(String word) {
        return new String(bytes(word), UTF_8);
    }
}
