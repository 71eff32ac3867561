/**
 * The adapter for servers that share one Redis, and the {@link io.github.fanoutlab.adapter.redis.Emitter}, which reaches their
 * clients without being a server.
 *
 * <p>This package has what a program configures, except {@link io.github.fanoutlab.adapter.redis.streams.RedisStreamsAdapter},
 * which is in the package of its implementation. It also has {@link io.github.fanoutlab.adapter.redis.RedisNamespaceAdapter}, the
 * adapter of one namespace. Dependencies run one way, from right to left:
 *
 * <pre>
 * codec &lt;- pubsub &lt;- requests &lt;- cluster &lt;- sharded, streams; dialect &lt;- this package
 * </pre>
 *
 * <p>{@code adapter/README.md} follows a broadcast through these packages, file by file: from an emit to bytes on Redis, and from
 * there, on every other node, to a client.
 *
 * <p>Redis keeps nothing: all commands are PUBLISH, SUBSCRIBE, PSUBSCRIBE and PUBSUB NUMSUB. Unless another {@link
 * io.github.fanoutlab.adapter.redis.Dialect} is chosen, the wire is that of {@code @socket.io/redis-adapter} 8.3 and
 * {@code @socket.io/redis-emitter} 5.1: broadcasts in MessagePack as {@code notepack.io} 3 writes it, requests and most responses in
 * JSON.
 */
package io.github.fanoutlab.adapter.redis;
