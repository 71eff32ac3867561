package io.github.fanoutlab.tutorial.exercise;

import io.github.fanoutlab.adapter.redis.RedisPort;
import io.github.fanoutlab.adapter.server.Adapter;
import io.github.fanoutlab.adapter.server.AdapterFactory;
import io.github.fanoutlab.adapter.server.Namespace;
import io.github.fanoutlab.platform.redis.RedisCommand;
import io.github.fanoutlab.platform.redis.RedisConnection;
import io.github.fanoutlab.platform.redis.RedisHealth;
import io.github.fanoutlab.platform.redis.RedisReply;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * What an adapter of the reader's needs of a Redis stream: to add to its end, and to read on from a place. One stream for each
 * namespace, and two connections for each server, one that adds and one that reads, beside those of a {@link RedisPort}. On the
 * server's loop only.
 */
public final class StreamPort {

    /**
     * What somebody has added.
     *
     * @param id its place in the stream: larger than those of all entries before it
     */
    public record Entry(String id, byte[] message) {}

    private static final int AT_ONCE = 100;
    private static final int BLOCK_MILLIS = 1_000;
    private static final int MAX_REPEATED = 50;
    private static final String FIRST = "0-0";

    private final RedisConnection adds;
    private final RedisConnection reads;
    private final String stream;
    private String readFrom = "";
    private int timesWithEntries;

    private StreamPort(RedisConnection adds, RedisConnection reads, String stream) {
        this.adds = adds;
        this.reads = reads;
        this.stream = stream;
    }

    /** Makes the adapter of one namespace. */
    @FunctionalInterface
    public interface Maker {

        /**
         * An adapter that works with both.
         *
         * @param redis channels, as in the chapters before
         */
        Adapter adapter(Namespace namespace, RedisPort redis, StreamPort stream);
    }

    /** What {@code io.adapter(…)} takes. */
    public static AdapterFactory adapters(String url, Maker maker) {
        return ports -> {
            RedisConnection adds = ports.createRedisClient("pub", url);
            RedisConnection reads = ports.createRedisClient("sub", url);
            AdapterFactory.Adapters adapters = RedisPort.adapters(
                            url,
                            (namespace, redis) -> maker.adapter(
                                    namespace, redis, new StreamPort(adds, reads, "mine#" + namespace.name())))
                    .open(ports);
            return new AdapterFactory.Adapters() {
                @Override
                public Adapter of(Namespace namespace) {
                    return adapters.of(namespace);
                }

                @Override
                public List<RedisHealth> redis() {
                    return adapters.redis();
                }

                @Override
                public void close() {
                    adapters.close();
                    adds.close();
                    reads.close();
                }
            };
        };
    }

    /** Adds to the end of the stream. While Redis is away, it waits. */
    public void add(byte[] message) {
        adds.send(RedisCommand.of("XADD", stream, "MAXLEN", "~", 10_000, "*", "m", message), reply -> {});
    }

    /** The id of the last entry at this moment, {@code 0-0} if there is none; null if the connection broke meanwhile. */
    public void last(Consumer<String> answer) {
        Objects.requireNonNull(answer, "the callback must not be null");
        reads.send(RedisCommand.of("XREVRANGE", stream, "+", "-", "COUNT", 1), reply -> {
            List<Entry> entries = reply instanceof RedisReply.Multi found ? entries(found) : null;
            answer.accept(
                    entries == null
                            ? null
                            : entries.isEmpty() ? FIRST : entries.get(0).id());
        });
    }

    /**
     * Reads what comes after the entry with the id {@code after}, and waits for a second if there is nothing yet.
     *
     * @param answer gets the entries in their order, at most a hundred; an empty list if there was nothing; null if the connection
     *     broke meanwhile
     */
    public void read(String after, Consumer<List<Entry>> answer) {
        Objects.requireNonNull(answer, "the callback must not be null");
        RedisCommand command =
                RedisCommand.of("XREAD", "BLOCK", BLOCK_MILLIS, "COUNT", AT_ONCE, "STREAMS", stream, after);
        reads.send(command, reply -> {
            if (reply instanceof RedisReply.Failure) {
                answer.accept(null);
            } else if (reply instanceof RedisReply.Multi streams
                    && !streams.items().isEmpty()) {
                RedisReply.Multi only = (RedisReply.Multi) streams.items().get(0);
                timesWithEntries = after.equals(readFrom) ? timesWithEntries + 1 : 1;
                readFrom = after;
                if (timesWithEntries > MAX_REPEATED) {
                    throw new IllegalStateException("the entries after " + after + " were read " + MAX_REPEATED
                            + " times, again and again. Does the place from which you read move on?");
                }
                answer.accept(entries((RedisReply.Multi) only.items().get(1)));
            } else {
                answer.accept(List.of());
            }
        });
    }

    private static List<Entry> entries(RedisReply.Multi found) {
        List<Entry> entries = new ArrayList<>();
        for (RedisReply each : found.items()) {
            RedisReply.Multi entry = (RedisReply.Multi) each;
            RedisReply.Multi fields = (RedisReply.Multi) entry.items().get(1);
            entries.add(new Entry(
                    ((RedisReply.Bulk) entry.items().get(0)).text(),
                    ((RedisReply.Bulk) fields.items().get(1)).bytes()));
        }
        return entries;
    }
}
