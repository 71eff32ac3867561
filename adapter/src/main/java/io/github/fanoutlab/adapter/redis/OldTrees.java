package io.github.fanoutlab.adapter.redis;

import io.github.fanoutlab.adapter.protocol.Packet;
import io.github.fanoutlab.adapter.protocol.PacketType;
import io.github.fanoutlab.adapter.server.BroadcastOptions;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Packets and options as Socket.IO 1 and 2 wrote them in messages between nodes; what is read is read by {@link Trees}. */
final class OldTrees {

    private OldTrees() {}

    /** Type 5 for what carries bytes: the encoders of Socket.IO 1 and 2 go by it. */
    static ObjectNode packet(Packet packet) {
        PacketType type = carriesBytes(packet.data()) ? PacketType.BINARY_EVENT : PacketType.EVENT;
        return Trees.packet(packet).put("type", type.digit());
    }

    static boolean carriesBytes(JsonNode tree) {
        return tree.isBinary() || tree.values().stream().anyMatch(OldTrees::carriesBytes);
    }

    /** {@code {rooms, flags}}, with {@code except} in front when there is one: what leaves somebody out came from a socket. */
    static ObjectNode options(BroadcastOptions options) {
        ObjectNode sent = Trees.object();
        if (!options.except().isEmpty()) {
            sent.set("except", Trees.array(options.except()));
        }
        sent.set("rooms", Trees.array(options.rooms()));
        sent.set("flags", Trees.flags(options));
        return sent;
    }

    /** The same, where none is JavaScript's {@code undefined}. */
    static ObjectNode optionsOrUndefined(BroadcastOptions options) {
        ObjectNode sent = options(options);
        for (String name : new String[] {"rooms", "flags"}) {
            if (sent.get(name).isEmpty()) {
                sent.set(name, JsonNodeFactory.instance.missingNode());
            }
        }
        return sent;
    }
}
