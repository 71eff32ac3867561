package io.github.fanoutlab.legacy.server;

import io.github.fanoutlab.legacy.protocol.AckMode;
import io.github.fanoutlab.legacy.protocol.Packet;
import io.github.fanoutlab.legacy.protocol.PacketText;
import io.github.fanoutlab.legacy.protocol.PacketType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A namespace, as in lib/namespace.js: {@code ""} is the default one ({@code io.sockets()}), {@code /chat} another.
 *
 * <p>An emit goes to every client of the namespace, on every node: first to those of this node, then to Redis. Methods may be
 * called from any thread unless they say otherwise.
 */
public final class Namespace {

    private final Manager manager;
    private final String name;
    private final Broadcast everyone;
    private final Map<String, Socket> sockets = new LinkedHashMap<>();
    private final List<Consumer<Socket>> connectionHandlers = new ArrayList<>();
    private Authorization authorization;

    Namespace(Manager manager, String name) {
        this.manager = manager;
        this.name = name;
        this.everyone = new Broadcast(this, name, List.of(), false, false);
    }

    public String name() {
        return name;
    }

    /**
     * Calls {@code handler} for each client that connects to this namespace on this node.
     *
     * @param event {@code connection}; 0.9 has no other
     */
    public Namespace on(String event, Consumer<Socket> handler) {
        Objects.requireNonNull(handler, "the handler must not be null");
        if (!event.equals("connection")) {
            throw new IllegalArgumentException("a namespace has no event but \"connection\"; got \"" + event + "\"");
        }
        manager.ports().loop().run(() -> connectionHandlers.add(handler));
        return this;
    }

    /** From now on, {@code decider} decides who may connect; null lets everyone in. */
    public Namespace authorization(Authorization decider) {
        manager.ports().loop().run(() -> authorization = decider);
        return this;
    }

    /** Emits an event. As in 0.9, an {@link Ack} among the arguments is sent as null, since broadcasts are not acknowledged. */
    public void emit(String event, Object... args) {
        everyone.emit(event, args);
    }

    /** Sends a text message. */
    public void send(String text) {
        everyone.send(text);
    }

    /** To send JSON: {@code json().send(value)}. */
    public Broadcast json() {
        return everyone.json();
    }

    /** To send what may be lost: it goes only to clients with an open transport. */
    public Broadcast volatile_() {
        return everyone.volatile_();
    }

    /** To send to the members of {@code room} only. */
    public Broadcast in(String room) {
        return everyone.in(room);
    }

    /** The same as {@link #in}. */
    public Broadcast to(String room) {
        return everyone.in(room);
    }

    /** To send to everyone but the client of session {@code id}. */
    public Broadcast except(String id) {
        return everyone.except(id);
    }

    /** The clients of the namespace, on all nodes. On the node's loop only. */
    public List<Socket> clients() {
        return sockets(name);
    }

    /** The members of {@code room}, on all nodes. On the node's loop only. */
    public List<Socket> clients(String room) {
        return sockets(roomKey(room));
    }

    /**
     * The sockets on this node, by session id: those of clients that connected here, and any other that {@link #socket} or a late
     * packet has made. Live, and not to be changed. On the node's loop only.
     */
    public Map<String, Socket> sockets() {
        return Collections.unmodifiableMap(sockets);
    }

    private List<Socket> sockets(String key) {
        return manager.tables().members(key).stream().map(this::socket).toList();
    }

    /**
     * The socket of session {@code id}. If the client is connected to another node, what is sent to it goes there. If there is no
     * such session, what is sent is lost. On the node's loop only. As in 0.9, a socket that is made here is kept forever.
     */
    public Socket socket(String id) {
        return sockets.computeIfAbsent(id, any -> new Socket(manager, this, id, false));
    }

    /**
     * Makes the socket of a client that connects to this node. One that was made earlier stays as it is: a defect of 0.9, kept.
     */
    void makeReadableSocket(String id) {
        sockets.computeIfAbsent(id, any -> new Socket(manager, this, id, true));
    }

    Manager manager() {
        return manager;
    }

    /** The key of {@code room} in the tables: {@code /r1}, {@code /chat/r1}. */
    String roomKey(String room) {
        return name + "/" + room;
    }

    /** Broadcasts {@code packet} to the members of the room with {@code key}: here first, then on the other nodes. */
    void packet(Packet packet, String key, boolean isVolatile, List<String> exceptIds) {
        // region broadcast
        String text = PacketText.encode(packet.to(name));
        StoreMessage dispatch = new StoreMessage.Dispatch(key, text, isVolatile, exceptIds);
        manager.applyAndPublish(dispatch);
        // endregion
    }

    /** The session is over. Only the socket of a client that connected to this node is told, and forgotten. */
    void handleDisconnect(String id, String reason, boolean tell) {
        Socket socket = sockets.get(id);
        if (socket != null && socket.isReadable()) {
            if (tell) {
                socket.onDisconnect(reason);
            }
            sockets.remove(id);
        }
    }

    void handlePacket(String id, Packet packet) {
        Socket socket = socket(id);
        if (packet.type() == null) {
            return;
        }
        switch (packet.type()) {
            case CONNECT -> {
                if (name.isEmpty()) {
                    connect(id, socket);
                } else {
                    authorizeAndConnect(id);
                }
            }
            case DISCONNECT -> leave(id, socket);
            case EVENT -> event(socket, packet);
            case MESSAGE, JSON -> message(socket, packet);
            case ACK -> socket.onAck(packet);
            case HEARTBEAT, ERROR, NOOP -> {
                // A namespace has nothing to do.
            }
        }
    }

    /**
     * Connects the client, if the authorization agrees, and publishes the handshake again. If 0.9 does not know the session, it
     * publishes {@code [id,null]}, and the garbage collection of every node crashes over it. This server does not.
     */
    void authorizeAndConnect(String id) {
        Socket socket = socket(id);
        ObjectNode handshake = manager.tables().handshake(id);
        authorize(handshake, (error, authorized, newData) -> {
            if (error != null) {
                refuse(socket, error);
            } else if (authorized) {
                ObjectNode data = newData == null ? handshake : newData;
                if (data != null) {
                    manager.applyAndPublish(new StoreMessage.Handshake(id, data));
                }
                connect(id, socket);
            } else {
                refuse(socket, PacketText.UNAUTHORIZED);
            }
        });
    }

    private void authorize(ObjectNode handshake, Authorization.Decision decision) {
        if (authorization == null) {
            manager.log().debug(() -> "client authorized for " + name);
            decision.done(null, true);
            return;
        }
        manager.authorize(
                "the authorization of namespace \"" + name + "\"",
                authorization,
                handshake,
                (error, authorized, newData) -> {
                    manager.log().debug(() -> "client " + (authorized ? "" : "un") + "authorized for " + name);
                    decision.done(error, authorized, newData);
                });
    }

    private void refuse(Socket socket, String reason) {
        manager.log().warn(() -> "handshake error " + reason + " for " + name);
        socket.packet(Packet.error(name, reason, ""), Flags.NONE);
    }

    private void connect(String id, Socket socket) {
        manager.applyAndPublish(new StoreMessage.Join(id, name));
        socket.packet(Packet.of(PacketType.CONNECT, name), Flags.NONE);
        for (Consumer<Socket> handler : List.copyOf(connectionHandlers)) {
            manager.guard(
                    "a connection handler of namespace \"" + name + "\" for client " + id,
                    () -> handler.accept(socket));
        }
    }

    /** The client leaves this namespace. As in 0.9, its socket stays, and does not count as disconnected. */
    private void leave(String id, Socket socket) {
        manager.applyAndPublish(new StoreMessage.Leave(id, name));
        socket.fire("disconnect", JavaScriptValues.texts("packet"), null);
    }

    private void event(Socket socket, Packet packet) {
        Packet.Event body = (Packet.Event) packet.body();
        String event = JavaScriptValues.propertyName(body.name());
        if (manager.settings().texts("blacklist").contains(event)) {
            manager.log().debug(() -> "ignoring blacklisted event `" + event + "`");
        } else {
            socket.fire(event, Packet.spread(body.args()), ackOf(socket, packet));
        }
    }

    private void message(Socket socket, Packet packet) {
        List<JsonNode> data = packet.body() instanceof Packet.Text body
                ? JavaScriptValues.texts(body.text())
                : JavaScriptValues.present(((Packet.Json) packet.body()).data());
        socket.fire("message", data, ackOf(socket, packet));
    }

    /** Sends the ack of {@code packet}; null if its sender has not asked for one with data. */
    private Consumer<List<JsonNode>> ackOf(Socket socket, Packet packet) {
        if (packet.ack() != AckMode.DATA) {
            return null;
        }
        return args -> manager.ports().loop().run(() -> {
            manager.log().debug(() -> "sending data ack packet");
            socket.packet(Packet.ack(name, packet.id(), args), Flags.NONE);
        });
    }
}
