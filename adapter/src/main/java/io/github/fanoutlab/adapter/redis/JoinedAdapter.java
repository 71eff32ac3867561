package io.github.fanoutlab.adapter.redis;

import io.github.fanoutlab.adapter.server.Adapter;
import io.github.fanoutlab.adapter.server.MemoryAdapter;
import io.github.fanoutlab.adapter.server.Namespace;
import io.github.fanoutlab.platform.node.NodePorts;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** What the adapters that are joined to others have in common: who is in which room is known here for this node's clients. */
abstract class JoinedAdapter implements Adapter {

    final Namespace namespace;
    final NodePorts ports;
    final MemoryAdapter local;

    JoinedAdapter(Namespace namespace) {
        this.namespace = namespace;
        this.ports = namespace.ports();
        this.local = new MemoryAdapter(namespace);
    }

    @Override
    public void addAll(String socketId, List<String> rooms) {
        local.addAll(socketId, rooms);
    }

    @Override
    public void del(String socketId, String room) {
        local.del(socketId, room);
    }

    @Override
    public void delAll(String socketId) {
        local.delAll(socketId);
    }

    @Override
    public Set<String> socketRooms(String socketId) {
        return local.socketRooms(socketId);
    }

    /** Whether a broadcast on {@code channel} may concern a client of this node; if not it is not even decoded. */
    boolean concerns(Channels channels, String channel) {
        if (!channel.startsWith(channels.broadcast())) {
            log(() -> "ignore different channel");
            return false;
        }
        String room = channels.roomIn(channel);
        if (!room.isEmpty() && !local.hasRoom(room)) {
            ports.counters().increment(RedisAdapter.UNKNOWN_ROOM_DROPPED);
            log(() -> "ignore unknown room " + room);
            return false;
        }
        return true;
    }

    void log(Supplier<String> message) {
        ports.log().log(RedisNamespaceAdapter.NAMESPACE, message);
    }
}
