package io.github.fanoutlab.adapter.server;

import io.github.fanoutlab.adapter.protocol.Packet;
import io.github.fanoutlab.adapter.protocol.PacketType;
import io.github.fanoutlab.adapter.protocol.Payloads;
import io.github.fanoutlab.platform.json.JsonText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * One client in one namespace.
 *
 * <p>What sends or changes something may be called from any thread; {@link #rooms}, {@link #data} and {@link #isConnected}
 * are read on the loop, that is, in handlers. Peer: {@code socket.io} 4.8, {@code socket.ts}.
 */
public final class Socket {

    private static final String NAMESPACE = "socket.io:socket";

    private final Namespace namespace;
    private final Client client;
    private final String id;
    private final Handshake handshake;
    private final Map<String, Object> data = new LinkedHashMap<>();
    private final Map<String, List<EventHandler>> handlers = new LinkedHashMap<>();
    private final Map<Long, Consumer<ArrayNode>> acks = new LinkedHashMap<>();
    private boolean connected;

    Socket(Namespace namespace, Client client, String id, JsonNode auth) {
        this.namespace = namespace;
        this.client = client;
        this.id = id;
        this.handshake =
                Handshake.of(client.request(), auth, namespace.ports().loop().wallClockMillis());
    }

    /** The public id of this client in this namespace, also the name of a room it is alone in. */
    public String id() {
        return id;
    }

    /** What is known of the client since it connected. */
    public Handshake handshake() {
        return handshake;
    }

    /** The namespace that the client is connected to with this socket. */
    public Namespace namespace() {
        return namespace;
    }

    /** Anything that belongs to this client; other servers that fetch this socket get it as JSON. */
    public Map<String, Object> data() {
        return data;
    }

    /** Whether the client is connected to the namespace; on the loop. */
    public boolean isConnected() {
        return connected;
    }

    /** The rooms it is in, its own id first: a copy. */
    public Set<String> rooms() {
        return namespace.adapter().socketRooms(id);
    }

    /**
     * Calls {@code handler} at each event called {@code event}. {@code disconnecting} and {@code disconnect} are events too:
     * their first argument is the reason, and at the first of them the rooms are still known.
     */
    public Socket on(String event, EventHandler handler) {
        return onLoop(() ->
                handlers.computeIfAbsent(event, unused -> new ArrayList<>()).add(handler));
    }

    /** Takes away all handlers of {@code event}. */
    public Socket off(String event) {
        return onLoop(() -> handlers.remove(event));
    }

    /**
     * Sends an event to this client. The last argument may be an {@link Ack}, which gets the client's answer.
     *
     * @throws IllegalArgumentException if the name is reserved or an argument cannot become JSON; nothing was sent
     */
    public Socket emit(String event, Object... args) {
        emit(BroadcastOptions.ALL, event, args);
        return this;
    }

    /** Puts this client into rooms; nothing happens once it has disconnected. */
    public Socket join(String... rooms) {
        List<String> all = List.of(rooms);
        return onLoop(() -> {
            if (!connected) {
                return;
            }
            log(() -> "join room " + (all.size() == 1 ? all.get(0) : "[ '" + String.join("', '", all) + "' ]"));
            namespace.adapter().addAll(id, all);
        });
    }

    /** Takes this client out of a room. */
    public Socket leave(String room) {
        return onLoop(() -> {
            log(() -> "leave room " + room);
            namespace.adapter().del(id, room);
        });
    }

    /** Disconnects this client from the namespace; {@code close}: from all namespaces, with the connection. */
    public Socket disconnect(boolean close) {
        return onLoop(() -> {
            if (!connected) {
                return;
            }
            if (close) {
                client.disconnect();
                return;
            }
            client.write(new Packet(PacketType.DISCONNECT, namespace.name(), null, null), false);
            closed("server namespace disconnect");
        });
    }

    /** Everybody in the namespace but this client. */
    public BroadcastOperator broadcast() {
        return others(BroadcastOptions.ALL);
    }

    /** Members of these rooms but this client. */
    public BroadcastOperator to(String... rooms) {
        return broadcast().to(rooms);
    }

    /** The same as {@link #to}. */
    public BroadcastOperator in(String... rooms) {
        return broadcast().to(rooms);
    }

    /** Everybody but this client and the members of these rooms. */
    public BroadcastOperator except(String... rooms) {
        return broadcast().except(rooms);
    }

    /** Everybody on this node but this client. */
    public BroadcastOperator local() {
        return broadcast().local();
    }

    /** For an event that this client may miss when it does not keep up. */
    public SocketOperator volatile_() {
        return new SocketOperator(this, BroadcastOptions.ALL.with("volatile", true));
    }

    /** For an event that a transport that compresses should compress, or not. */
    public SocketOperator compress(boolean compress) {
        return new SocketOperator(this, BroadcastOptions.ALL.with("compress", compress));
    }

    BroadcastOperator others(BroadcastOptions options) {
        return new BroadcastOperator(namespace, options.except(id));
    }

    void emit(BroadcastOptions options, String event, Object... args) {
        Ack ack = args.length > 0 && args[args.length - 1] instanceof Ack last ? last : null;
        Object[] values = ack == null ? args : Arrays.copyOf(args, args.length - 1);
        Packet packet = Packet.event(namespace.name(), Payloads.event(event, values));
        onLoop(() -> client.write(ack == null ? packet : expectAnswer(packet, event, ack), options.isVolatile()));
    }

    private Packet expectAnswer(Packet packet, String event, Ack ack) {
        long ackId = namespace.nextAckId();
        log(() -> "emitting packet with ack id " + ackId);
        expectAck(ackId, args -> {
            Event answer = new Event(event, List.copyOf(args.values()), null);
            Guard.run(namespace.ports().log(), "ack of \"" + event + "\"", () -> ack.onAnswer(answer));
        });
        return packet.withId(ackId);
    }

    void expectAck(long ackId, Consumer<ArrayNode> onAck) {
        acks.put(ackId, onAck);
    }

    void forgetAck(long ackId) {
        acks.remove(ackId);
    }

    Client client() {
        return client;
    }

    void connected() {
        log(() -> "socket connected - writing packet");
        connected = true;
        join(id);
        ObjectNode sid = JsonNodeFactory.instance.objectNode().put("sid", id);
        client.write(new Packet(PacketType.CONNECT, namespace.name(), null, sid), false);
    }

    void receive(Packet packet) {
        log(() -> "got packet " + packet.describe());
        switch (packet.type()) {
            case EVENT -> onEvent(packet);
            case ACK -> onAck(packet);
            case DISCONNECT -> {
                log(() -> "got disconnect packet");
                closed("client namespace disconnect");
            }
            default -> throw new IllegalStateException("a client never hands on a " + packet.type());
        }
    }

    private void onEvent(Packet packet) {
        JsonNode event = packet.data() == null ? JsonNodeFactory.instance.arrayNode() : packet.data();
        log(() -> "emitting event " + JsonText.stringify(event));
        Consumer<ArrayNode> ack = null;
        if (packet.id() != null) {
            log(() -> "attaching ack callback to event");
            ack = answerOnce(packet.id());
        }
        boolean withAck = ack != null;
        log(() -> "dispatching an event " + describeDispatch(event, withAck));
        if (event.isEmpty()) {
            return;
        }
        JsonNode first = event.get(0);
        String name = first.isString() ? first.stringValue() : JsonText.stringify(first);
        dispatch(new Event(name, List.copyOf(event.values()).subList(1, event.size()), ack));
    }

    /** Node shows the ack, a function, as null. */
    private static String describeDispatch(JsonNode event, boolean withAck) {
        if (!withAck) {
            return JsonText.stringify(event);
        }
        ArrayNode shown = JsonNodeFactory.instance.arrayNode();
        event.forEach(shown::add);
        return JsonText.stringify(shown.addNull());
    }

    private Consumer<ArrayNode> answerOnce(long ackId) {
        boolean[] answered = {false};
        return answer -> onLoop(() -> {
            if (answered[0]) {
                return;
            }
            answered[0] = true;
            log(() -> "sending ack " + JsonText.stringify(answer));
            client.write(Packet.ack(namespace.name(), ackId, answer), false);
        });
    }

    private void onAck(Packet packet) {
        Consumer<ArrayNode> onAck = packet.id() == null ? null : acks.remove(packet.id());
        if (onAck == null) {
            log(() -> "bad ack " + (packet.id() == null ? "undefined" : packet.id()));
            return;
        }
        log(() -> "calling ack " + packet.id() + " with "
                + (packet.data() == null ? "undefined" : JsonText.stringify(packet.data())));
        onAck.accept(packet.data() instanceof ArrayNode args ? args : JsonNodeFactory.instance.arrayNode());
    }

    private void dispatch(Event event) {
        for (EventHandler handler : List.copyOf(handlers.getOrDefault(event.name(), List.of()))) {
            Guard.run(namespace.ports().log(), "handler of \"" + event.name() + "\"", () -> handler.handle(event));
        }
    }

    void closed(String reason) {
        if (!connected) {
            return;
        }
        log(() -> "closing socket - reason " + reason);
        List<JsonNode> args = List.of(JsonNodeFactory.instance.stringNode(reason));
        dispatch(new Event("disconnecting", args, null));
        connected = false;
        namespace.remove(this);
        client.remove(this);
        acks.clear();
        dispatch(new Event("disconnect", args, null));
    }

    private Socket onLoop(Runnable task) {
        namespace.ports().loop().run(task);
        return this;
    }

    private void log(Supplier<String> message) {
        namespace.ports().log().log(NAMESPACE, message);
    }

    @Override
    public String toString() {
        return "Socket " + id + " of " + namespace.name();
    }
}
