package io.github.fanoutlab.adapter.redis;

import io.github.fanoutlab.adapter.protocol.Packet;
import io.github.fanoutlab.adapter.redis.codec.MessageCodec;
import io.github.fanoutlab.adapter.redis.pubsub.BroadcastReceiver;
import io.github.fanoutlab.adapter.redis.pubsub.Channels;
import io.github.fanoutlab.adapter.redis.pubsub.ClusterMember;
import io.github.fanoutlab.adapter.redis.pubsub.MessageGuard;
import io.github.fanoutlab.adapter.redis.pubsub.PubSubAdapter;
import io.github.fanoutlab.adapter.redis.pubsub.PubSubConnections;
import io.github.fanoutlab.adapter.redis.pubsub.Uid;
import io.github.fanoutlab.adapter.redis.requests.RequestReceiver;
import io.github.fanoutlab.adapter.redis.requests.RequestSender;
import io.github.fanoutlab.adapter.redis.requests.RequestType;
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
import tools.jackson.databind.node.ObjectNode;

/**
 * One namespace of one server, joined to the same namespace of all others through Redis.
 *
 * <p>Its own part is {@link #broadcast}. {@link BroadcastReceiver} delivers the broadcasts of others, {@link RequestSender} sends
 * requests to them, {@link RequestReceiver} carries theirs out. Peer: {@code @socket.io/redis-adapter} 8.3.
 */
final class RedisNamespaceAdapter extends PubSubAdapter {

    private final ClusterMember member;
    private final RedisConnection sub;
    private final String uid;
    private final Channels channels;
    private final RequestSender requests;

    RedisNamespaceAdapter(RedisAdapter config, Namespace namespace, PubSubConnections connections) {
        super(namespace);
        this.sub = connections.sub();
        this.uid = Uid.next(ports.ids());
        this.channels = Channels.of(config.key(), namespace.name());
        this.member = new ClusterMember(namespace, local, connections.publisher(), channels, uid);
        this.requests = new RequestSender(member, config.requestsTimeoutMillis());
        subscribe(
                new BroadcastReceiver(member), new RequestReceiver(member, config.publishOnSpecificResponseChannel()));
    }

    private void subscribe(BroadcastReceiver onBroadcast, RequestReceiver receiver) {
        var onRequest = MessageGuard.guarded(ports, "a request in JSON or MessagePack", receiver::onRequest);
        var onResponse = MessageGuard.guarded(ports, "a response in JSON or MessagePack", requests::onResponse);
        // region subscriptions
        sub.psubscribe(channels.broadcast() + "*", onBroadcast, () -> {});
        sub.subscribe(channels.request(), onRequest, () -> {});
        sub.subscribe(channels.response(), onResponse, () -> {});
        sub.subscribe(channels.responseTo(uid), onResponse, () -> {});
        // endregion
    }

    @Override
    public void broadcast(Packet packet, BroadcastOptions options) {
        // region broadcast
        if (!options.isLocal()) {
            member.publishBroadcast(MessageCodec.packet(packet), MessageCodec.options(options), options.rooms());
        }
        local.broadcast(packet, options);
        // endregion
    }

    /** This node carries it out when its own request comes back, so that all nodes have one order. */
    @Override
    protected void addSocketsOfAll(BroadcastOptions options, List<String> rooms) {
        publishRooms(RequestType.JOIN, options, rooms);
    }

    @Override
    protected void delSocketsOfAll(BroadcastOptions options, List<String> rooms) {
        publishRooms(RequestType.LEAVE, options, rooms);
    }

    private void publishRooms(RequestType type, BroadcastOptions options, List<String> rooms) {
        ObjectNode request = request(type);
        request.set("opts", MessageCodec.selection(options));
        request.set("rooms", MessageCodec.rooms(rooms, options));
        member.publishRequest(request);
    }

    @Override
    protected void disconnectSocketsOfAll(BroadcastOptions options, boolean close) {
        ObjectNode request = request(RequestType.DISCONNECT);
        request.set("opts", MessageCodec.selection(options));
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
        requests.serverSideEmit(data, answers);
    }

    @Override
    public void broadcastWithAck(
            Packet packet, BroadcastOptions options, IntConsumer onClientCount, Consumer<JsonNode> onAnswer) {
        requests.broadcastWithAck(packet, options, onClientCount, onAnswer);
    }

    @Override
    protected void fetchSocketsOfAll(BroadcastOptions options, Callback<List<SocketDetails>> answer) {
        requests.fetchSockets(options, answer);
    }

    @Override
    public void allRooms(Callback<Set<String>> answer) {
        requests.allRooms(answer);
    }

    @Override
    public void serverCount(Callback<Integer> answer) {
        requests.serverCount(answer);
    }

    @Override
    public void close() {
        sub.punsubscribe(channels.broadcast() + "*");
        sub.unsubscribe(channels.request());
        sub.unsubscribe(channels.response());
        sub.unsubscribe(channels.responseTo(uid));
        requests.close();
    }

    private ObjectNode request(RequestType type) {
        return MessageCodec.object().put("uid", uid).put("type", type.number());
    }
}
