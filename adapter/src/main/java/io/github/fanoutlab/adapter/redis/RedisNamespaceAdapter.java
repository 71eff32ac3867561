package io.github.fanoutlab.adapter.redis;

import io.github.fanoutlab.adapter.protocol.Packet;
import io.github.fanoutlab.adapter.server.Adapter;
import io.github.fanoutlab.adapter.server.BroadcastOptions;
import io.github.fanoutlab.adapter.server.Callback;
import io.github.fanoutlab.adapter.server.MemoryAdapter;
import io.github.fanoutlab.adapter.server.Namespace;
import io.github.fanoutlab.adapter.server.SocketDetails;
import io.github.fanoutlab.platform.node.NodePorts;
import io.github.fanoutlab.platform.redis.RedisConnection;
import io.github.fanoutlab.platform.redis.RedisReply;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * One namespace of one server, joined to the same namespace of all others through Redis.
 *
 * <p>What happens to a broadcast that arrives, in this order ({@code @socket.io/redis-adapter} 8.3, {@code onmessage}):
 *
 * <pre>
 * the channel is not of this namespace     ignore different channel      (a namespace like /a* matches as a pattern)
 * its room has no member here              ignore unknown room …         (not even decoded)
 * it carries our own uid                   ignore same uid               (delivered already when it was sent)
 * it names another namespace               ignore different namespace
 * else                                     delivered by the rooms in its options
 * </pre>
 */
final class RedisNamespaceAdapter implements Adapter {

    static final String NAMESPACE = "socket.io-redis";

    private static final int UID_LENGTH = 6;
    private static final int EXCERPT_BYTES = 64;

    private final Namespace namespace;
    private final NodePorts ports;
    private final MemoryAdapter local;
    private final Publisher publisher;
    private final RedisConnection sub;
    private final String uid;
    private final Channels channels;
    private final Questions questions;
    private final RedisConnection.MessageListener decoded =
            guarded("[uid, {type: 2, data, nsp}, {rooms, except, flags}] in MessagePack", this::receive);

    RedisNamespaceAdapter(RedisAdapter config, Namespace namespace, Publisher publisher, RedisConnection sub) {
        this.namespace = namespace;
        this.ports = namespace.ports();
        this.local = new MemoryAdapter(namespace);
        this.publisher = publisher;
        this.sub = sub;
        this.uid = Uid.next(ports.ids(), UID_LENGTH);
        this.channels = Channels.of(config.key(), namespace.name());
        this.questions = new Questions(config, namespace, local, publisher, channels, uid);
        subscribe(new Answers(config, namespace, local, publisher, channels, uid));
    }

    private void subscribe(Answers answers) {
        var onRequest = guarded("a request in JSON or MessagePack", answers::onRequest);
        var onResponse = guarded("a response in JSON or MessagePack", questions::onResponse);
        sub.psubscribe(channels.broadcast() + "*", this::onBroadcast, () -> {});
        sub.subscribe(channels.request(), onRequest, () -> {});
        sub.subscribe(channels.response(), onResponse, () -> {});
        sub.subscribe(channels.responseTo(uid), onResponse, () -> {});
    }

    @Override
    public void broadcast(Packet packet, BroadcastOptions options) {
        // region broadcast
        if (!options.isLocal()) {
            ObjectNode sent = Trees.selection(options);
            sent.set("flags", Trees.flags(options));
            ArrayNode message = JsonNodeFactory.instance.arrayNode();
            message.add(uid).add(Trees.packet(packet)).add(sent);
            String channel = channels.broadcast(options.rooms());
            log(() -> "publishing message to channel " + channel);
            publisher.publish(channel, MessagePackEncoder.encode(message));
        }
        local.broadcast(packet, options);
        // endregion
    }

    private void onBroadcast(String channel, byte[] payload) {
        if (!channel.startsWith(channels.broadcast())) {
            log(() -> "ignore different channel");
            return;
        }
        String room = channels.roomIn(channel);
        if (!room.isEmpty() && !local.hasRoom(room)) {
            ports.counters().increment(RedisAdapter.UNKNOWN_ROOM_DROPPED);
            log(() -> "ignore unknown room " + room);
            return;
        }
        decoded.onMessage(channel, payload);
    }

    private void receive(byte[] payload) {
        JsonNode message = MessagePackDecoder.decode(payload);
        if (!message.isArray()) {
            Trees.wrong("the message", message, "a list");
        }
        // region receive
        if (uid.equals(message.path(0).asString(""))) {
            ports.counters().increment(RedisAdapter.OWN_ECHOES_DROPPED);
            log(() -> "ignore same uid");
            return;
        }
        JsonNode packet = message.path(1);
        if (!packet.path("nsp").asString("/").equals(namespace.name())) {
            log(() -> "ignore different namespace");
            return;
        }
        local.broadcast(Trees.readPacket(packet, namespace.name()), Trees.readOptions(message.path(2)));
        // endregion
    }

    /** Carried out here, too, when the request comes back: in one order on every node. */
    @Override
    public void addSockets(BroadcastOptions options, List<String> rooms) {
        if (options.isLocal()) {
            local.addSockets(options, rooms);
            return;
        }
        ObjectNode request = request(RequestType.JOIN);
        request.set("opts", Trees.selection(options));
        request.set("rooms", Trees.array(rooms));
        publish(request);
    }

    @Override
    public void delSockets(BroadcastOptions options, List<String> rooms) {
        if (options.isLocal()) {
            local.delSockets(options, rooms);
            return;
        }
        ObjectNode request = request(RequestType.LEAVE);
        request.set("opts", Trees.selection(options));
        request.set("rooms", Trees.array(rooms));
        publish(request);
    }

    @Override
    public void disconnectSockets(BroadcastOptions options, boolean close) {
        if (options.isLocal()) {
            local.disconnectSockets(options, close);
            return;
        }
        ObjectNode request = request(RequestType.DISCONNECT);
        request.set("opts", Trees.selection(options));
        publish(request.put("close", close));
    }

    @Override
    public void serverSideEmit(ArrayNode data) {
        ObjectNode request = request(RequestType.SERVER_SIDE_EMIT);
        request.set("data", data);
        publish(request);
    }

    @Override
    public void serverSideEmit(ArrayNode data, Callback<List<JsonNode>> answers) {
        questions.serverSideEmit(data, answers);
    }

    @Override
    public void broadcastWithAck(
            Packet packet, BroadcastOptions options, IntConsumer onClientCount, Consumer<JsonNode> onAnswer) {
        questions.broadcastWithAck(packet, options, onClientCount, onAnswer);
    }

    @Override
    public void fetchSockets(BroadcastOptions options, Callback<List<SocketDetails>> answer) {
        questions.fetchSockets(options, answer);
    }

    @Override
    public void allRooms(Callback<Set<String>> answer) {
        questions.allRooms(answer);
    }

    @Override
    public void serverCount(Callback<Integer> answer) {
        questions.serverCount(answer);
    }

    @Override
    public void addAll(String socketId, List<String> rooms) {
        local.addAll(socketId, rooms);
    }

    @Override
    public void del(String socketId, String room) {
        local.del(socketId, room);
    }

    @Override
    public void delAll(String socketId) {
        local.delAll(socketId);
    }

    @Override
    public Set<String> socketRooms(String socketId) {
        return local.socketRooms(socketId);
    }

    @Override
    public void close() {
        sub.punsubscribe(channels.broadcast() + "*");
        sub.unsubscribe(channels.request());
        sub.unsubscribe(channels.response());
        sub.unsubscribe(channels.responseTo(uid));
        questions.close();
    }

    private ObjectNode request(RequestType type) {
        return Trees.object().put("uid", uid).put("type", type.number());
    }

    private void publish(ObjectNode request) {
        publisher.publish(channels.request(), Trees.json(request));
    }

    private interface Receiver {
        void receive(byte[] payload);
    }

    /** Whatever arrives that nobody should have sent is dropped, with a line that says so, and harms nobody. */
    private RedisConnection.MessageListener guarded(String expected, Receiver receiver) {
        return (channel, payload) -> {
            try {
                receiver.receive(payload);
            } catch (MalformedMessageException malformed) {
                ports.counters().increment(RedisAdapter.GARBAGE_DROPPED);
                byte[] excerpt = Arrays.copyOf(payload, Math.min(payload.length, EXCERPT_BYTES));
                ports.log()
                        .warn("redis: dropped a message of " + payload.length + " bytes on channel " + channel + ": "
                                + malformed.getMessage() + "; it begins " + RedisReply.readable(excerpt)
                                + "; expected was " + expected);
            }
        };
    }

    private void log(Supplier<String> message) {
        ports.log().log(NAMESPACE, message);
    }
}
