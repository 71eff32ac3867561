/**
 * The adapter on Redis 7's sharded pub/sub, which {@link io.github.fanoutlab.adapter.redis.ShardedRedisAdapter} configures.
 *
 * <p>In two layers, as in Node: {@link io.github.fanoutlab.adapter.redis.cluster.ClusterAdapter} knows the messages, broadcasts and
 * requests alike, but not what carries them; {@link io.github.fanoutlab.adapter.redis.sharded.ShardedNamespaceAdapter} carries them
 * on shard channels, one for the namespace, one for each node, and one for each room that has its own.
 */
package io.github.fanoutlab.adapter.redis.sharded;
