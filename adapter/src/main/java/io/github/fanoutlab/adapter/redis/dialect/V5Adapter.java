package io.github.fanoutlab.adapter.redis.dialect;

import io.github.fanoutlab.adapter.protocol.Packet;
import io.github.fanoutlab.adapter.redis.pubsub.BroadcastReceiver;
import io.github.fanoutlab.adapter.redis.pubsub.Channels;
import io.github.fanoutlab.adapter.redis.pubsub.ClusterMember;
import io.github.fanoutlab.adapter.redis.pubsub.MessageGuard;
import io.github.fanoutlab.adapter.redis.pubsub.PubSubConnections;
import io.github.fanoutlab.adapter.server.BroadcastOptions;
import io.github.fanoutlab.adapter.server.Callback;
import io.github.fanoutlab.adapter.server.Namespace;
import io.github.fanoutlab.platform.redis.RedisConnection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/**
 * One namespace of a server of dialect V5. Peer: {@code socket.io-redis} 5.4.
 *
 * <p>Unlike in later dialects, all namespaces of a server have one uid, and requests carry none.
 */
public final class V5Adapter extends OlderDialectAdapter {

    private final ClusterMember member;
    private final RedisConnection sub;
    private final Channels channels;
    private final V5RequestSender requests;
    private final V5RequestReceiver receiver;

    /** Joins {@code namespace} to the same one of the other servers, on channels that begin with {@code prefix}. */
    public V5Adapter(
            Namespace namespace, PubSubConnections connections, String prefix, String uid, long requestsTimeoutMillis) {
        super(namespace, "V5");
        this.sub = connections.sub();
        this.channels = Channels.of(prefix, namespace.name());
        this.member = new ClusterMember(namespace, local, connections.publisher(), channels, uid);
        this.requests = new V5RequestSender(member, requestsTimeoutMillis);
        this.receiver = new V5RequestReceiver(member);
        var onRequest = MessageGuard.guarded(ports, "a request in JSON", receiver::onRequest);
        var onResponse = MessageGuard.guarded(ports, "a response in JSON", requests::onResponse);
        sub.psubscribe(channels.broadcast() + "*", new BroadcastReceiver(member), () -> {});
        sub.subscribe(channels.request(), onRequest, () -> {});
        sub.subscribe(channels.response(), onResponse, () -> {});
    }

    /** Sends requests to all servers. */
    public V5RequestSender requests() {
        return requests;
    }

    /** Answers the custom requests of all servers with {@code hook}. */
    public void customHook(BiConsumer<JsonNode, Consumer<Object>> hook) {
        receiver.customHook(hook);
    }

    @Override
    public void broadcast(Packet packet, BroadcastOptions options) {
        if (!options.isLocal()) {
            member.publishBroadcast(
                    OlderMessageCodec.packet(packet), OlderMessageCodec.options(options), options.rooms());
        }
        local.broadcast(packet, options);
    }

    @Override
    protected void addSocketsOfAll(BroadcastOptions options, List<String> rooms) {
        forEachClient(
                "socketsJoin",
                options,
                id -> rooms.forEach(room -> requests.remoteJoin(id, room, (error, done) -> {})));
    }

    @Override
    protected void delSocketsOfAll(BroadcastOptions options, List<String> rooms) {
        forEachClient(
                "socketsLeave",
                options,
                id -> rooms.forEach(room -> requests.remoteLeave(id, room, (error, done) -> {})));
    }

    @Override
    protected void disconnectSocketsOfAll(BroadcastOptions options, boolean close) {
        forEachClient("disconnectSockets", options, id -> requests.remoteDisconnect(id, close, (error, done) -> {}));
    }

    /** Requests of this dialect name one client each, so all nodes are asked first which clients are selected and left out. */
    private void forEachClient(String what, BroadcastOptions options, Consumer<String> action) {
        requests.clients(options.rooms(), (error, selected) -> {
            if (error != null) {
                ports.log().warn("socket.io: " + what + " reaches only some of the clients: " + error.getMessage());
            }
            if (options.except().isEmpty()) {
                selected.forEach(action);
                return;
            }
            requests.clients(options.except(), (problem, leftOut) -> {
                if (problem != null) {
                    ports.log()
                            .warn("socket.io: " + what + " was not done: it is not known which clients to leave out: "
                                    + problem.getMessage());
                    return;
                }
                Set<String> rest = new LinkedHashSet<>(selected);
                rest.removeAll(leftOut);
                rest.forEach(action);
            });
        });
    }

    @Override
    public void allRooms(Callback<Set<String>> answer) {
        requests.allRooms((error, rooms) -> answer.done(error, error == null ? rooms : null));
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
        requests.close();
    }
}
