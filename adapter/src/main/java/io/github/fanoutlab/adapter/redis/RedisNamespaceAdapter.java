package io.github.fanoutlab.adapter.redis;

import io.github.fanoutlab.adapter.protocol.Packet;
import io.github.fanoutlab.adapter.server.BroadcastOptions;
import io.github.fanoutlab.adapter.server.Callback;
import io.github.fanoutlab.adapter.server.Namespace;
import io.github.fanoutlab.adapter.server.SocketDetails;
import io.github.fanoutlab.platform.redis.RedisConnection;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
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
final class RedisNamespaceAdapter extends JoinedAdapter {

    static final String NAMESPACE = "socket.io-redis";

    static final int UID_LENGTH = 6;

    private final Publisher publisher;
    private final RedisConnection sub;
    private final String uid;
    private final Channels channels;
    private final Questions questions;
    private final RedisConnection.MessageListener decoded = Incoming.guarded(
            ports, "[uid, {type: 2, data, nsp}, {rooms, except, flags}] in MessagePack", this::receive);

    RedisNamespaceAdapter(RedisAdapter config, Namespace namespace, Publisher publisher, RedisConnection sub) {
        super(namespace);
        this.publisher = publisher;
        this.sub = sub;
        this.uid = Uid.next(ports.ids(), UID_LENGTH);
        this.channels = Channels.of(config.key(), namespace.name());
        this.questions = new Questions(config, namespace, local, publisher, channels, uid);
        subscribe(new Answers(config, namespace, local, publisher, channels, uid));
    }

    private void subscribe(Answers answers) {
        var onRequest = Incoming.guarded(ports, "a request in JSON or MessagePack", answers::onRequest);
        var onResponse = Incoming.guarded(ports, "a response in JSON or MessagePack", questions::onResponse);
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
        if (concerns(channels, channel)) {
            decoded.onMessage(channel, payload);
        }
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
}
