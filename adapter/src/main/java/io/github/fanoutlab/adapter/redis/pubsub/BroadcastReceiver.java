package io.github.fanoutlab.adapter.redis.pubsub;

import io.github.fanoutlab.adapter.redis.codec.MessageCodec;
import io.github.fanoutlab.adapter.redis.codec.MessagePackDecoder;
import io.github.fanoutlab.adapter.server.BroadcastOptions;
import io.github.fanoutlab.adapter.server.MemoryAdapter;
import io.github.fanoutlab.adapter.server.Namespace;
import io.github.fanoutlab.platform.node.NodePorts;
import io.github.fanoutlab.platform.redis.RedisConnection;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;

/**
 * Receives the broadcasts of other nodes, and decides in this order ({@code @socket.io/redis-adapter} 8.3, {@code onmessage}; {@code
 * socket.io-redis} 5.4 does the same):
 *
 * <pre>
 * the channel is not of this namespace     ignore different channel      (a namespace like /a* matches as a pattern)
 * its room has no member here              ignore unknown room …         (not decoded)
 * it carries our own uid                   ignore same uid               (delivered when it was sent)
 * it names another namespace               ignore different namespace
 * else                                     delivered by the rooms in its options
 * </pre>
 */
public final class BroadcastReceiver implements RedisConnection.MessageListener {

    private final NodePorts ports;
    private final Namespace namespace;
    private final MemoryAdapter local;
    private final Channels channels;
    private final String uid;
    private final RedisConnection.MessageListener guarded;

    /** For one namespace of this node. */
    public BroadcastReceiver(ClusterMember member) {
        this.ports = member.ports();
        this.namespace = member.namespace();
        this.local = member.local();
        this.channels = member.channels();
        this.uid = member.uid();
        this.guarded = MessageGuard.guarded(
                ports, "[uid, {type: 2, data, nsp}, {rooms, except, flags}] in MessagePack", this::receive);
    }

    @Override
    public void onMessage(String channel, byte[] payload) {
        if (!channel.startsWith(channels.broadcast())) {
            log(() -> "ignore different channel");
            return;
        }
        // region unknown-room
        String room = channels.roomIn(channel);
        if (!room.isEmpty() && !local.hasRoom(room)) {
            ports.counters().increment(AdapterCounters.UNKNOWN_ROOM_DROPPED);
            log(() -> "ignore unknown room " + room);
            return;
        }
        // endregion
        guarded.onMessage(channel, payload);
    }

    private void receive(byte[] payload) {
        JsonNode message = MessagePackDecoder.decode(payload);
        if (!message.isArray()) {
            throw MessageCodec.malformed("the message", message, "a list");
        }
        // region receive
        // region own-echo
        if (uid.equals(message.path(0).asString(""))) {
            ports.counters().increment(AdapterCounters.OWN_ECHOES_DROPPED);
            log(() -> "ignore same uid");
            return;
        }
        // endregion
        JsonNode packet = message.path(1);
        if (!packet.path("nsp").asString("/").equals(namespace.name())) {
            log(() -> "ignore different namespace");
            return;
        }
        BroadcastOptions options = MessageCodec.readOptions(message.path(2));
        local.broadcast(MessageCodec.readPacket(packet, namespace.name()), options);
        // endregion
    }

    private void log(Supplier<String> message) {
        ports.log().log(PubSubAdapter.DEBUG_NAMESPACE, message);
    }
}
