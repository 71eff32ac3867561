package io.github.fanoutlab.adapter.server;

import io.github.fanoutlab.adapter.engine.EnginePacket;
import io.github.fanoutlab.adapter.protocol.PacketEncoder;
import java.util.ArrayList;
import java.util.List;

/** A Socket.IO packet encoded as Engine.IO packets, to be sent to any number of clients. */
record EncodedPacket(List<EnginePacket> packets) {

    static EncodedPacket of(PacketEncoder.Encoded encoded) {
        EnginePacket text = EnginePacket.message(encoded.text());
        if (encoded.attachments().isEmpty()) {
            return new EncodedPacket(List.of(text));
        }
        List<EnginePacket> packets = new ArrayList<>();
        packets.add(text);
        encoded.attachments().forEach(bytes -> packets.add(EnginePacket.message(bytes)));
        return new EncodedPacket(List.copyOf(packets));
    }

    /** The same, uncompressed if {@code options} say so. */
    EncodedPacket sentWith(BroadcastOptions options) {
        return options.isCompressed()
                ? this
                : new EncodedPacket(
                        packets.stream().map(EnginePacket::uncompressed).toList());
    }
}
