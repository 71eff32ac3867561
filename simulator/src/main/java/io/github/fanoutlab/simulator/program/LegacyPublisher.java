package io.github.fanoutlab.simulator.program;

import io.github.fanoutlab.legacy.protocol.Packet;
import io.github.fanoutlab.legacy.protocol.PacketText;
import io.github.fanoutlab.platform.http.ListenOptions;
import io.github.fanoutlab.platform.node.Network;
import io.github.fanoutlab.platform.node.NodePorts;
import io.github.fanoutlab.platform.redis.RedisConnection;
import io.github.fanoutlab.simulator.scenario.Broadcast;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * A publisher for a 0.9 cluster. 0.9 has no emitter. People who wanted one published the store's {@code dispatch} message
 * themselves, with a node id that no server has.
 */
final class LegacyPublisher implements Program {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final RedisConnection redisPub;
    private final int nodeId;

    LegacyPublisher(NodePorts ports, RedisConnection redisPub) {
        this.redisPub = redisPub;
        this.nodeId = ports.ids().nextInt(Integer.MAX_VALUE);
    }

    @Override
    public void emit(Broadcast broadcast, Consumer<List<String>> acks) {
        if (broadcast.local() || !broadcast.except().isEmpty() || broadcast.manner() != Broadcast.Manner.PLAIN) {
            throw new UnsupportedOperationException(
                    "a publisher has no local clients, knows no session id to except, and only emits: " + broadcast);
        }
        // region publish
        String namespace = broadcast.namespace().equals("/") ? "" : broadcast.namespace();
        String room = LegacyPrograms.onlyRoomOf(broadcast);
        Packet packet = Packet.event(namespace, broadcast.event(), List.of(StringNode.valueOf(broadcast.payload())));
        ArrayNode args = JsonNodeFactory.instance.arrayNode();
        args.add(room.isEmpty() ? namespace : namespace + "/" + room)
                .add(PacketText.encode(packet))
                .addNull()
                .addArray();
        ObjectNode message = JsonNodeFactory.instance.objectNode();
        message.put("nodeId", nodeId).set("args", args);
        redisPub.publish("dispatch", JSON.writeValueAsString(message).getBytes(StandardCharsets.UTF_8));
        // endregion
    }

    @Override
    public void serve(String namespace) {
        // It publishes to every namespace and serves none.
    }

    @Override
    public Network.Listening listen(ListenOptions options) {
        throw new UnsupportedOperationException("a publisher only publishes; it cannot listen");
    }

    @Override
    public void close() {
        redisPub.close();
    }
}
