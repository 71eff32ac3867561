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
 * <p>Its parts: {@link BroadcastReceiver} hears what others broadcast, {@link Questions} asks them, {@link Answers} does what they
 * ask. Peer: {@code @socket.io/redis-adapter} 8.3.
 */
final class RedisNamespaceAdapter extends JoinedAdapter {

    static final String NAMESPACE = "socket.io-redis";

    static final int UID_LENGTH = 6;

    private final RedisMember member;
    private final Publisher publisher;
    private final RedisConnection sub;
    private final String uid;
    private final Channels channels;
    private final Questions questions;

    RedisNamespaceAdapter(RedisAdapter config, Namespace namespace, Publisher publisher, RedisConnection sub) {
        super(namespace);
        this.publisher = publisher;
        this.sub = sub;
        this.uid = Uid.next(ports.ids(), UID_LENGTH);
        this.member = RedisMember.of(config, namespace, local, publisher, uid);
        this.channels = member.channels();
        this.questions = new Questions(member);
        subscribe(new BroadcastReceiver(member), new Answers(member));
    }

    private void subscribe(BroadcastReceiver onBroadcast, Answers answers) {
        var onRequest = Incoming.guarded(ports, "a request in JSON or MessagePack", answers::onRequest);
        var onResponse = Incoming.guarded(ports, "a response in JSON or MessagePack", questions::onResponse);
        sub.psubscribe(channels.broadcast() + "*", onBroadcast, () -> {});
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

    /** Carried out here, too, when the request comes back: in one order on every node. */
    @Override
    void addSocketsOfAll(BroadcastOptions options, List<String> rooms) {
        publishRooms(RequestType.JOIN, options, rooms);
    }

    @Override
    void delSocketsOfAll(BroadcastOptions options, List<String> rooms) {
        publishRooms(RequestType.LEAVE, options, rooms);
    }

    private void publishRooms(RequestType type, BroadcastOptions options, List<String> rooms) {
        ObjectNode request = request(type);
        request.set("opts", Trees.selection(options));
        request.set("rooms", Trees.array(rooms));
        member.publishRequest(request);
    }

    @Override
    void disconnectSocketsOfAll(BroadcastOptions options, boolean close) {
        ObjectNode request = request(RequestType.DISCONNECT);
        request.set("opts", Trees.selection(options));
        member.publishRequest(request.put("close", close));
    }

    @Override
    public void serverSideEmit(ArrayNode data) {
        ObjectNode request = request(RequestType.SERVER_SIDE_EMIT);
        request.set("data", data);
        member.publishRequest(request);
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
    void fetchSocketsOfAll(BroadcastOptions options, Callback<List<SocketDetails>> answer) {
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
}
