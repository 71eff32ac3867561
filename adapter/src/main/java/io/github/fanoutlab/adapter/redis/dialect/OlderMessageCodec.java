package io.github.fanoutlab.adapter.redis.dialect;

import io.github.fanoutlab.adapter.protocol.Packet;
import io.github.fanoutlab.adapter.protocol.PacketType;
import io.github.fanoutlab.adapter.protocol.Payloads;
import io.github.fanoutlab.adapter.redis.codec.MessageCodec;
import io.github.fanoutlab.adapter.server.BroadcastOptions;
import java.util.List;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Packets and options as the servers of Socket.IO 1 and 2 write them; {@link MessageCodec} reads theirs, too. */
public final class OlderMessageCodec {

    private OlderMessageCodec() {}

    /** {@code {type, data, nsp}}, with type 5 for a packet that carries bytes: the encoders of Socket.IO 1 and 2 go by it. */
    public static ObjectNode packet(Packet packet) {
        PacketType type = Payloads.hasBinary(packet.data()) ? PacketType.BINARY_EVENT : PacketType.EVENT;
        return MessageCodec.packet(packet).put("type", type.digit());
    }

    /** {@code {rooms, flags}}; a broadcast that leaves somebody out has {@code except} in front. */
    public static ObjectNode options(BroadcastOptions options) {
        ObjectNode sent = MessageCodec.object();
        if (!options.except().isEmpty()) {
            sent.set("except", MessageCodec.array(options.except()));
        }
        sent.set("rooms", MessageCodec.array(options.rooms()));
        sent.set("flags", MessageCodec.flags(options));
        return sent;
    }

    /** The same, with JavaScript's {@code undefined} in place of what is empty. */
    static ObjectNode optionsOrUndefined(BroadcastOptions options) {
        ObjectNode sent = options(options);
        for (String name : List.of("rooms", "flags")) {
            if (sent.get(name).isEmpty()) {
                sent.set(name, JsonNodeFactory.instance.missingNode());
            }
        }
        return sent;
    }
}
