package io.github.fanoutlab.adapter.server;

import io.github.fanoutlab.adapter.engine.UserCode;
import io.github.fanoutlab.adapter.protocol.Packet;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntConsumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/**
 * The adapter of a server that is alone, and the local half of every other. Peer: npm {@code socket.io-adapter} 2.5.
 *
 * <p>A broadcast is encoded once, even when it selects nobody. The parser's log lines are then the same on every node, which is how
 * one sees that a cluster scales.
 */
public class MemoryAdapter implements Adapter {

    private final Namespace namespace;
    private final Rooms rooms = new Rooms();

    /** An adapter without rooms yet. */
    public MemoryAdapter(Namespace namespace) {
        this.namespace = namespace;
    }

    /** What {@code io.adapter(…)} takes, and what a server has from the start. */
    public static AdapterFactory factory() {
        return factory(MemoryAdapter::new);
    }

    static AdapterFactory factory(Function<Namespace, Adapter> adapters) {
        return ports -> new AdapterFactory.Adapters() {
            @Override
            public Adapter of(Namespace namespace) {
                return adapters.apply(namespace);
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public void on(String event, RoomHandler handler) {
        rooms.on(
                event,
                (room, socketId) -> UserCode.run(
                        namespace.ports().log(), "handler of \"" + event + "\"", () -> handler.handle(room, socketId)));
    }

    // region join
    @Override
    public void addAll(String socketId, List<String> joined) {
        rooms.add(socketId, joined);
    }
    // endregion

    @Override
    public void del(String socketId, String room) {
        rooms.remove(socketId, room);
    }

    @Override
    public void delAll(String socketId) {
        rooms.removeAll(socketId);
    }

    @Override
    public Set<String> socketRooms(String socketId) {
        return rooms.roomsOf(socketId);
    }

    @Override
    public Map<String, Set<String>> rooms() {
        return rooms.byName();
    }

    /** Whether somebody on this node is in {@code room}. */
    public boolean hasRoom(String room) {
        return !rooms.membersOf(room).isEmpty();
    }

    /** Every room of this node: a copy. */
    public Set<String> allRooms() {
        return Collections.unmodifiableSet(new LinkedHashSet<>(rooms.rooms()));
    }

    @Override
    public void allRooms(Callback<Set<String>> answer) {
        answer.done(null, allRooms());
    }

    @Override
    public void serverCount(Callback<Integer> answer) {
        answer.done(null, 1);
    }

    /** The sockets of this node that {@code options} select, in the form that servers send to each other. */
    public List<SocketDetails> details(BroadcastOptions options) {
        return sockets(options).stream().map(SocketDetails::of).toList();
    }

    @Override
    public void fetchSockets(BroadcastOptions options, Callback<List<SocketDetails>> answer) {
        answer.done(null, details(options));
    }

    /** The sockets of this node that {@code options} select: a copy. */
    public List<Socket> sockets(BroadcastOptions options) {
        Set<String> ids = rooms.select(options.rooms(), options.except());
        List<Socket> selected = new ArrayList<>(ids.size());
        for (String id : ids) {
            Socket socket = namespace.socket(id);
            if (socket != null) {
                selected.add(socket);
            }
        }
        return selected;
    }

    @Override
    public void broadcast(Packet packet, BroadcastOptions options) {
        // region broadcast
        EncodedPacket message = namespace.encode(packet).sentWith(options);
        for (Socket socket : sockets(options)) {
            socket.notifyOutgoing(packet);
            socket.client().write(message, options.isVolatile());
        }
        // endregion
    }

    /**
     * Sends an event that asks for acks, and takes them until the {@code timeout} among the flags, if there is one.
     *
     * @param onAck gets the first value of each client's answer, null when the answer was empty
     * @return how many clients were asked
     */
    public int broadcastWithAck(Packet packet, BroadcastOptions options, Consumer<JsonNode> onAck) {
        long id = namespace.nextAckId();
        EncodedPacket message = namespace.encode(packet.withId(id)).sentWith(options);
        List<Socket> sockets = sockets(options);
        for (Socket socket : sockets) {
            socket.expectAck(id, args -> onAck.accept(args.get(0)));
            socket.notifyOutgoing(packet);
            socket.client().write(message, options.isVolatile());
        }
        options.timeoutMillis()
                .ifPresent(millis -> namespace
                        .ports()
                        .loop()
                        .schedule(millis, () -> sockets.forEach(socket -> socket.forgetAck(id))));
        return sockets.size();
    }

    @Override
    public void broadcastWithAck(
            Packet packet, BroadcastOptions options, IntConsumer onClientCount, Consumer<JsonNode> onAnswer) {
        onClientCount.accept(broadcastWithAck(packet, options, onAnswer));
    }

    @Override
    public void addSockets(BroadcastOptions options, List<String> joined) {
        sockets(options).forEach(socket -> socket.join(joined.toArray(String[]::new)));
    }

    @Override
    public void delSockets(BroadcastOptions options, List<String> left) {
        sockets(options).forEach(socket -> left.forEach(socket::leave));
    }

    @Override
    public void disconnectSockets(BroadcastOptions options, boolean close) {
        sockets(options).forEach(socket -> socket.disconnect(close));
    }

    @Override
    public void serverSideEmit(ArrayNode data) {
        namespace
                .ports()
                .log()
                .warn("socket.io: serverSideEmit was not sent: this adapter is not connected to other servers");
    }

    @Override
    public void serverSideEmit(ArrayNode data, Callback<List<JsonNode>> answers) {
        serverSideEmit(data);
        answers.done(null, List.of());
    }

    @Override
    public void close() {}
}
