package io.github.fanoutlab.adapter.redis;

import io.github.fanoutlab.adapter.protocol.Packet;
import io.github.fanoutlab.adapter.protocol.Payloads;
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
 * <p>It cannot know whether anybody heard: there are no acks. From any thread. Peer: {@code @socket.io/redis-emitter} 5.1.
 */
public final class Emitter {

    private static final String NAMESPACE = "socket.io-emitter";
    private static final String UID = "emitter";
    private static final long CLOSE_PATIENCE_MILLIS = 5_000;

    /** What the emitters of all namespaces share. */
    private record Line(NodePorts ports, Publisher publisher, Runnable afterClose) {}

    private final Line line;
    private final String key;
    private final String namespace;
    private final Channels channels;

    private Emitter(Line line, String key, String namespace) {
        this.line = line;
        this.key = key;
        this.namespace = namespace;
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
        return new Emitter(line, "socket.io", "/");
    }

    /** The same connection with another prefix of all channels. */
    public Emitter key(String prefix) {
        return new Emitter(line, prefix, namespace);
    }

    /** The same connection for another namespace; the slash at its beginning may be left out. */
    public Emitter of(String name) {
        return new Emitter(line, key, name.startsWith("/") ? name : "/" + name);
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
     */
    public void serverSideEmit(String event, Object... args) {
        ArrayNode data = Payloads.args(requireNoAck(args)).insert(0, event);
        ObjectNode request = Trees.object().put("uid", UID).put("type", RequestType.SERVER_SIDE_EMIT.number());
        request.set("data", data);
        publishRequest(request);
    }

    /**
     * Leaves Redis once it has what was emitted before (waiting five seconds at most), for all namespaces of this emitter.
     * Returns at once.
     */
    public void close() {
        line.ports.loop().run(() -> line.publisher.close(CLOSE_PATIENCE_MILLIS, line.afterClose));
    }

    /** An emitter does not listen. */
    static Object[] requireNoAck(Object... args) {
        if (args.length > 0 && args[args.length - 1] instanceof Callback) {
            throw new IllegalArgumentException("Acknowledgements are not supported: an emitter hears nothing");
        }
        return args;
    }

    void broadcast(BroadcastOptions options, ArrayNode event) {
        ObjectNode sent = Trees.object();
        sent.set("rooms", Trees.array(options.rooms()));
        sent.set("flags", Trees.flags(options));
        sent.set("except", Trees.array(options.except()));
        ArrayNode message = JsonNodeFactory.instance.arrayNode();
        message.add(UID).add(Trees.packet(Packet.event(namespace, event))).add(sent);
        String channel = channels.broadcast(options.rooms());
        byte[] payload = MessagePackEncoder.encode(message);
        line.ports.loop().run(() -> {
            line.ports.log().log(NAMESPACE, () -> "publishing message to channel " + channel);
            line.publisher.publish(channel, payload);
        });
    }

    void request(RequestType type, BroadcastOptions options, ObjectNode rest) {
        ObjectNode request = Trees.object().put("type", type.number());
        request.set("opts", Trees.selection(options));
        publishRequest(request.setAll(rest));
    }

    void requestRooms(RequestType type, BroadcastOptions options, List<String> rooms) {
        request(type, options, Trees.object().<ObjectNode>set("rooms", Trees.array(rooms)));
    }

    private void publishRequest(ObjectNode request) {
        byte[] payload = Trees.json(request);
        line.ports.loop().run(() -> line.publisher.publish(channels.request(), payload));
    }
}
