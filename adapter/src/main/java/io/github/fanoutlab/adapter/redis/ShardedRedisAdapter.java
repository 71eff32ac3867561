package io.github.fanoutlab.adapter.redis;

import io.github.fanoutlab.adapter.redis.pubsub.PubSubConnections;
import io.github.fanoutlab.adapter.redis.sharded.ShardedNamespaceAdapter;
import io.github.fanoutlab.adapter.server.AdapterFactory;
import io.github.fanoutlab.platform.node.NodePorts;

/**
 * The adapter on Redis 7's sharded pub/sub: {@code io.adapter(ShardedRedisAdapter.at("redis://localhost:6379"))}.
 *
 * <p>In a Redis Cluster, what is published with {@link RedisAdapter} goes to every node of it; here a channel lives on one shard,
 * so that a cluster carries more the more shards it has. Exchangeable with Node servers that use {@code createShardedAdapter} of
 * {@code @socket.io/redis-adapter} 8.3; not with those that use {@code createAdapter}, nor with the {@link Emitter}.
 *
 * <p>Two connections for each server, {@code pub} and {@code sub}. For each namespace two shard channels are subscribed,
 * {@code P#N#} and {@code P#N#uid#}, and by the mode {@code P#N#room#}. Messages are {@code {type, data, uid, nsp}}: JSON, or
 * MessagePack when there are bytes in them.
 *
 * @param url {@code redis://host:port}, {@code redis+cluster://host:port,host:port}; version 7.0 or later
 * @param channelPrefix the beginning of all channels; {@code socket.io} in Node
 * @param subscriptionMode which rooms have channels of their own; the same on all servers
 */
public record ShardedRedisAdapter(String url, String channelPrefix, SubscriptionMode subscriptionMode)
        implements AdapterFactory {

    /** The Redis at {@code url}, with Node's defaults. */
    public static ShardedRedisAdapter at(String url) {
        return new ShardedRedisAdapter(url, "socket.io", SubscriptionMode.DYNAMIC);
    }

    /** The same with another prefix of all channels. */
    public ShardedRedisAdapter channelPrefix(String prefix) {
        return new ShardedRedisAdapter(url, prefix, subscriptionMode);
    }

    /** The same with another choice of rooms that have channels of their own. */
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
