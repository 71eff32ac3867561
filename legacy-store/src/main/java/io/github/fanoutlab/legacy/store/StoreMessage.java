package io.github.fanoutlab.legacy.store;

import io.github.fanoutlab.legacy.protocol.Packet;
import io.github.fanoutlab.legacy.protocol.PacketJson;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What one node tells all others. {@code id} is a session's; {@code room} a room key: {@code ""} for everyone, {@code
 * /chat} for a namespace, {@code /r1} for a room of the default namespace, {@code /chat/r1} for a room of that
 * namespace.
 */
public sealed interface StoreMessage {

    /** Where it is published. */
    Channel channel();

    /** What is published, as the arguments of the receiving function. */
    ArrayNode args();

    /** Calls the method of {@code listener} that is for this message. */
    void tell(StoreListener listener);

    private static ArrayNode texts(String... values) {
        ArrayNode args = JsonNodeFactory.instance.arrayNode(4);
        for (String value : values) {
            args.add(value);
        }
        return args;
    }

    private static ArrayNode addFlag(ArrayNode args, boolean flag) {
        return flag ? args.add(true) : args.addNull();
    }

    /** One that says no more than whose session it is about. */
    sealed interface AboutSession extends StoreMessage {

        String id();

        @Override
        default ArrayNode args() {
            return texts(id());
        }
    }

    /** A session was made, used for the first time, or connected to a namespace; {@code data} is the request's. */
    record Handshake(String id, ObjectNode data) implements StoreMessage {
        @Override
        public Channel channel() {
            return Channel.HANDSHAKE;
        }

        @Override
        public ArrayNode args() {
            return texts(id).add(data);
        }

        @Override
        public void tell(StoreListener listener) {
            listener.onHandshake(id, data);
        }
    }

    /** The session's first transport opened. */
    record Connect(String id) implements AboutSession {
        @Override
        public Channel channel() {
            return Channel.CONNECT;
        }

        @Override
        public void tell(StoreListener listener) {
            listener.onConnect(id);
        }
    }

    /** A transport of the session opened. */
    record Open(String id) implements AboutSession {
        @Override
        public Channel channel() {
            return Channel.OPEN;
        }

        @Override
        public void tell(StoreListener listener) {
            listener.onOpen(id);
        }
    }

    /** The session joined a room or a namespace. */
    record Join(String id, String room) implements StoreMessage {
        @Override
        public Channel channel() {
            return Channel.JOIN;
        }

        @Override
        public ArrayNode args() {
            return texts(id, room);
        }

        @Override
        public void tell(StoreListener listener) {
            listener.onJoin(id, room);
        }
    }

    /** The session left a room or a namespace. */
    record Leave(String id, String room) implements StoreMessage {
        @Override
        public Channel channel() {
            return Channel.LEAVE;
        }

        @Override
        public ArrayNode args() {
            return texts(id, room);
        }

        @Override
        public void tell(StoreListener listener) {
            listener.onLeave(id, room);
        }
    }

    /** A transport of the session closed; the session itself may go on. */
    record Close(String id) implements AboutSession {
        @Override
        public Channel channel() {
            return Channel.CLOSE;
        }

        @Override
        public void tell(StoreListener listener) {
            listener.onClose(id);
        }
    }

    /**
     * A broadcast: {@code packet}, already encoded, for the members of {@code room} except some. Flags that are not set
     * are {@code undefined} in 0.9, so null on the wire.
     */
    record Dispatch(String room, String packet, boolean isVolatile, List<String> exceptIds) implements StoreMessage {
        @Override
        public Channel channel() {
            return Channel.DISPATCH;
        }

        @Override
        public ArrayNode args() {
            return addFlag(texts(room, packet), isVolatile).add(texts(exceptIds.toArray(String[]::new)));
        }

        @Override
        public void tell(StoreListener listener) {
            listener.onDispatch(room, packet, isVolatile, exceptIds);
        }
    }

    /** The session is over. 0.9 listens for it and never publishes it. */
    record Disconnect(String id) implements AboutSession {
        @Override
        public Channel channel() {
            return Channel.DISCONNECT;
        }

        @Override
        public void tell(StoreListener listener) {
            listener.onDisconnect(id);
        }
    }

    /** A packet from the session's client, which came to a node that does not hold its transport. */
    record MessageRemote(String id, Packet packet) implements StoreMessage {
        @Override
        public Channel channel() {
            return Channel.MESSAGE_REMOTE;
        }

        @Override
        public ArrayNode args() {
            return texts(id).add(PacketJson.of(packet));
        }

        @Override
        public void tell(StoreListener listener) {
            listener.onMessageRemote(id, packet);
        }
    }

    /** The session's transport ended; {@code reason} may be null, and is then null or absent on the wire. */
    record DisconnectRemote(String id, String reason, boolean withReason) implements StoreMessage {

        /** With a reason, even if it is null. */
        public static DisconnectRemote because(String id, String reason) {
            return new DisconnectRemote(id, reason, true);
        }

        /** Without one. */
        public static DisconnectRemote of(String id) {
            return new DisconnectRemote(id, null, false);
        }

        @Override
        public Channel channel() {
            return Channel.DISCONNECT_REMOTE;
        }

        @Override
        public ArrayNode args() {
            return withReason ? texts(id, reason) : texts(id);
        }

        @Override
        public void tell(StoreListener listener) {
            listener.onDisconnectRemote(id, reason);
        }
    }

    /** A packet, already encoded, for the session's client, from a node that does not hold its open transport. */
    record DispatchRemote(String id, String packet, boolean isVolatile, boolean withFlag) implements StoreMessage {

        /** From a handler: with the flag on the wire, set or not. */
        public static DispatchRemote flagged(String id, String packet, boolean isVolatile) {
            return new DispatchRemote(id, packet, isVolatile, true);
        }

        /** From the server itself: without the flag. */
        public static DispatchRemote of(String id, String packet) {
            return new DispatchRemote(id, packet, false, false);
        }

        @Override
        public Channel channel() {
            return Channel.DISPATCH_REMOTE;
        }

        @Override
        public ArrayNode args() {
            return withFlag ? addFlag(texts(id, packet), isVolatile) : texts(id, packet);
        }

        @Override
        public void tell(StoreListener listener) {
            listener.onDispatchRemote(id, packet, isVolatile);
        }
    }

    /** The session's client sent a heartbeat to a node that does not hold its open transport. */
    record HeartbeatClear(String id) implements AboutSession {
        @Override
        public Channel channel() {
            return Channel.HEARTBEAT_CLEAR;
        }

        @Override
        public void tell(StoreListener listener) {
            listener.onHeartbeatClear(id);
        }
    }

    /** The session's client said goodbye to a node that does not hold its transport. */
    record DisconnectForce(String id) implements AboutSession {
        @Override
        public Channel channel() {
            return Channel.DISCONNECT_FORCE;
        }

        @Override
        public void tell(StoreListener listener) {
            listener.onDisconnectForce(id);
        }
    }
}
