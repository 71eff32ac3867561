package io.github.fanoutlab.adapter.redis;

import io.github.fanoutlab.adapter.protocol.Packet;
import io.github.fanoutlab.adapter.protocol.Payloads;
import io.github.fanoutlab.adapter.redis.codec.MessageCodec;
import io.github.fanoutlab.adapter.redis.codec.MessagePackEncoder;
import io.github.fanoutlab.adapter.redis.codec.MessagePackJs;
import io.github.fanoutlab.adapter.redis.dialect.OlderMessageCodec;
import io.github.fanoutlab.adapter.redis.pubsub.Channels;
import io.github.fanoutlab.adapter.redis.pubsub.Publisher;
import io.github.fanoutlab.adapter.redis.requests.RequestType;
import io.github.fanoutlab.adapter.server.BroadcastOptions;
import io.github.fanoutlab.adapter.server.Callback;
import io.github.fanoutlab.platform.node.NodePorts;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Emits to the clients of all servers without being one: it has one connection to Redis and subscribes to nothing.
 *
 * <pre>{@code
 * Emitter emitter = SocketIoServer.emitter("redis://localhost:6379");
 * emitter.emit("data", "payload");
 * emitter.of("/chat").to("room").except("muted").emit("message", "hello");
 * }</pre>
 *
 * <p>There are no acks: an emitter cannot know whether anybody heard. Methods may be called from any thread. With {@link
 * #dialect}, it reaches servers of Socket.IO 1 and 2. Peer: {@code @socket.io/redis-emitter} 5.1 (4 is the same on Redis).
 */
public final class Emitter {

    private static final String DEBUG_NAMESPACE = "socket.io-emitter";
    private static final String UID = "emitter";

    /** What the emitters of all namespaces share. */
    private record Connection(NodePorts ports, Publisher publisher, Runnable afterClose) {}

    private final Connection connection;
    private final String key;
    private final String namespace;
    private final Dialect dialect;
    private final Channels channels;

    private Emitter(Connection connection, String key, String namespace, Dialect dialect) {
        this.connection = connection;
        this.key = key;
        this.namespace = namespace;
        this.dialect = dialect;
        this.channels = Channels.of(key, namespace);
    }

    /** An emitter in the world of {@code ports}; it publishes once its connection is up. */
    public static Emitter at(NodePorts ports, String url) {
        return at(ports, url, () -> {});
    }

    /** Like {@link #at(NodePorts, String)}; {@code afterClose} runs once, when {@link #close()} has left Redis. */
    public static Emitter at(NodePorts ports, String url, Runnable afterClose) {
        Publisher publisher = new Publisher(ports, ports.createRedisClient("emitter", url));
        return new Emitter(new Connection(ports, publisher, afterClose), "socket.io", "/", Dialect.V8);
    }

    /** An emitter on the same connection, with this prefix for all channels. */
    public Emitter key(String prefix) {
        return new Emitter(connection, prefix, namespace, dialect);
    }

    /**
     * An emitter on the same connection, in this dialect. npm's {@code socket.io-emitter} 0.2 speaks {@link Dialect#V0_1}, and
     * 3.2 speaks {@link Dialect#V5}. These two can only emit: {@link #socketsJoin}, {@link #socketsLeave}, {@link
     * #disconnectSockets} and {@link #serverSideEmit} throw an {@link UnsupportedOperationException}. The table in {@link
     * Dialect} says which clients they can leave out.
     */
    public Emitter dialect(Dialect spoken) {
        return new Emitter(connection, key, namespace, spoken);
    }

    /** An emitter on the same connection, for this namespace. The leading slash may be left out. */
    public Emitter of(String name) {
        return new Emitter(connection, key, name.startsWith("/") ? name : "/" + name, dialect);
    }

    /** Selects everybody in the namespace. */
    public EmitterOperator toAll() {
        return new EmitterOperator(this, BroadcastOptions.ALL);
    }

    /** See {@link EmitterOperator#to(String...)}. */
    public EmitterOperator to(String... rooms) {
        return toAll().to(rooms);
    }

    /** See {@link EmitterOperator#to(long)}. */
    public EmitterOperator to(long room) {
        return toAll().to(room);
    }

    /** See {@link EmitterOperator#in(String...)}. */
    public EmitterOperator in(String... rooms) {
        return toAll().to(rooms);
    }

    /** See {@link EmitterOperator#in(long)}. */
    public EmitterOperator in(long room) {
        return toAll().to(room);
    }

    /** See {@link EmitterOperator#except(long)}. */
    public EmitterOperator except(long room) {
        return toAll().except(room);
    }

    /** See {@link EmitterOperator#except(String...)}. */
    public EmitterOperator except(String... rooms) {
        return toAll().except(rooms);
    }

    /** See {@link EmitterOperator#volatile_}. */
    public EmitterOperator volatile_() {
        return toAll().volatile_();
    }

    /** See {@link EmitterOperator#compress}. */
    public EmitterOperator compress(boolean compress) {
        return toAll().compress(compress);
    }

    /** See {@link EmitterOperator#emit}. */
    public void emit(String event, Object... args) {
        toAll().emit(event, args);
    }

    /** See {@link EmitterOperator#socketsJoin(String...)}. */
    public void socketsJoin(String... rooms) {
        toAll().socketsJoin(rooms);
    }

    /** See {@link EmitterOperator#socketsJoin(long)}. */
    public void socketsJoin(long room) {
        toAll().socketsJoin(room);
    }

    /** See {@link EmitterOperator#socketsLeave(long)}. */
    public void socketsLeave(long room) {
        toAll().socketsLeave(room);
    }

    /** See {@link EmitterOperator#socketsLeave(String...)}. */
    public void socketsLeave(String... rooms) {
        toAll().socketsLeave(rooms);
    }

    /** See {@link EmitterOperator#disconnectSockets}. */
    public void disconnectSockets(boolean close) {
        toAll().disconnectSockets(close);
    }

    /**
     * Sends an event to the servers themselves, not to clients. They cannot answer.
     *
     * @throws IllegalArgumentException if an argument cannot become JSON or the last one is a callback; nothing was sent
     * @throws UnsupportedOperationException in an older {@link #dialect dialect}; nothing was sent
     */
    public void serverSideEmit(String event, Object... args) {
        ArrayNode data = Payloads.args(requireNoAck(args)).insert(0, event);
        ObjectNode request = MessageCodec.object().put("uid", UID).put("type", RequestType.SERVER_SIDE_EMIT.number());
        request.set("data", data);
        publishRequest(request);
    }

    /**
     * Closes the connection, for all namespaces of this emitter, as soon as Redis has what was emitted before, or after five
     * seconds. Returns at once.
     */
    public void close() {
        connection.ports.loop().run(() -> connection.publisher.close(connection.afterClose));
    }

    static Object[] requireNoAck(Object... args) {
        if (args.length > 0 && args[args.length - 1] instanceof Callback) {
            throw new IllegalArgumentException(
                    "Acknowledgements are not supported by an emitter: the last argument must not be a callback");
        }
        return args;
    }

    void broadcast(BroadcastOptions options, ArrayNode event) {
        String channel = dialect == Dialect.V0_1 ? key + "#" + UID : channels.broadcast(options.rooms());
        byte[] payload = encode(Packet.event(namespace, event), options);
        connection.ports.loop().run(() -> {
            connection.ports.log().log(DEBUG_NAMESPACE, () -> "publishing message to channel " + channel);
            connection.publisher.publish(channel, payload);
        });
    }

    private byte[] encode(Packet packet, BroadcastOptions options) {
        ArrayNode message = JsonNodeFactory.instance.arrayNode();
        return switch (dialect) {
            case V0_1 ->
                MessagePackJs.encode(
                        message.add(OlderMessageCodec.packet(packet)).add(OlderMessageCodec.options(options)));
            case V5 ->
                MessagePackEncoder.encode(
                        message.add(UID).add(OlderMessageCodec.packet(packet)).add(OlderMessageCodec.options(options)));
            case V8 ->
                MessagePackEncoder.encode(
                        message.add(UID).add(MessageCodec.packet(packet)).add(options(options)));
        };
    }

    private static ObjectNode options(BroadcastOptions options) {
        ObjectNode sent = MessageCodec.object();
        sent.set("rooms", MessageCodec.rooms(options.rooms(), options));
        sent.set("flags", MessageCodec.flags(options));
        sent.set("except", MessageCodec.rooms(options.except(), options));
        return sent;
    }

    void request(RequestType type, BroadcastOptions options, ObjectNode rest) {
        ObjectNode request = MessageCodec.object().put("type", type.number());
        request.set("opts", MessageCodec.selection(options));
        publishRequest(request.setAll(rest));
    }

    void requestRooms(RequestType type, BroadcastOptions options, List<String> rooms) {
        request(type, options, MessageCodec.object().<ObjectNode>set("rooms", MessageCodec.rooms(rooms, options)));
    }

    private void publishRequest(ObjectNode request) {
        if (dialect != Dialect.V8) {
            throw new UnsupportedOperationException("an emitter of dialect " + dialect
                    + " can only emit: its servers have no such request; nothing was sent");
        }
        byte[] payload = MessageCodec.json(request);
        connection.ports.loop().run(() -> connection.publisher.publish(channels.request(), payload));
    }
}
