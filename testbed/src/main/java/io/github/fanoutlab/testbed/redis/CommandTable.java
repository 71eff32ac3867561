package io.github.fanoutlab.testbed.redis;

import io.github.fanoutlab.platform.redis.RedisCommand;
import io.github.fanoutlab.platform.redis.RedisReply;
import io.github.fanoutlab.testbed.redis.RedisModel.Output;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Redis's table of commands: which there are, how many words each takes, and whether a subscribed connection may send it. */
final class CommandTable {

    /** What a command does; it adds what Redis writes, in order. */
    interface Action {
        void run(ConnectionState client, RedisCommand command, List<Output> out);
    }

    /** What a command does that only replies to its sender. */
    interface Query {
        RedisReply reply(ConnectionState client, RedisCommand command);
    }

    /**
     * One row.
     *
     * @param arity how many words the command has, its name included; negative: at least so many
     * @param action null in the row of a container, whose second word names the row to use
     */
    private record Row(String name, int arity, boolean whileSubscribed, Action action) {

        boolean isContainer() {
            return action == null;
        }

        boolean accepts(int words) {
            return arity >= 0 ? words == arity : words >= -arity;
        }
    }

    private final Map<String, Row> rows = new LinkedHashMap<>();

    void query(String name, int arity, Query query) {
        action(name, arity, replying(query));
    }

    void action(String name, int arity, Action action) {
        add(new Row(name, arity, false, action));
    }

    void queryWhileSubscribed(String name, int arity, Query query) {
        actionWhileSubscribed(name, arity, replying(query));
    }

    void actionWhileSubscribed(String name, int arity, Action action) {
        add(new Row(name, arity, true, action));
    }

    /** A command with subcommands; {@code CLIENT ID} has a row {@code CLIENT|ID}. */
    void container(String name) {
        add(new Row(name, -2, false, null));
    }

    private void add(Row row) {
        rows.put(row.name, row);
    }

    private static Action replying(Query query) {
        return (client, command, out) -> out.add(new Output(client.number, query.reply(client, command)));
    }

    /**
     * Finds what {@code command} does.
     *
     * @throws CommandRefused if there is no such command, it has too few or too many words, or this connection is
     *     subscribed and may not send it: asked in this order, as Redis does
     */
    Action admit(ConnectionState client, RedisCommand command) {
        Row row = find(command);
        if (!row.accepts(command.args().size() + 1)) {
            throw CommandRefused.wrongNumberOfArguments(row.name);
        }
        if (client.isSubscribed() && !row.whileSubscribed) {
            throw CommandRefused.whileSubscribed(row.name);
        }
        return row.action;
    }

    private Row find(RedisCommand command) {
        Row row = rows.get(command.name());
        if (row == null) {
            throw CommandRefused.unknownCommand(command);
        }
        if (!row.isContainer() || command.args().isEmpty()) {
            return row;
        }
        Row subcommand = rows.get(command.name() + "|" + command.arg(0).toUpperCase(Locale.ROOT));
        if (subcommand == null) {
            throw CommandRefused.unknownSubcommand(command);
        }
        return subcommand;
    }
}
