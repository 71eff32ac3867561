package io.github.fanoutlab.adapter.redis.dialect;

import io.github.fanoutlab.adapter.protocol.Packet;
import io.github.fanoutlab.adapter.redis.codec.MessageCodec;
import io.github.fanoutlab.adapter.server.BroadcastOptions;
import io.github.fanoutlab.adapter.server.Callback;
import io.github.fanoutlab.adapter.server.Namespace;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * One namespace of a server of dialect V0_1, which can only broadcast.
 *
 * <p>A broadcast is delivered here first and then published, unlike in all later dialects.
 */
final class V0Adapter extends OlderDialectAdapter {

    private final V0Adapters shared;

    V0Adapter(Namespace namespace, V0Adapters shared) {
        super(namespace, "V0_1");
        this.shared = shared;
    }

    @Override
    public void broadcast(Packet packet, BroadcastOptions options) {
        local.broadcast(packet, options);
        if (!options.isLocal()) {
            ArrayNode message = JsonNodeFactory.instance.arrayNode();
            shared.publish(
                    message.add(OlderMessageCodec.packet(packet)).add(OlderMessageCodec.optionsOrUndefined(options)));
        }
    }

    void receive(JsonNode message) {
        JsonNode packet = message.path(0);
        if (!packet.path("nsp").asString("/").equals(namespace.name())) {
            logRedis(() -> "ignore different namespace");
            return;
        }
        local.broadcast(MessageCodec.readPacket(packet, namespace.name()), MessageCodec.readOptions(message.path(1)));
    }

    @Override
    protected void addSocketsOfAll(BroadcastOptions options, List<String> rooms) {
        onlyHere("socketsJoin");
        local.addSockets(options, rooms);
    }

    @Override
    protected void delSocketsOfAll(BroadcastOptions options, List<String> rooms) {
        onlyHere("socketsLeave");
        local.delSockets(options, rooms);
    }

    @Override
    protected void disconnectSocketsOfAll(BroadcastOptions options, boolean close) {
        onlyHere("disconnectSockets");
        local.disconnectSockets(options, close);
    }

    @Override
    public void allRooms(Callback<Set<String>> answer) {
        refuse("allRooms", answer);
    }

    @Override
    public void serverCount(Callback<Integer> answer) {
        refuse("serverCount", answer);
    }

    private void onlyHere(String what) {
        ports.log()
                .warn("socket.io: dialect V0_1 of the adapter carries broadcasts only: " + what
                        + " reaches only the clients of this node");
    }

    @Override
    public void close() {
        shared.leave(this);
    }
}
