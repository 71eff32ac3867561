/**
 * The adapter on Redis streams, and the recovery of clients on any server.
 *
 * <p>{@link io.github.fanoutlab.adapter.redis.streams.RedisStreamsAdapter} is what a program configures. An emit takes these
 * hops:
 *
 * <ol>
 *   <li>{@link io.github.fanoutlab.adapter.redis.cluster.ClusterAdapter#broadcast} makes a message of it.
 *   <li>{@link io.github.fanoutlab.adapter.redis.streams.StreamEntry} writes the message as the fields of an entry.
 *   <li>{@code StreamWriter} adds the entry to the stream, exactly once, even if the connection breaks meanwhile.
 *   <li>{@code StreamReader} reads it on every server, including the one that added it.
 *   <li>{@code StreamsNamespaceAdapter} carries it out. An event gets the entry's id as its last argument, the <em>offset</em>.
 * </ol>
 *
 * <p>So all servers have the same order, which is the order of the stream. Node, in contrast, delivers to the clients of the
 * emitting server as soon as Redis has the entry. Two events may then reach a client in a different order than their offsets. A
 * client that comes back after the first of them misses the other, or gets it twice.
 *
 * <p>Messages that must come back at once, or not at all, go over pub/sub: requests, responses, broadcasts with acks. {@code
 * Sessions} keeps what a client needs in order to come back.
 */
package io.github.fanoutlab.adapter.redis.streams;
