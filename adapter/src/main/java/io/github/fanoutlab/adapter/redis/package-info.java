/**
 * The adapter for servers that share one Redis, and the {@link io.github.fanoutlab.adapter.redis.Emitter}, which reaches their
 * clients without being a server.
 *
 * <p>Here is what a program configures, and {@link io.github.fanoutlab.adapter.redis.RedisNamespaceAdapter}, the adapter of one
 * namespace. Dependencies run one way, from right to left:
 *
 * <pre>
 * codec &lt;- pubsub &lt;- requests &lt;- cluster &lt;- sharded, streams; dialect &lt;- this package
 * </pre>
 *
 * <p>A broadcast takes these hops. From an emit to bytes on Redis:
 *
 * <ol>
 *   <li>{@link io.github.fanoutlab.adapter.server.Broadcaster} is what a server, a namespace and a socket have in common.
 *   <li>{@link io.github.fanoutlab.adapter.server.BroadcastOperator#emit} makes a packet of an event and the options of a selection.
 *   <li>{@link io.github.fanoutlab.adapter.redis.RedisNamespaceAdapter#broadcast} puts both into one message,
 *       {@code [uid, {type, data, nsp}, {rooms, except, flags}]}. In the end it delivers to this node's own clients (hop 10).
 *   <li>{@link io.github.fanoutlab.adapter.redis.codec.MessageCodec} writes packet and options as parts of that message.
 *   <li>{@link io.github.fanoutlab.adapter.redis.pubsub.Channels} names the channel: the namespace's, or that of a single room.
 *   <li>{@link io.github.fanoutlab.adapter.redis.codec.MessagePackEncoder} turns the message into bytes.
 *   <li>{@link io.github.fanoutlab.adapter.redis.pubsub.Publisher} publishes them through a {@link
 *       io.github.fanoutlab.platform.redis.RedisConnection}.
 * </ol>
 *
 * <p>From bytes on Redis to a client, on every other node:
 *
 * <ol start="8">
 *   <li>{@link io.github.fanoutlab.adapter.redis.pubsub.BroadcastReceiver} drops, without reading it, what is for a room that nobody
 *       here is in.
 *   <li>{@link io.github.fanoutlab.adapter.redis.pubsub.MessageGuard} has {@link
 *       io.github.fanoutlab.adapter.redis.codec.MessagePackDecoder} read the message, or drops it with a warning. Then {@code
 *       BroadcastReceiver} drops the node's own echo.
 *   <li>{@link io.github.fanoutlab.adapter.server.MemoryAdapter#broadcast} encodes the packet once, with {@link
 *       io.github.fanoutlab.adapter.protocol.PacketEncoder}, and finds the sockets in {@code server.Rooms}.
 *   <li>{@code server.Client} writes it to the connection of each.
 *   <li>{@link io.github.fanoutlab.adapter.engine.EngineSocket} sends it over {@code engine.WebSocketTransport} or {@code
 *       engine.PollingTransport}.
 * </ol>
 *
 * <p>Redis keeps nothing: all commands are PUBLISH, SUBSCRIBE, PSUBSCRIBE and PUBSUB NUMSUB. Unless another {@link
 * io.github.fanoutlab.adapter.redis.Dialect} is chosen, the wire is that of {@code @socket.io/redis-adapter} 8.3 and {@code
 * @socket.io/redis-emitter} 5.1: broadcasts in MessagePack as {@code notepack.io} 3 writes it, requests and most responses in
 * JSON.
 */
package io.github.fanoutlab.adapter.redis;
