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
import io.github.fanoutlab.platform.real.RealNode;
import io.github.fanoutlab.platform.redis.RedisConnection;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Speaks to the clients of all servers without being one: one connection to Redis, nothing subscribed.
 *
 * <pre>{@code
 * Emitter emitter = Emitter.create("redis://localhost:6379");
 * emitter.emit("data", "payload");
 * emitter.of("/chat").to("room").except("muted").emit("message", "hello");
 * }</pre>
 *
 * <p>It cannot know whether anybody heard: there are no acks. From any thread. Peer: {@code @socket.io/redis-emitter} 5.1 (4 is the
 * same on Redis). To servers of Socket.IO 1 and 2 it speaks with {@link #dialect}.
 */
public final class Emitter {

    private static final String NAMESPACE = "socket.io-emitter";
    private static final String UID = "emitter";

    /** What the emitters of all namespaces share. */
    private record Line(NodePorts ports, Publisher publisher, Runnable afterClose) {}

    private final Line line;
    private final String key;
    private final String namespace;
    private final Dialect dialect;
    private final Channels channels;

    private Emitter(Line line, String key, String namespace, Dialect dialect) {
        this.line = line;
        this.key = key;
        this.namespace = namespace;
        this.dialect = dialect;
        this.channels = Channels.of(key, namespace);
    }

    /** An emitter in the real world, with a node (a thread) of its own that ends with {@link #close()}. */
    public static Emitter create(String url) {
        RealNode node = RealNode.create("emitter");
        return at(node, url, node::close);
    }

    /** An emitter in the world of {@code ports}; its connection is on its way up. */
    public static Emitter at(NodePorts ports, String url) {
        return at(ports, url, () -> {});
    }

    private static Emitter at(NodePorts ports, String url, Runnable afterClose) {
        RedisConnection connection = ports.createRedisClient("emitter", url);
        Line line = new Line(ports, new Publisher(ports, connection), afterClose);
        return new Emitter(line, "socket.io", "/", Dialect.V8);
    }

    /** The same connection with another prefix of all channels. */
    public Emitter key(String prefix) {
        return new Emitter(line, prefix, namespace, dialect);
    }

    /**
     * The same connection to servers of another dialect: {@link Dialect#V0_1} is what npm's {@code socket.io-emitter} 0.2
     * speaks, {@link Dialect#V5} its 3.2. Both of them only emit: an emitter of theirs refuses {@link #socketsJoin}, {@link
     * #socketsLeave}, {@link #disconnectSockets} and {@link #serverSideEmit} with an {@link UnsupportedOperationException}. Whom
     * they can leave out is in the table at {@link Dialect}.
     */
    public Emitter dialect(Dialect spoken) {
        return new Emitter(line, key, namespace, spoken);
    }

    /** The same connection for another namespace; the slash at its beginning may be left out. */
    public Emitter of(String name) {
        return new Emitter(line, key, name.startsWith("/") ? name : "/" + name, dialect);
    }

    /** Everybody in the namespace. */
    public EmitterOperator toAll() {
        return new EmitterOperator(this, BroadcastOptions.ALL);
    }

    /** See {@link EmitterOperator#to}. */
    public EmitterOperator to(String... rooms) {
        return toAll().to(rooms);
    }

    /** See {@link EmitterOperator#to}. */
    public EmitterOperator in(String... rooms) {
        return toAll().to(rooms);
    }

    /** See {@link EmitterOperator#except}. */
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

    /** See {@link EmitterOperator#socketsJoin}. */
    public void socketsJoin(String... rooms) {
        toAll().socketsJoin(rooms);
    }

    /** See {@link EmitterOperator#socketsLeave}. */
    public void socketsLeave(String... rooms) {
        toAll().socketsLeave(rooms);
    }

    /** See {@link EmitterOperator#disconnectSockets}. */
    public void disconnectSockets(boolean close) {
        toAll().disconnectSockets(close);
    }

    /**
     * Sends an event to the servers themselves, not to clients; they cannot answer.
     *
     * @throws IllegalArgumentException if an argument cannot become JSON or is to get answers; nothing was sent
     * @throws UnsupportedOperationException in an older {@link #dialect}; nothing was sent
     */
    public void serverSideEmit(String event, Object... args) {
        ArrayNode data = Payloads.args(requireNoAck(args)).insert(0, event);
        ObjectNode request = MessageCodec.object().put("uid", UID).put("type", RequestType.SERVER_SIDE_EMIT.number());
        request.set("data", data);
        publishRequest(request);
    }

    /**
     * Leaves Redis once it has what was emitted before (waiting five seconds at most), for all namespaces of this emitter.
     * Returns at once.
     */
    public void close() {
        line.ports.loop().run(() -> line.publisher.close(line.afterClose));
    }

    /** An emitter does not listen. */
    static Object[] requireNoAck(Object... args) {
        if (args.length > 0 && args[args.length - 1] instanceof Callback) {
            throw new IllegalArgumentException("Acknowledgements are not supported: an emitter hears nothing");
        }
        return args;
    }

    void broadcast(BroadcastOptions options, ArrayNode event) {
        String channel = dialect == Dialect.V0_1 ? key + "#" + UID : channels.broadcast(options.rooms());
        byte[] payload = encode(Packet.event(namespace, event), options);
        line.ports.loop().run(() -> {
            line.ports.log().log(NAMESPACE, () -> "publishing message to channel " + channel);
            line.publisher.publish(channel, payload);
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
        sent.set("rooms", MessageCodec.array(options.rooms()));
        sent.set("flags", MessageCodec.flags(options));
        sent.set("except", MessageCodec.array(options.except()));
        return sent;
    }

    void request(RequestType type, BroadcastOptions options, ObjectNode rest) {
        ObjectNode request = MessageCodec.object().put("type", type.number());
        request.set("opts", MessageCodec.selection(options));
        publishRequest(request.setAll(rest));
    }

    void requestRooms(RequestType type, BroadcastOptions options, List<String> rooms) {
        request(type, options, MessageCodec.object().<ObjectNode>set("rooms", MessageCodec.array(rooms)));
    }

    private void publishRequest(ObjectNode request) {
        if (dialect != Dialect.V8) {
            throw new UnsupportedOperationException("an emitter of dialect " + dialect
                    + " can only emit: its servers know no such request; nothing was sent");
        }
        byte[] payload = MessageCodec.json(request);
        line.ports.loop().run(() -> line.publisher.publish(channels.request(), payload));
    }
}
