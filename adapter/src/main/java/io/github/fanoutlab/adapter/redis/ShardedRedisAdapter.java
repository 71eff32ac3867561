package io.github.fanoutlab.adapter.redis;

import io.github.fanoutlab.adapter.redis.pubsub.PubSubConnections;
import io.github.fanoutlab.adapter.redis.sharded.ShardedNamespaceAdapter;
import io.github.fanoutlab.adapter.server.AdapterFactory;
import io.github.fanoutlab.platform.node.NodePorts;

/**
 * The adapter on Redis 7's sharded pub/sub: {@code io.adapter(ShardedRedisAdapter.at("redis://localhost:6379"))}.
 *
 * <p>A message of {@link RedisAdapter} goes to every node of a Redis Cluster. Here, a channel lives on one shard, so a Redis
 * Cluster with more shards carries more messages. Node servers with {@code createShardedAdapter} of
 * {@code @socket.io/redis-adapter} 8.3 can be in the same cluster of servers; those with {@code createAdapter} cannot, and the {@link
 * Emitter} does not reach them.
 *
 * <p>A server has two connections, {@code pub} and {@code sub}. For each namespace it subscribes to two shard channels, {@code
 * P#N#} and {@code P#N#uid#}, and to one for each room that has its own, {@code P#N#room#}. Messages are {@code {type, data, uid,
 * nsp}}: JSON, or MessagePack when they carry bytes.
 *
 * @param url the URL of a Redis or a Redis Cluster of version 7.0 or later, as in {@link RedisAdapter}
 * @param channelPrefix the beginning of all channels; {@code socket.io} in Node
 * @param subscriptionMode which rooms have channels of their own; the same on all servers
 */
public record ShardedRedisAdapter(String url, String channelPrefix, SubscriptionMode subscriptionMode)
        implements AdapterFactory {

    /**
     * The Redis at {@code url}, with Node's defaults.
     *
     * @see RedisAdapter what a URL may have
     */
    public static ShardedRedisAdapter at(String url) {
        return new ShardedRedisAdapter(url, "socket.io", SubscriptionMode.DYNAMIC);
    }

    /** A copy with this prefix for all channels. */
    public ShardedRedisAdapter channelPrefix(String prefix) {
        return new ShardedRedisAdapter(url, prefix, subscriptionMode);
    }

    /** A copy with this choice of rooms that have their own channels. */
    public ShardedRedisAdapter subscriptionMode(SubscriptionMode mode) {
        return new ShardedRedisAdapter(url, channelPrefix, mode);
    }

    @Override
    public Adapters open(NodePorts ports) {
        PubSubConnections connections = PubSubConnections.open(ports, url);
        return connections.adapters(namespace ->
                new ShardedNamespaceAdapter(namespace, connections, channelPrefix, subscriptionMode::hasRoomChannels));
    }
}
