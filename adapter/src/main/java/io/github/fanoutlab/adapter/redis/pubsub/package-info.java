/**
 * Publishing and subscribing: the base of every adapter on Redis.
 *
 * <p>In the order of a message: {@link io.github.fanoutlab.adapter.redis.pubsub.PubSubConnections} are the two connections of a
 * server, {@link io.github.fanoutlab.adapter.redis.pubsub.Channels} the channels of a namespace, {@link
 * io.github.fanoutlab.adapter.redis.pubsub.Publisher} publishes. On the other side, {@link
 * io.github.fanoutlab.adapter.redis.pubsub.BroadcastReceiver} takes messages and delivers broadcasts; {@link
 * io.github.fanoutlab.adapter.redis.pubsub.MessageGuard} drops what nobody should have sent. {@link
 * io.github.fanoutlab.adapter.redis.pubsub.PubSubAdapter} is the base of the adapters, and {@link
 * io.github.fanoutlab.adapter.redis.pubsub.ClusterMember} what their parts share.
 */
package io.github.fanoutlab.adapter.redis.pubsub;
