package io.github.fanoutlab.adapter.redis.streams;

import io.github.fanoutlab.platform.EventLoop;
import io.github.fanoutlab.platform.node.NodePorts;
import io.github.fanoutlab.platform.redis.RedisCommand;
import io.github.fanoutlab.platform.redis.RedisConnection;
import io.github.fanoutlab.platform.redis.RedisReply;
import io.github.fanoutlab.platform.redis.StreamId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Reads one stream from its present end on, forever.
 *
 * <pre>
 *             the last entry, or none             entries, or nothing in time: read on after the last one
 *   STARTING --------------------------&gt; READING ----+
 *      ^  | Redis does not tell             ^  |       |
 *      +--+ ask again                       +--+-------+  the connection breaks: the same read again
 * </pre>
 *
 * <p>Node begins at {@code $}, the end of the stream at the time of each read, until it has got its first entry; what is added between
 * two such reads is lost. Here the end is looked up once.
 */
final class StreamReader {

    private static final long RETRY_MILLIS = 1_000;

    private final NodePorts ports;
    private final RedisConnection connection;
    private final RedisStreamsAdapter config;
    private final String stream;
    private final Consumer<StreamEntry> onEntry;
    private final List<Waiting> waiting = new ArrayList<>();
    private StreamId position;
    private EventLoop.Timer retry;
    private boolean closed;

    private record Waiting(StreamId until, Runnable task) {}

    StreamReader(NodePorts ports, RedisStreamsAdapter config, String stream, Consumer<StreamEntry> onEntry) {
        this.ports = ports;
        this.config = config;
        this.stream = stream;
        this.onEntry = onEntry;
        this.connection = ports.createRedisClient(stream.equals(config.streamName()) ? "read" : stream, config.url());
        start();
    }

    String stream() {
        return stream;
    }

    RedisConnection connection() {
        return connection;
    }

    /** The id of the entry that was handed on last. Known when {@link #whenReadTo} says so. */
    StreamId position() {
        return position;
    }

    /**
     * Runs {@code task} once this reader has handed on the entry {@code id}, or is behind it. For {@link StreamId#FIRST}, that is as
     * soon as it knows where in the stream it is.
     */
    void whenReadTo(StreamId id, Runnable task) {
        waiting.add(new Waiting(id, task));
        runWaiting();
    }

    private void runWaiting() {
        List<Waiting> due = position == null
                ? List.of()
                : waiting.stream().filter(one -> !one.until().isAfter(position)).toList();
        waiting.removeAll(due);
        due.forEach(one -> one.task().run());
    }

    private void start() {
        send(RedisCommand.of("XREVRANGE", stream, "+", "-", "COUNT", 1), this::start, last -> {
            List<StreamEntry> entries = StreamEntry.all(last);
            position = entries.isEmpty() ? StreamId.FIRST : entries.get(0).id();
            runWaiting();
            read();
        });
    }

    // region read
    private void read() {
        send(xread(position), this::read, streams -> {
            for (StreamEntry entry : StreamEntry.read(streams)) {
                position = entry.id();
                ports.counters().increment(RedisConnection.DELIVERED);
                onEntry.accept(entry);
                runWaiting();
            }
            read();
        });
    }
    // endregion

    /** Asks for the entries after {@code last}, and waits a while if there are none. */
    private RedisCommand xread(StreamId last) {
        return RedisCommand.of(
                "XREAD", "BLOCK", config.blockTimeMillis(), "COUNT", config.readCount(), "STREAMS", stream, last);
    }

    private void send(RedisCommand command, Runnable again, Consumer<RedisReply> onReply) {
        if (closed) {
            return;
        }
        connection.send(command, reply -> {
            if (closed) {
                return;
            }
            if (!(reply instanceof RedisReply.Failure failure)) {
                onReply.accept(reply);
            } else if (connection.isUp()) {
                ports.log()
                        .warn("redis: stream " + stream + " cannot be read: " + failure.message() + "; trying again in "
                                + RETRY_MILLIS + " ms");
                retry = ports.loop().schedule(RETRY_MILLIS, again);
            } else {
                again.run();
            }
        });
    }

    void close() {
        closed = true;
        if (retry != null) {
            retry.cancel();
        }
        connection.close();
    }
}
