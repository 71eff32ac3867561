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
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * One namespace of a server of generation G4. Peer: {@code socket.io-redis} 5.4.
 *
 * <p>What it does with a broadcast that arrives is what {@link RedisNamespaceAdapter} does, in the same order. The uid is the
 * server's, not the namespace's, and requests have none.
 */
final class Generation4Adapter extends OldGenerationAdapter {

    private final Publisher publisher;
    private final RedisConnection sub;
    private final String uid;
    private final Channels channels;
    private final Generation4Requests requests;
    private final RedisConnection.MessageListener decoded;

    Generation4Adapter(RedisAdapter config, Namespace namespace, Publisher publisher, RedisConnection sub, String uid) {
        super(namespace, Generation.G4);
        this.publisher = publisher;
        this.sub = sub;
        this.uid = uid;
        this.channels = Channels.of(config.key(), namespace.name());
        this.requests = new Generation4Requests(config, namespace, local, publisher, channels);
        this.decoded =
                Incoming.guarded(ports, "[uid, {type: 2, data, nsp}, {rooms, flags}] in MessagePack", this::receive);
        sub.psubscribe(channels.broadcast() + "*", this::onBroadcast, () -> {});
        sub.subscribe(channels.request(), Incoming.guarded(ports, "a request in JSON", requests::onRequest), () -> {});
        sub.subscribe(
                channels.response(), Incoming.guarded(ports, "a response in JSON", requests::onResponse), () -> {});
    }

    Generation4Requests requests() {
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
    }

    @Override
    public void addSockets(BroadcastOptions options, List<String> rooms) {
        if (options.isLocal()) {
            local.addSockets(options, rooms);
            return;
        }
        forEachClient(
                "socketsJoin",
                options,
                id -> rooms.forEach(room -> requests.remoteJoin(id, room, (error, done) -> {})));
    }

    @Override
    public void delSockets(BroadcastOptions options, List<String> rooms) {
        if (options.isLocal()) {
            local.delSockets(options, rooms);
            return;
        }
        forEachClient(
                "socketsLeave",
                options,
                id -> rooms.forEach(room -> requests.remoteLeave(id, room, (error, done) -> {})));
    }

    @Override
    public void disconnectSockets(BroadcastOptions options, boolean close) {
        if (options.isLocal()) {
            local.disconnectSockets(options, close);
            return;
        }
        forEachClient("disconnectSockets", options, id -> requests.remoteDisconnect(id, close, (error, done) -> {}));
    }

    /** Requests of this generation name one client each, so all nodes are asked first who is meant, and who is not. */
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
