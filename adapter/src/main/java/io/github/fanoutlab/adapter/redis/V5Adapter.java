package io.github.fanoutlab.adapter.redis;

import io.github.fanoutlab.adapter.protocol.Packet;
import io.github.fanoutlab.adapter.server.BroadcastOptions;
import io.github.fanoutlab.adapter.server.Callback;
import io.github.fanoutlab.adapter.server.Namespace;
import io.github.fanoutlab.platform.redis.RedisConnection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * One namespace of a server of dialect V5. Peer: {@code socket.io-redis} 5.4.
 *
 * <p>The uid is the server's, not the namespace's, and requests have none.
 */
final class V5Adapter extends OlderDialectAdapter {

    private final Publisher publisher;
    private final RedisConnection sub;
    private final String uid;
    private final Channels channels;
    private final V5RequestExchange requests;

    V5Adapter(RedisAdapter config, Namespace namespace, Publisher publisher, RedisConnection sub, String uid) {
        super(namespace, Dialect.V5);
        RedisMember member = RedisMember.of(config, namespace, local, publisher, uid);
        this.publisher = publisher;
        this.sub = sub;
        this.uid = uid;
        this.channels = member.channels();
        this.requests = new V5RequestExchange(member);
        var onRequest = Incoming.guarded(ports, "a request in JSON", requests::onRequest);
        var onResponse = Incoming.guarded(ports, "a response in JSON", requests::onResponse);
        sub.psubscribe(channels.broadcast() + "*", new BroadcastReceiver(member), () -> {});
        sub.subscribe(channels.request(), onRequest, () -> {});
        sub.subscribe(channels.response(), onResponse, () -> {});
    }

    V5RequestExchange requests() {
        return requests;
    }

    @Override
    public void broadcast(Packet packet, BroadcastOptions options) {
        if (!options.isLocal()) {
            ArrayNode message = JsonNodeFactory.instance.arrayNode();
            message.add(uid).add(OldTrees.packet(packet)).add(OldTrees.options(options));
            String channel = channels.broadcast(options.rooms());
            log(() -> "publishing message to channel " + channel);
            publisher.publish(channel, MessagePackEncoder.encode(message));
        }
        local.broadcast(packet, options);
    }

    @Override
    void addSocketsOfAll(BroadcastOptions options, List<String> rooms) {
        forEachClient(
                "socketsJoin",
                options,
                id -> rooms.forEach(room -> requests.remoteJoin(id, room, (error, done) -> {})));
    }

    @Override
    void delSocketsOfAll(BroadcastOptions options, List<String> rooms) {
        forEachClient(
                "socketsLeave",
                options,
                id -> rooms.forEach(room -> requests.remoteLeave(id, room, (error, done) -> {})));
    }

    @Override
    void disconnectSocketsOfAll(BroadcastOptions options, boolean close) {
        forEachClient("disconnectSockets", options, id -> requests.remoteDisconnect(id, close, (error, done) -> {}));
    }

    /** Requests of this dialect name one client each, so all nodes are asked first who is meant, and who is not. */
    private void forEachClient(String what, BroadcastOptions options, Consumer<String> action) {
        requests.clients(options.rooms(), (error, meant) -> {
            if (error != null) {
                ports.log().warn("socket.io: " + what + " reaches only some of those meant: " + error.getMessage());
            }
            if (options.except().isEmpty()) {
                meant.forEach(action);
                return;
            }
            requests.clients(options.except(), (problem, leftOut) -> {
                if (problem != null) {
                    ports.log()
                            .warn("socket.io: " + what + " was not done: who is left out is not known: "
                                    + problem.getMessage());
                    return;
                }
                Set<String> left = new LinkedHashSet<>(meant);
                left.removeAll(leftOut);
                left.forEach(action);
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
