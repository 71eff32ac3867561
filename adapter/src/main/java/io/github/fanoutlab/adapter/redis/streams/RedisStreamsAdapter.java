package io.github.fanoutlab.adapter.redis.streams;

import io.github.fanoutlab.adapter.server.AdapterFactory;
import io.github.fanoutlab.adapter.server.ConnectionStateRecovery;
import io.github.fanoutlab.platform.node.NodePorts;
import java.util.function.Consumer;

/**
 * The adapter on a Redis stream. Nothing is lost while a server has no connection to Redis: {@code
 * io.adapter(RedisStreamsAdapter.at("redis://localhost:6379"))}.
 *
 * <p>What servers emit is added to a stream, and each server reads the stream from where it stopped. With {@link
 * ConnectionStateRecovery}, a client that lost its connection can come back to any server, continue as before, and get what it
 * missed. Sessions are kept in Redis from the moment at which a client connects, so that they also survive a server that is
 * killed. (Node writes a session when it sees a client go, and a killed server takes its sessions with it.)
 *
 * <p>{@link io.github.fanoutlab.adapter.redis.streams The package} follows an emit file by file. A server has three connections:
 * {@code pub}, {@code sub}, which takes requests and responses, and one that reads the stream. Node servers with
 * {@code @socket.io/redis-streams-adapter} 0.3.1 can be in the same cluster. Node's options {@code heartbeatInterval} and {@code
 * heartbeatTimeout} have no effect there, and do not exist here: Redis counts the servers.
 *
 * <p>While Redis is away, clients stay connected. What is emitted waits, even for the clients of the same server.
 *
 * @param url as in {@link io.github.fanoutlab.adapter.redis.RedisAdapter}; version 6.2 or later
 * @param streamName the name of the stream; {@code socket.io} in Node
 * @param streamCount how many streams there are; if more than one, each namespace is in one of {@code streamName-0}, {@code
 *     streamName-1} and so on
 * @param channelPrefix the beginning of the channels for requests and responses
 * @param useShardedPubSub whether these are shard channels, of Redis 7
 * @param maxLen about how many entries a stream keeps; a client that missed more cannot come back
 * @param readCount how many entries are read at once, at most
 * @param blockTimeMillis how long one XREAD waits for entries
 * @param sessionKeyPrefix the beginning of the keys of sessions
 * @param onlyPlaintext whether nobody emits bytes, so that events are not searched for them
 */
public record RedisStreamsAdapter(
        String url,
        String streamName,
        int streamCount,
        String channelPrefix,
        boolean useShardedPubSub,
        long maxLen,
        int readCount,
        long blockTimeMillis,
        String sessionKeyPrefix,
        boolean onlyPlaintext)
        implements AdapterFactory {

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one is not positive, or if a read would take longer than a connection may be silent
     */
    public RedisStreamsAdapter {
        if (streamCount < 1 || maxLen < 1 || readCount < 1) {
            throw new IllegalArgumentException("streamCount, maxLen and readCount must be 1 or more, but are "
                    + streamCount + ", " + maxLen + " and " + readCount);
        }
        if (blockTimeMillis < 1 || blockTimeMillis > 20_000) {
            throw new IllegalArgumentException(
                    "blockTime must be from 1 to 20,000 ms, since a connection that is silent for longer is"
                            + " considered dead; it is " + blockTimeMillis);
        }
    }

    /**
     * The Redis at {@code url}, with Node's defaults.
     *
     * @see io.github.fanoutlab.adapter.redis.RedisAdapter what a URL may have
     */
    public static RedisStreamsAdapter at(String url) {
        return new RedisStreamsAdapter(
                url, "socket.io", 1, "socket.io", false, 10_000, 100, 5_000, "sio:session:", false);
    }

    /** A copy that uses this stream. */
    public RedisStreamsAdapter streamName(String name) {
        return with(copy -> copy.streamName = name);
    }

    /** A copy with this number of streams. */
    public RedisStreamsAdapter streamCount(int count) {
        return with(copy -> copy.streamCount = count);
    }

    /** A copy with this beginning of channels. */
    public RedisStreamsAdapter channelPrefix(String prefix) {
        return with(copy -> copy.channelPrefix = prefix);
    }

    /** A copy that uses shard channels, or not. */
    public RedisStreamsAdapter useShardedPubSub(boolean sharded) {
        return with(copy -> copy.useShardedPubSub = sharded);
    }

    /** A copy with streams of about this many entries. */
    public RedisStreamsAdapter maxLen(long entries) {
        return with(copy -> copy.maxLen = entries);
    }

    /** A copy that reads at most this many entries at once. */
    public RedisStreamsAdapter readCount(int entries) {
        return with(copy -> copy.readCount = entries);
    }

    /** A copy whose reads wait for this long: {@code blockTimeInMs} in Node. */
    public RedisStreamsAdapter blockTime(long millis) {
        return with(copy -> copy.blockTimeMillis = millis);
    }

    /** A copy with this beginning of the keys of sessions. */
    public RedisStreamsAdapter sessionKeyPrefix(String prefix) {
        return with(copy -> copy.sessionKeyPrefix = prefix);
    }

    /** A copy with this choice of whether nobody emits bytes. */
    public RedisStreamsAdapter onlyPlaintext(boolean plaintext) {
        return with(copy -> copy.onlyPlaintext = plaintext);
    }

    @Override
    public Adapters open(NodePorts ports) {
        return new StreamsAdapters(ports, this);
    }

    private RedisStreamsAdapter with(Consumer<Copy> change) {
        Copy copy = new Copy();
        change.accept(copy);
        return new RedisStreamsAdapter(
                url,
                copy.streamName,
                copy.streamCount,
                copy.channelPrefix,
                copy.useShardedPubSub,
                copy.maxLen,
                copy.readCount,
                copy.blockTimeMillis,
                copy.sessionKeyPrefix,
                copy.onlyPlaintext);
    }

    /** These options, open to change. */
    private final class Copy {

        private String streamName = RedisStreamsAdapter.this.streamName;
        private int streamCount = RedisStreamsAdapter.this.streamCount;
        private String channelPrefix = RedisStreamsAdapter.this.channelPrefix;
        private boolean useShardedPubSub = RedisStreamsAdapter.this.useShardedPubSub;
        private long maxLen = RedisStreamsAdapter.this.maxLen;
        private int readCount = RedisStreamsAdapter.this.readCount;
        private long blockTimeMillis = RedisStreamsAdapter.this.blockTimeMillis;
        private String sessionKeyPrefix = RedisStreamsAdapter.this.sessionKeyPrefix;
        private boolean onlyPlaintext = RedisStreamsAdapter.this.onlyPlaintext;
    }
}
