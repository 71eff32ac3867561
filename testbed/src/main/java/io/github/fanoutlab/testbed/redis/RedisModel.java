package io.github.fanoutlab.testbed.redis;

import io.github.fanoutlab.platform.Counters;
import io.github.fanoutlab.platform.redis.RedisCommand;
import io.github.fanoutlab.platform.redis.RedisReply;
import io.github.fanoutlab.platform.redis.RedisReply.Bulk;
import io.github.fanoutlab.platform.redis.RedisReply.Failure;
import io.github.fanoutlab.platform.redis.RedisReply.Multi;
import io.github.fanoutlab.platform.redis.RedisReply.Number;
import io.github.fanoutlab.platform.redis.RedisReply.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongSupplier;

/**
 * Redis as a pure state machine: commands go in, replies and pub/sub messages come out. It has no socket, no thread and no clock of
 * its own. The same commands at the same times give the same outputs.
 *
 * <p>It speaks RESP 2, in which a connection is in one of two modes; a subscribed one is for messages only:
 *
 * <pre>
 *            SUBSCRIBE, PSUBSCRIBE, SSUBSCRIBE
 *      plain -------------------------------&gt; subscribed    only (P|S)SUBSCRIBE, (P|S)UNSUBSCRIBE, PING, QUIT, RESET;
 *            &lt;-------------------------------               anything else is refused
 *              the last subscription is gone
 * </pre>
 *
 * <p>A PUBLISH writes to the subscribers of the channel, in the order in which they subscribed; then to the subscribers of each
 * matching pattern; then the number of all these to the publisher. A connection gets one message for each subscription that
 * matches. A SPUBLISH (Redis 7.0) writes to those who used SSUBSCRIBE for its channel, and to nobody else.
 *
 * <p>Redis leaves some orders open (6.2 and 7.0 walk hash tables); here they are fixed. Several matching patterns: as first
 * subscribed to. KEYS: as created. PUBSUB CHANNELS: sorted. UNSUBSCRIBE without arguments: as subscribed.
 *
 * <p>Errors have the words of Redis 7.0. Commands and options that Socket.IO servers do not use are left out, such as those of EXPIRE.
 * A property test compares this class with a real Redis, 6.2 or later, by generated commands.
 *
 * <p>Used by one thread.
 */
public final class RedisModel {

    /** One reply or message that Redis writes to a connection. */
    public record Output(int connection, RedisReply reply) {}

    private final CommandTable table = new CommandTable();
    private final PubSubCommands pubSub = new PubSubCommands();
    private final KeyCommands keys;
    private final StreamCommands streams;
    private final Map<Integer, ConnectionState> clients = new TreeMap<>();
    private final Counters executed = new Counters();
    private int lastConnection;

    /** An empty Redis; {@code nowMillis} is its clock, read when keys may expire. */
    public RedisModel(LongSupplier nowMillis) {
        keys = new KeyCommands(nowMillis);
        keys.fill(table);
        streams = new StreamCommands(keys::keys, nowMillis);
        streams.fill(table);
        pubSub.fill(table);
        table.query("ECHO", 2, (client, command) -> new Bulk(command.args().get(0)));
        table.container("CLIENT");
        table.query("CLIENT|ID", 2, (client, command) -> new Number(client.number));
        table.query("CLIENT|GETNAME", 2, (client, command) -> new Bulk(client.name));
        table.query("CLIENT|SETNAME", 3, RedisModel::setName);
        table.queryWhileSubscribed("PING", -1, RedisModel::ping);
        table.queryWhileSubscribed("RESET", 1, this::reset);
        table.actionWhileSubscribed("QUIT", -1, this::quit);
    }

    /** Opens a connection; returns its number: 1, 2, 3 and so on. */
    public int connect() {
        lastConnection++;
        clients.put(lastConnection, new ConnectionState(lastConnection));
        return lastConnection;
    }

    /** Ends a connection and its subscriptions; harmless if it has ended. */
    public void disconnect(int connection) {
        ConnectionState client = clients.remove(connection);
        if (client != null) {
            pubSub.leaveAll(client);
            streams.forget(client);
        }
    }

    /**
     * Executes one command. If the connection is blocked, as XREAD with BLOCK does, that is done when it no longer is.
     *
     * @return what Redis writes, in order: messages to any connections, and the reply to this one. QUIT ends the connection
     * @throws IllegalStateException if {@code connection} is not open
     */
    public List<Output> handle(int connection, RedisCommand command) {
        ConnectionState client = clients.get(connection);
        if (client == null) {
            throw new IllegalStateException("connection " + connection + " is not open; it sent " + command);
        }
        List<Output> out = new ArrayList<>();
        if (client.blocked) {
            client.afterBlock.add(command);
        } else {
            execute(client, command, out);
        }
        return out;
    }

    private void execute(ConnectionState client, RedisCommand command, List<Output> out) {
        List<Output> own = new ArrayList<>();
        try {
            CommandTable.Action action = table.admit(client, command);
            executed.increment(command.name());
            action.run(client, command, own);
        } catch (CommandRefused refusal) {
            own.add(new Output(client.number, new Failure(refusal.getMessage())));
        }
        out.addAll(own);
        goOn(streams.serveBlocked(out), out);
    }

    private void goOn(List<ConnectionState> unblocked, List<Output> out) {
        for (ConnectionState client : unblocked) {
            while (!client.blocked && !client.afterBlock.isEmpty() && isOpen(client.number)) {
                execute(client, client.afterBlock.poll(), out);
            }
        }
    }

    /** When {@link #timeOut} has something to do, on the clock of this Redis; empty if no connection is blocked for a time. */
    public OptionalLong nextTimeoutMillis() {
        return streams.nextTimeoutMillis();
    }

    /** Replies nil to the connections that have been blocked long enough. */
    public List<Output> timeOut() {
        List<Output> out = new ArrayList<>();
        goOn(streams.timeOut(out), out);
        return out;
    }

    /** Whether {@code connection} was opened and has not ended. */
    public boolean isOpen(int connection) {
        return clients.containsKey(connection);
    }

    /** How many connections are open now. */
    public int openConnections() {
        return clients.size();
    }

    /** How many connections were opened so far. */
    public int totalConnections() {
        return lastConnection;
    }

    /** Channels that somebody is subscribed to, sorted. */
    public List<String> channels() {
        return pubSub.subscribers().channels().stream()
                .map(Words::toText)
                .sorted()
                .toList();
    }

    /** Patterns that somebody is subscribed to, sorted. */
    public List<String> patterns() {
        return pubSub.subscribers().patterns().stream()
                .map(Words::toText)
                .sorted()
                .toList();
    }

    /** How many connections are subscribed to {@code channel} itself, as PUBSUB NUMSUB counts them. */
    public int subscriberCount(String channel) {
        return pubSub.subscribers().of(Words.ofText(channel)).size();
    }

    /** Shard channels that somebody is subscribed to, sorted. */
    public List<String> shardChannels() {
        return pubSub.shardSubscribers().channels().stream()
                .map(Words::toText)
                .sorted()
                .toList();
    }

    /** How often each command was executed, by its name in upper case; commands refused as unknown or malformed do not count. */
    public Map<String, Long> commandCounts() {
        return executed.snapshot();
    }

    /** How often the command called {@code name}, in upper case, was executed. */
    public long commandCount(String name) {
        return executed.get(name);
    }

    /** How many messages were pushed to subscribers: {@code message}, {@code pmessage} and {@code smessage}. */
    public long messagesDelivered() {
        return pubSub.messagesDelivered();
    }

    /** How many entries were handed to readers by XREAD. */
    public long entriesRead() {
        return streams.entriesRead();
    }

    /** Names of the keys of all databases, sorted. */
    public List<String> keys() {
        Set<String> names = new TreeSet<>();
        keys.databases().forEach(database -> database.names().forEach(name -> names.add(Words.toText(name))));
        return List.copyOf(names);
    }

    private static RedisReply ping(ConnectionState client, RedisCommand command) {
        List<byte[]> args = command.args();
        if (args.size() > 1) {
            throw CommandRefused.wrongNumberOfArguments(command.name());
        }
        if (client.isSubscribed()) {
            return new Multi(List.of(Bulk.of("pong"), args.isEmpty() ? Bulk.of("") : new Bulk(args.get(0))));
        }
        return args.isEmpty() ? new Status("PONG") : new Bulk(args.get(0));
    }

    /** An empty name removes the name. */
    private static RedisReply setName(ConnectionState client, RedisCommand command) {
        byte[] name = command.args().get(1);
        for (byte b : name) {
            if (b < '!' || b > '~') {
                throw CommandRefused.error("Client names cannot contain spaces, newlines or special characters.");
            }
        }
        client.name = name.length == 0 ? null : name;
        return new Status("OK");
    }

    private RedisReply reset(ConnectionState client, RedisCommand command) {
        pubSub.leaveAll(client);
        client.database = 0;
        client.name = null;
        return new Status("RESET");
    }

    private void quit(ConnectionState client, RedisCommand command, List<Output> out) {
        out.add(new Output(client.number, new Status("OK")));
        disconnect(client.number);
    }
}
