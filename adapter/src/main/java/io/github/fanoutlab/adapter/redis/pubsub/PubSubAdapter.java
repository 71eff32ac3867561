package io.github.fanoutlab.adapter.redis.pubsub;

import io.github.fanoutlab.adapter.server.Adapter;
import io.github.fanoutlab.adapter.server.BroadcastOptions;
import io.github.fanoutlab.adapter.server.Callback;
import io.github.fanoutlab.adapter.server.MemoryAdapter;
import io.github.fanoutlab.adapter.server.Namespace;
import io.github.fanoutlab.adapter.server.RoomHandler;
import io.github.fanoutlab.adapter.server.SocketDetails;
import io.github.fanoutlab.platform.node.NodePorts;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The base of adapters that join one namespace to the same one of other servers. It knows the rooms of this node's clients, and
 * carries out what concerns only them ({@code local()}).
 */
public abstract class PubSubAdapter implements Adapter {

    /** The DEBUG namespace of npm's {@code socket.io-redis}, which newer adapters have kept. */
    public static final String DEBUG_NAMESPACE = "socket.io-redis";

    protected final Namespace namespace;
    protected final NodePorts ports;
    protected final MemoryAdapter local;

    /** Without members yet. */
    protected PubSubAdapter(Namespace namespace) {
        this.namespace = namespace;
        this.ports = namespace.ports();
        this.local = new MemoryAdapter(namespace);
    }

    @Override
    public void on(String event, RoomHandler handler) {
        local.on(event, handler);
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

    @Override
    public Map<String, Set<String>> rooms() {
        return local.rooms();
    }

    @Override
    public final void addSockets(BroadcastOptions options, List<String> rooms) {
        if (options.isLocal()) {
            local.addSockets(options, rooms);
        } else {
            addSocketsOfAll(options, rooms);
        }
    }

    @Override
    public final void delSockets(BroadcastOptions options, List<String> rooms) {
        if (options.isLocal()) {
            local.delSockets(options, rooms);
        } else {
            delSocketsOfAll(options, rooms);
        }
    }

    @Override
    public final void disconnectSockets(BroadcastOptions options, boolean close) {
        if (options.isLocal()) {
            local.disconnectSockets(options, close);
        } else {
            disconnectSocketsOfAll(options, close);
        }
    }

    @Override
    public final void fetchSockets(BroadcastOptions options, Callback<List<SocketDetails>> answer) {
        if (options.isLocal()) {
            local.fetchSockets(options, answer);
        } else {
            fetchSocketsOfAll(options, answer);
        }
    }

    /** {@link #addSockets}, on this node and the others. */
    protected abstract void addSocketsOfAll(BroadcastOptions options, List<String> rooms);

    /** {@link #delSockets}, on this node and the others. */
    protected abstract void delSocketsOfAll(BroadcastOptions options, List<String> rooms);

    /** {@link #disconnectSockets}, on this node and the others. */
    protected abstract void disconnectSocketsOfAll(BroadcastOptions options, boolean close);

    /** {@link #fetchSockets}, of this node and the others. */
    protected abstract void fetchSocketsOfAll(BroadcastOptions options, Callback<List<SocketDetails>> answer);

    /** Writes a line of the DEBUG namespace {@link #DEBUG_NAMESPACE}. */
    protected void logRedis(Supplier<String> message) {
        ports.log().log(DEBUG_NAMESPACE, message);
    }
}
