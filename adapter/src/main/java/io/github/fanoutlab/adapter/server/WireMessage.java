package io.github.fanoutlab.adapter.server;

import io.github.fanoutlab.adapter.engine.EnginePacket;
import io.github.fanoutlab.adapter.protocol.PacketEncoder;
import java.util.ArrayList;
import java.util.List;

/** A Socket.IO packet encoded as Engine.IO packets, to be sent to any number of clients. */
record WireMessage(List<EnginePacket> packets) {

    static WireMessage of(PacketEncoder.Encoded encoded) {
        EnginePacket text = EnginePacket.message(encoded.text());
        if (encoded.attachments().isEmpty()) {
            return new WireMessage(List.of(text));
        }
        List<EnginePacket> packets = new ArrayList<>();
        packets.add(text);
        encoded.attachments().forEach(bytes -> packets.add(EnginePacket.message(bytes)));
        return new WireMessage(List.copyOf(packets));
    }

    /** The same, uncompressed if {@code options} say so. */
    WireMessage sentWith(BroadcastOptions options) {
        return options.isCompressed()
                ? this
                : new WireMessage(
                        packets.stream().map(EnginePacket::uncompressed).toList());
    }
}
