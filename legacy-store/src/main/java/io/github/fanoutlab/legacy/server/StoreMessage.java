package io.github.fanoutlab.legacy.server;

import io.github.fanoutlab.legacy.protocol.Packet;
import io.github.fanoutlab.legacy.protocol.PacketJson;
import io.github.fanoutlab.legacy.store.Channel;
import io.github.fanoutlab.legacy.store.MessageArgs;
import java.util.List;
import java.util.function.Consumer;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What one node tells all others: a message for each {@link Channel}, with the arguments that stand on the wire and with what a
 * node does that receives them, as {@code initStore} of lib/manager.js has it.
 *
 * <p>{@code id} is a session's. {@code room} is a room key: {@code ""} for everyone, {@code /chat} for a namespace, {@code
 * /r1} for a room of the default namespace, {@code /chat/r1} for a room of that namespace.
 *
 * <p>In the dialect 0.9.16, the last five come on a channel of the client, and whoever subscribed to that decides what to do
 * with them: see {@link Sessions} and {@link Transport}.
 */
sealed interface StoreMessage {

    /** Where it is published. */
    Channel channel();

    /** What is published. */
    ArrayNode args();

    /** Does what it says on {@code node}, which has received it or is about to publish it. */
    void apply(Manager node);

    /** The message that came as {@code args} on {@code channel}; what is wrong with them is for the store to report. */
    static StoreMessage read(Channel channel, MessageArgs args) {
        return switch (channel) {
            case HANDSHAKE -> new Handshake(args);
            case CONNECT -> connect(args.text(0));
            case OPEN -> open(args.text(0));
            case JOIN -> new Join(args);
            case LEAVE -> new Leave(args);
            case CLOSE -> close(args.text(0));
            case DISPATCH -> new Dispatch(args);
            case DISCONNECT -> disconnect(args.text(0));
            case MESSAGE_REMOTE -> new MessageRemote(args);
            case DISCONNECT_REMOTE -> new DisconnectRemote(args);
            case DISPATCH_REMOTE -> new DispatchRemote(args);
            case HEARTBEAT_CLEAR -> heartbeatClear(args.text(0));
            case DISCONNECT_FORCE -> disconnectForce(args.text(0));
        };
    }

    /** The session's first transport opened. */
    static StoreMessage connect(String id) {
        return new OfSession(Channel.CONNECT, id, node -> node.tables().connect(id));
    }

    /** A transport of the session opened; an older one is void. */
    static StoreMessage open(String id) {
        return new OfSession(Channel.OPEN, id, node -> node.sessions().transportOpened(id));
    }

    /** A transport of the session closed. The session itself may go on, and packets wait for its next transport. */
    static StoreMessage close(String id) {
        return new OfSession(Channel.CLOSE, id, node -> node.sessions().transportClosed(id));
    }

    /** The session is over. 0.9 listens for it and never publishes it. */
    static StoreMessage disconnect(String id) {
        return new OfSession(Channel.DISCONNECT, id, node -> node.sessions().forget(id));
    }

    /** The session's client sent a heartbeat to a node that does not hold its open transport. */
    static StoreMessage heartbeatClear(String id) {
        return new OfSession(
                Channel.HEARTBEAT_CLEAR, id, node -> node.sessions().ifHere(id, Transport::onHeartbeatClear));
    }

    /** The session's client said goodbye to a node that does not hold its transport. */
    static StoreMessage disconnectForce(String id) {
        return new OfSession(
                Channel.DISCONNECT_FORCE, id, node -> node.sessions().ifHere(id, Transport::onForcedDisconnect));
    }

    /** A message that carries a session's id and nothing else. */
    record OfSession(Channel channel, String id, Consumer<Manager> effect) implements StoreMessage {

        @Override
        public ArrayNode args() {
            return array(id);
        }

        @Override
        public void apply(Manager node) {
            effect.accept(node);
        }
    }

    private static ArrayNode array(String... values) {
        ArrayNode args = JsonNodeFactory.instance.arrayNode(4);
        for (String value : values) {
            args.add(value);
        }
        return args;
    }

    /** Adds a flag, which is {@code undefined} in 0.9 if it is not set, so null on the wire. */
    private static ArrayNode addFlag(ArrayNode args, boolean flag) {
        return flag ? args.add(true) : args.addNull();
    }

    /** A session was made, was used for the first time, or connected to a namespace; {@code data} is the request's. */
    record Handshake(String id, ObjectNode data) implements StoreMessage {

        Handshake(MessageArgs args) {
            this(args.text(0), args.object(1));
        }

        @Override
        public Channel channel() {
            return Channel.HANDSHAKE;
        }

        @Override
        public ArrayNode args() {
            return array(id).add(data);
        }

        @Override
        public void apply(Manager node) {
            node.tables().putHandshake(id, data);
        }
    }

    /** The session joined a room or a namespace. */
    record Join(String id, String room) implements StoreMessage {

        Join(MessageArgs args) {
            this(args.text(0), args.text(1));
        }

        @Override
        public Channel channel() {
            return Channel.JOIN;
        }

        @Override
        public ArrayNode args() {
            return array(id, room);
        }

        @Override
        public void apply(Manager node) {
            node.tables().join(id, room);
        }
    }

    /** The session left a room or a namespace. */
    record Leave(String id, String room) implements StoreMessage {

        Leave(MessageArgs args) {
            this(args.text(0), args.text(1));
        }

        @Override
        public Channel channel() {
            return Channel.LEAVE;
        }

        @Override
        public ArrayNode args() {
            return array(id, room);
        }

        @Override
        public void apply(Manager node) {
            node.tables().leave(id, room);
        }
    }

    /** A broadcast: {@code packet}, already encoded, for the members of {@code room}, except some. */
    record Dispatch(String room, String packet, boolean isVolatile, List<String> exceptIds) implements StoreMessage {

        Dispatch(MessageArgs args) {
            this(args.text(0), args.text(1), args.isTrue(2), args.texts(3));
        }

        @Override
        public Channel channel() {
            return Channel.DISPATCH;
        }

        @Override
        public ArrayNode args() {
            return addFlag(array(room, packet), isVolatile).add(array(exceptIds.toArray(String[]::new)));
        }

        /** Every node knows all members, and writes to those whose open transport it holds. */
        @Override
        public void apply(Manager node) {
            for (String id : node.tables().members(room)) {
                if (!exceptIds.contains(id)) {
                    node.sessions().writeOrBuffer(id, packet, isVolatile);
                }
            }
        }
    }

    /** A packet from the session's client, which came to a node that does not hold its transport. */
    record MessageRemote(String id, Packet packet) implements StoreMessage {

        MessageRemote(MessageArgs args) {
            this(args.text(0), PacketJson.toPacket(args.object(1)));
        }

        @Override
        public Channel channel() {
            return Channel.MESSAGE_REMOTE;
        }

        @Override
        public ArrayNode args() {
            return array(id).add(PacketJson.of(packet));
        }

        /** Every node handles it, whether it knows the session or not: a defect of 0.9. */
        @Override
        public void apply(Manager node) {
            node.onClientMessage(id, packet);
        }
    }

    /** The session is over; {@code reason} may be null, and is then null or absent on the wire. */
    record DisconnectRemote(String id, String reason, boolean withReason) implements StoreMessage {

        DisconnectRemote(MessageArgs args) {
            this(args.text(0), args.textOrNull(1), args.has(1));
        }

        /** With a reason on the wire, even if it is null. */
        static DisconnectRemote because(String id, String reason) {
            return new DisconnectRemote(id, reason, true);
        }

        /** Without one. */
        static DisconnectRemote of(String id) {
            return new DisconnectRemote(id, null, false);
        }

        @Override
        public Channel channel() {
            return Channel.DISCONNECT_REMOTE;
        }

        @Override
        public ArrayNode args() {
            return withReason ? array(id, reason) : array(id);
        }

        /** A transport that is still here stays open, and its client is not told: a defect of 0.9. */
        @Override
        public void apply(Manager node) {
            node.onClientDisconnect(id, reason);
        }
    }

    /** A packet, already encoded, for the session's client, from a node that does not hold its open transport. */
    record DispatchRemote(String id, String packet, boolean isVolatile, boolean withFlag) implements StoreMessage {

        DispatchRemote(MessageArgs args) {
            this(args.text(0), args.text(1), args.isTrue(2), args.has(2));
        }

        /** From a handler: with the flag on the wire, set or not. */
        static DispatchRemote flagged(String id, String packet, boolean isVolatile) {
            return new DispatchRemote(id, packet, isVolatile, true);
        }

        /** From the server itself: without the flag. */
        static DispatchRemote of(String id, String packet) {
            return new DispatchRemote(id, packet, false, false);
        }

        @Override
        public Channel channel() {
            return Channel.DISPATCH_REMOTE;
        }

        @Override
        public ArrayNode args() {
            return withFlag ? addFlag(array(id, packet), isVolatile) : array(id, packet);
        }

        /** Writes to the transport even if it is not open, and buffers the packet for the next one, too: a defect of 0.9. */
        @Override
        public void apply(Manager node) {
            node.sessions().ifHere(id, this::writeTo);
            bufferIn(node.tables());
        }

        void writeTo(Transport transport) {
            transport.onDispatch(packet, isVolatile);
        }

        void bufferIn(SessionTables tables) {
            if (!isVolatile) {
                tables.buffer(id, packet);
            }
        }
    }
}
