package io.github.fanoutlab.legacy.server;

import io.github.fanoutlab.legacy.protocol.AckMode;
import io.github.fanoutlab.legacy.protocol.JavaScriptJson;
import io.github.fanoutlab.legacy.protocol.Packet;
import io.github.fanoutlab.legacy.protocol.PacketText;
import io.github.fanoutlab.legacy.protocol.PacketType;
import io.github.fanoutlab.legacy.store.ClientStore;
import io.github.fanoutlab.legacy.store.StoreCallback;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A client in a namespace, as in lib/socket.js. What is sent to it goes over its open transport, if this node has that. Otherwise
 * it is published, and waits at the node where the client was last seen.
 *
 * <p>Methods may be called from any thread unless they say otherwise. Handlers run on the node's loop, in the order in which they
 * were added. What a handler throws is logged, and stops neither the other handlers nor the node.
 */
public final class Socket {

    private final Manager manager;
    private final Namespace namespace;
    private final String id;
    private final boolean readable;
    private final ClientStore store;
    private final Map<String, List<Consumer<Event>>> handlers = new LinkedHashMap<>();
    private final Map<String, Ack> acks = new LinkedHashMap<>();
    private int ackPackets;
    private boolean disconnected;

    Socket(Manager manager, Namespace namespace, String id, boolean readable) {
        this.manager = manager;
        this.namespace = namespace;
        this.id = id;
        this.readable = readable;
        this.store = manager.store().client(id);
    }

    /** The session's id, which the client's sockets in all namespaces share. */
    public String id() {
        return id;
    }

    public Namespace namespace() {
        return namespace;
    }

    /** The data of the session's handshake; null when it is over. On the node's loop only. */
    public ObjectNode handshake() {
        return manager.tables().handshake(id);
    }

    /**
     * The name of the session's transport: {@code websocket}, {@code htmlfile}, {@code xhr-polling} or {@code jsonppolling}; null
     * if it has none here. On the node's loop only.
     */
    public String transport() {
        Transport transport = manager.sessions().transport(id);
        return transport == null ? null : transport.name();
    }

    /** Whether the session ended while this socket was connected. On the node's loop only. */
    public boolean isDisconnected() {
        return disconnected;
    }

    /** Whether the client connected to this node. Any other socket can only be written to. */
    boolean isReadable() {
        return readable;
    }

    /**
     * Calls {@code handler} for each event {@code event}. The server itself fires {@code message} and {@code disconnect}.
     */
    public Socket on(String event, Consumer<Event> handler) {
        Objects.requireNonNull(handler, "the handler must not be null");
        return run(
                () -> handlers.computeIfAbsent(event, any -> new ArrayList<>()).add(handler));
    }

    /** Like {@link #on}, but for the next such event only. */
    public Socket once(String event, Consumer<Event> handler) {
        Objects.requireNonNull(handler, "the handler must not be null");
        return on(event, new Once(handler));
    }

    /** A handler that removes itself before it is called. */
    private final class Once implements Consumer<Event> {
        private final Consumer<Event> handler;

        Once(Consumer<Event> handler) {
            this.handler = handler;
        }

        @Override
        public void accept(Event event) {
            handlers.getOrDefault(event.name(), new ArrayList<>()).remove(this);
            handler.accept(event);
        }

        boolean is(Consumer<Event> other) {
            return handler.equals(other);
        }
    }

    /** Stops calling {@code handler} for {@code event}. If it was added several times, this removes it once. */
    public Socket removeListener(String event, Consumer<Event> handler) {
        return run(() -> {
            List<Consumer<Event>> all = handlers.getOrDefault(event, new ArrayList<>());
            all.stream()
                    .filter(each -> each.equals(handler) || each instanceof Once once && once.is(handler))
                    .findFirst()
                    .ifPresent(all::remove);
        });
    }

    /** Removes all handlers of {@code event}. */
    public Socket removeAllListeners(String event) {
        return run(() -> handlers.remove(event));
    }

    /**
     * Emits an event to the client. An {@link Ack} or {@link Runnable} as last argument is called when the client has acknowledged.
     */
    public void emit(String event, Object... args) {
        emit(Flags.NONE, event, args);
    }

    /** Sends a text message. */
    public void send(String text) {
        send(Flags.NONE, text, null);
    }

    /** Like {@link #send(String)}; {@code receipt} runs when the client has received the message. */
    public void send(String text, Runnable receipt) {
        send(Flags.NONE, text, receipt);
    }

    /** To send JSON: {@code json().send(value)}. */
    public FlaggedSocket json() {
        return flagged().json();
    }

    /** To send what may be lost: only if the transport is open. */
    public FlaggedSocket volatile_() {
        return flagged().volatile_();
    }

    /** To send to all other clients of the namespace. */
    public FlaggedSocket broadcast() {
        return flagged().broadcast();
    }

    /** Together with {@link FlaggedSocket#broadcast()}: to the others in {@code room}. Alone it has no effect, as in 0.9. */
    public FlaggedSocket in(String room) {
        return flagged().in(room);
    }

    /** The same as {@link #in}. */
    public FlaggedSocket to(String room) {
        return flagged().in(room);
    }

    private FlaggedSocket flagged() {
        return new FlaggedSocket(this, Flags.NONE);
    }

    /** Joins {@code room}, on every node. */
    public Socket join(String room) {
        return run(() -> manager.applyAndPublish(new StoreMessage.Join(id, namespace.roomKey(room))));
    }

    /**
     * Like {@link #join(String)}, and then runs {@code callback}. It was already deprecated in 0.9, since there is nothing to
     * wait for.
     */
    public Socket join(String room, Runnable callback) {
        join(room);
        return deprecated("join", callback);
    }

    private Socket deprecated(String method, Runnable callback) {
        return run(() -> {
            manager.log().warn(() -> "Client#" + method + " callback is deprecated");
            manager.guard("the callback of " + method, callback);
        });
    }

    /** Like {@link #leave(String)}, and then runs {@code callback}; see {@link #join(String, Runnable)}. */
    public Socket leave(String room, Runnable callback) {
        leave(room);
        return deprecated("leave", callback);
    }

    /** Leaves {@code room}, on every node. */
    public Socket leave(String room) {
        return run(() -> manager.applyAndPublish(new StoreMessage.Leave(id, namespace.roomKey(room))));
    }

    /**
     * Stores {@code value} under {@code key} in the client's own data, which all nodes share if the store is a RedisStore.
     */
    public void set(String key, String value, StoreCallback<Void> callback) {
        run(() -> store.set(key, value, guarded(callback)));
    }

    /** Calls back with what {@link #set} has stored. */
    public void get(String key, StoreCallback<String> callback) {
        run(() -> store.get(key, guarded(callback)));
    }

    /** Calls back with whether anything is stored under {@code key}. */
    public void has(String key, StoreCallback<Boolean> callback) {
        run(() -> store.has(key, guarded(callback)));
    }

    /** Deletes what is stored under {@code key}. */
    public void del(String key, StoreCallback<Void> callback) {
        run(() -> store.del(key, guarded(callback)));
    }

    private <T> StoreCallback<T> guarded(StoreCallback<T> callback) {
        return (error, value) -> manager.guard("a callback of the client's data", () -> callback.done(error, value));
    }

    /**
     * Ends the session. In a namespace other than the default one, removes the client from that namespace only. As in 0.9, the
     * other nodes are not told that a client left a namespace, and still count it as a member.
     */
    public void disconnect() {
        run(() -> {
            if (disconnected) {
                return;
            }
            manager.log().info(() -> "booting client");
            if (namespace.name().isEmpty()) {
                endSession();
            } else {
                packet(Packet.of(PacketType.DISCONNECT, namespace.name()), Flags.NONE);
                manager.tables().leave(id, namespace.name());
                fire("disconnect", JavaScriptValues.texts("booted"), null);
            }
        });
    }

    private void endSession() {
        Transport transport = manager.sessions().openTransport(id);
        if (transport != null) {
            transport.onForcedDisconnect();
        } else {
            manager.applyAndPublish(StoreMessage.DisconnectRemote.of(id));
        }
    }

    void emit(Flags flags, String event, Object... args) {
        EmitArgs emitted = EmitArgs.of(args);
        Packet packet = Packet.event(namespace.name(), event, emitted.args());
        run(() -> packet(wanting(packet, emitted.mode(), emitted.ack()), flags));
    }

    void send(Flags flags, Object data, Runnable receipt) {
        Packet packet = flags.json()
                ? Packet.json(namespace.name(), JavaScriptJson.of(data))
                : Packet.message(namespace.name(), String.valueOf(data));
        Ack ack = receipt == null ? null : any -> receipt.run();
        run(() -> packet(wanting(packet, AckMode.RECEIPT, ack), flags));
    }

    private Packet wanting(Packet packet, AckMode mode, Ack ack) {
        if (ack == null) {
            return packet;
        }
        String packetId = Integer.toString(++ackPackets);
        acks.put(packetId, ack);
        return packet.wanting(mode, packetId);
    }

    void packet(Packet packet, Flags flags) {
        if (flags.broadcast()) {
            manager.log().debug(() -> "broadcasting packet");
            String key = flags.room().isEmpty() ? namespace.name() : namespace.roomKey(flags.room());
            namespace.packet(packet, key, false, List.of(id));
        } else {
            dispatch(PacketText.encode(packet), flags.isVolatile());
        }
    }

    private void dispatch(String packet, boolean isVolatile) {
        if (!manager.sessions().writeOrBuffer(id, packet, isVolatile)) {
            manager.publish(StoreMessage.DispatchRemote.flagged(id, packet, isVolatile));
        }
    }

    /** The session is over. */
    void onDisconnect(String reason) {
        if (!disconnected) {
            fire("disconnect", List.of(JavaScriptJson.of(reason)), null);
            disconnected = true;
        }
    }

    /**
     * The client acknowledges. Arguments that are not an array would crash Node's server. Here they count as none.
     */
    void onAck(Packet packet) {
        Packet.Ack body = packet.body() instanceof Packet.Ack known ? known : null;
        Ack ack = body == null ? null : acks.get(body.ackId());
        if (ack == null) {
            manager.log().info(() -> "unknown ack packet");
            return;
        }
        List<JsonNode> args = body.args().isArray() ? Packet.spread(body.args()) : List.of();
        manager.guard(
                "the acknowledgement of packet " + body.ackId() + " for client " + id,
                () -> ack.call(new ReceivedArgs(args)));
    }

    /** Calls the handlers of {@code event}. */
    void fire(String event, List<JsonNode> args, Consumer<List<JsonNode>> ack) {
        Event happened = new Event(event, args, ack);
        for (Consumer<Event> handler : List.copyOf(handlers.getOrDefault(event, List.of()))) {
            manager.guard("a handler of event \"" + event + "\" for client " + id, () -> handler.accept(happened));
        }
    }

    private Socket run(Runnable task) {
        manager.ports().loop().run(task);
        return this;
    }
}
