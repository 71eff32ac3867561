package io.github.fanoutlab.platform.redis;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The commands that wait to be written, oldest first; how many, and how many bytes. */
final class WaitingCommands {

    private final Deque<PendingCommand> commands = new ArrayDeque<>();
    private long bytes;

    int size() {
        return commands.size();
    }

    /** How many bytes they take on the wire. */
    long bytes() {
        return bytes;
    }

    void add(PendingCommand command) {
        commands.add(command);
        bytes += command.command().wireBytes();
    }

    /** Removes all of them, and returns them. */
    List<PendingCommand> removeAll() {
        List<PendingCommand> all = List.copyOf(commands);
        commands.clear();
        bytes = 0;
        return all;
    }

    /**
     * Removes the oldest until the limits of {@link RedisConnection} are kept, and returns them. The newest may be as large as it is,
     * if it is alone.
     */
    List<PendingCommand> removeExcess(long nowMillis) {
        List<PendingCommand> removed = new ArrayList<>();
        while (!commands.isEmpty() && isExcess(commands.peek(), nowMillis)) {
            bytes -= commands.peek().command().wireBytes();
            removed.add(commands.poll());
        }
        return removed;
    }

    private boolean isExcess(PendingCommand oldest, long nowMillis) {
        return commands.size() > RedisConnection.MAX_WAITING
                || commands.size() > 1 && bytes > RedisConnection.MAX_WAITING_BYTES
                || nowMillis - oldest.sinceMillis() > RedisConnection.MAX_WAITING_MILLIS;
    }
}
