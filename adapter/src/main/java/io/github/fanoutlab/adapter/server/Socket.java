package io.github.fanoutlab.adapter.server;

import io.github.fanoutlab.adapter.engine.EngineSocket;
import io.github.fanoutlab.adapter.engine.UserCode;
import io.github.fanoutlab.adapter.protocol.Packet;
import io.github.fanoutlab.adapter.protocol.PacketType;
import io.github.fanoutlab.adapter.protocol.Payloads;
import io.github.fanoutlab.platform.Once;
import io.github.fanoutlab.platform.http.HttpRequest;
import io.github.fanoutlab.platform.json.JsonText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * One client in one namespace.
 *
 * <pre>
 *            middleware lets it in             either side leaves, the connection ends
 *   WAITING -----------------------&gt; CONNECTED -----------------------------------------&gt; LEAVING
 *      |                                                   handlers of "disconnecting" were called |
 *      |     middleware refuses, the connection ends, a newer attempt for the namespace            v
 *      +----------------------------------------------------------------------------------------&gt; GONE
 * </pre>
 *
 * <p>Methods that send or change something may be called from any thread. Call {@link #rooms}, {@link #data} and {@link
 * #isConnected} on the loop, that is, in handlers. Peer: {@code socket.io} 4.8, {@code socket.ts}.
 */
public final class Socket implements SocketBroadcaster {

    private enum State {
        WAITING,
        CONNECTED,
        LEAVING,
        GONE
    }

    private static final String DEBUG_NAMESPACE = "socket.io:socket";

    /** The reasons after which a client may come back and go on as before: it did not leave, and was not sent away. */
    private static final List<String> RECOVERABLE = List.of(
            "transport error",
            "transport close",
            "forced close",
            "ping timeout",
            "server shutting down",
            "forced server close");

    private final Namespace namespace;
    private final Client client;
    private final String id;
    private final String pid;
    private final boolean recovered;
    private List<ArrayNode> missed = List.of();
    private final Handshake handshake;
    private final Map<String, Object> data = new LinkedHashMap<>();
    private final EventHandlers handlers;
    private final MiddlewareChain<Event> middleware;
    private final List<EventHandler> anyHandlers = new ArrayList<>();
    private final List<EventHandler> anyOutgoingHandlers = new ArrayList<>();
    private final PendingAcks acks;
    private State state = State.WAITING;

    /** {@code pid} is null where clients cannot come back. */
    Socket(Namespace namespace, Client client, String id, String pid, JsonNode auth) {
        this(namespace, client, id, pid, false, auth);
    }

    /** The client of {@code session} has come back. */
    Socket(Namespace namespace, Client client, Session session, JsonNode auth) {
        this(namespace, client, session.sid(), session.pid(), true, auth);
        missed = session.missed();
        data.putAll(session.data());
        join(session.rooms().toArray(String[]::new));
    }

    private Socket(Namespace namespace, Client client, String id, String pid, boolean recovered, JsonNode auth) {
        this.namespace = namespace;
        this.client = client;
        this.id = id;
        this.pid = pid;
        this.recovered = recovered;
        this.handshake =
                Handshake.of(client.request(), auth, namespace.ports().loop().wallClockMillis());
        this.acks = new PendingAcks(namespace.ports().loop());
        this.handlers = new EventHandlers(namespace.ports(), "handler", this::shown);
        this.middleware = new MiddlewareChain<>(namespace.ports(), "middleware of a socket");
    }

    /** The public id of this client in this namespace. It is also the name of a room that has only this client. */
    public String id() {
        return id;
    }

    /** What the client sent when it connected. */
    public Handshake handshake() {
        return handshake;
    }

    /** The namespace that the client is connected to with this socket. */
    public Namespace namespace() {
        return namespace;
    }

    /** The request that opened the connection: the first one of a client that polls, the upgrade of any other. */
    public HttpRequest request() {
        return client.request();
    }

    /** The underlying connection, which this client's sockets in all namespaces share. */
    public EngineSocket conn() {
        return client.connection();
    }

    /** Your own data about this client. Other servers that fetch this socket get it as JSON. */
    public Map<String, Object> data() {
        return data;
    }

    /** What is kept of this socket if its client may come back; empty if it may not. For adapters, on the loop. */
    public Optional<Session> session() {
        return pid == null ? Optional.empty() : Optional.of(new Session(id, pid, rooms(), data, List.of()));
    }

    /** Whether the client was away and goes on as before; see {@link ConnectionStateRecovery}. */
    public boolean recovered() {
        return recovered;
    }

    /** Whether the client is connected to the namespace; on the loop. */
    public boolean isConnected() {
        return state == State.CONNECTED || state == State.LEAVING;
    }

    boolean isWaiting() {
        return state == State.WAITING;
    }

    /** The rooms that it is in, its own id first: a copy. */
    public Set<String> rooms() {
        return namespace.adapter().socketRooms(id);
    }

    /**
     * Calls {@code handler} for each event called {@code event}.
     *
     * <p>{@code disconnecting}, {@code disconnect} and {@code error} are events, too. The first argument of {@code disconnecting} and
     * {@code disconnect} is the reason; at {@code disconnecting}, the client is still in its rooms. The arguments of {@code error}
     * are a message, and data if there is any: middleware refused an event, or a malformed packet ends the connection.
     */
    public Socket on(String event, EventHandler handler) {
        Objects.requireNonNull(handler, "the handler must not be null");
        return onLoop(() -> handlers.add(event, handler));
    }

    /**
     * Like {@link #on(String, EventHandler)}, with the first argument converted to {@code type} by Jackson: {@code
     * socket.on("order", Order.class, (order, event) -> event.ack(order.id()))}. If an argument does not fit, this is logged and
     * the handler is not called.
     */
    public <T> Socket on(String event, Class<T> type, BiConsumer<T, Event> handler) {
        Objects.requireNonNull(handler, "the handler must not be null");
        return on(event, arrived -> handler.accept(arrived.as(0, type), arrived));
    }

    /** Like {@link #on(String, EventHandler)}, but for the next such event only. */
    public Socket once(String event, EventHandler handler) {
        Objects.requireNonNull(handler, "the handler must not be null");
        return onLoop(() -> handlers.addOnce(event, handler));
    }

    /** Removes this handler of {@code event}. If it was added several times, this removes it once. */
    public Socket off(String event, EventHandler handler) {
        return onLoop(() -> handlers.remove(event, handler));
    }

    /** Removes all handlers of {@code event}. */
    public Socket off(String event) {
        return onLoop(() -> handlers.remove(event));
    }

    /** Removes all handlers of all events. */
    public Socket off() {
        return onLoop(handlers::clear);
    }

    /** The events that have handlers, in the order in which they got their first: a copy. */
    public Set<String> eventNames() {
        return handlers.names();
    }

    /**
     * Lets {@code middleware} decide about each event of this client, after the middleware added before. A refused event goes to the
     * handlers of {@code error} only.
     */
    public Socket use(Middleware<Event> middleware) {
        Objects.requireNonNull(middleware, "the middleware must not be null");
        return onLoop(() -> this.middleware.add(middleware));
    }

    /** Calls {@code handler} for every event of this client, before the handlers of that event. */
    public Socket onAny(EventHandler handler) {
        Objects.requireNonNull(handler, "the handler must not be null");
        return onLoop(() -> anyHandlers.add(handler));
    }

    /** Like {@link #onAny}, but runs {@code handler} before those that were added already. */
    public Socket prependAny(EventHandler handler) {
        Objects.requireNonNull(handler, "the handler must not be null");
        return onLoop(() -> anyHandlers.add(0, handler));
    }

    /** Removes {@code handler}. If it was added several times, this removes it once. */
    public Socket offAny(EventHandler handler) {
        return onLoop(() -> anyHandlers.remove(handler));
    }

    /** Removes all handlers that {@link #onAny} and {@link #prependAny} added. */
    public Socket offAny() {
        return onLoop(anyHandlers::clear);
    }

    /** The handlers that {@link #onAny} and {@link #prependAny} added: a copy. */
    public List<EventHandler> listenersAny() {
        return List.copyOf(anyHandlers);
    }

    /** Calls {@code handler} for every event that is sent to this client, including broadcasts. */
    public Socket onAnyOutgoing(EventHandler handler) {
        Objects.requireNonNull(handler, "the handler must not be null");
        return onLoop(() -> anyOutgoingHandlers.add(handler));
    }

    /** Like {@link #onAnyOutgoing}, but runs {@code handler} before those that were added already. */
    public Socket prependAnyOutgoing(EventHandler handler) {
        Objects.requireNonNull(handler, "the handler must not be null");
        return onLoop(() -> anyOutgoingHandlers.add(0, handler));
    }

    /** Removes {@code handler}. If it was added several times, this removes it once. */
    public Socket offAnyOutgoing(EventHandler handler) {
        return onLoop(() -> anyOutgoingHandlers.remove(handler));
    }

    /** Removes all handlers of sent events. */
    public Socket offAnyOutgoing() {
        return onLoop(anyOutgoingHandlers::clear);
    }

    /** The handlers of sent events: a copy. */
    public List<EventHandler> listenersAnyOutgoing() {
        return List.copyOf(anyOutgoingHandlers);
    }

    /**
     * Sends an event to this client. The last argument may be an {@link Ack} or a {@link TimedAck}, which gets the client's
     * response.
     *
     * @throws IllegalArgumentException if the name is reserved or an argument cannot become JSON; nothing was sent
     */
    public Socket emit(String event, Object... args) {
        emit(BroadcastOptions.ALL, event, args);
        return this;
    }

    /** Sends an event called {@code message}. */
    public Socket send(Object... args) {
        return emit("message", args);
    }

    /** Puts this client into rooms; does nothing once it has disconnected. */
    public Socket join(String... rooms) {
        List<String> all = List.of(rooms);
        return onLoop(() -> {
            if (state == State.GONE) {
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

    /** Disconnects this client from the namespace; the connection stays. */
    public Socket disconnect() {
        return disconnect(false);
    }

    /**
     * Disconnects this client from the namespace. With {@code close}, closes the connection, and so disconnects the client from
     * all namespaces.
     */
    public Socket disconnect(boolean close) {
        return onLoop(() -> {
            if (state != State.CONNECTED) {
                return;
            }
            if (close) {
                client.disconnect();
                return;
            }
            client.write(new Packet(PacketType.DISCONNECT, namespace.name(), null, null));
            closed("server namespace disconnect");
        });
    }

    @Override
    public BroadcastOperator broadcast() {
        return others(BroadcastOptions.ALL);
    }

    /** Lets this client miss the next event if it does not keep up. */
    public SocketOperator volatile_() {
        return new SocketOperator(this, BroadcastOptions.ALL.with("volatile", true));
    }

    /** Whether the response to a poll is compressed if it carries the next event. WebSockets here do not compress. */
    public SocketOperator compress(boolean compress) {
        return new SocketOperator(this, BroadcastOptions.ALL.with("compress", compress));
    }

    /** Sets how long the next event waits for its ack: the {@link TimedAck} gets an error after {@code millis}. */
    public SocketOperator timeout(long millis) {
        return new SocketOperator(this, BroadcastOptions.ALL.timeout(millis));
    }

    BroadcastOperator others(BroadcastOptions options) {
        return namespace.select(options.except(id));
    }

    void emit(BroadcastOptions options, String event, Object... args) {
        EmitArguments<TimedAck> emitted = EmitArguments.of(event, args, TimedAck.class);
        ArrayNode data = Payloads.event(event, emitted.args());
        onLoop(() -> {
            Packet packet = Packet.event(namespace.name(), data);
            if (emitted.ack() != null) {
                packet = expectAnswer(packet, event, emitted.ack(), options.timeoutMillis());
            } else if (namespace.adapter().keepsEvents()) {
                namespace.adapter().broadcast(packet, options.to(id));
                return;
            }
            notifyOutgoing(packet);
            client.write(packet, options);
        });
    }

    private Packet expectAnswer(Packet packet, String event, TimedAck ack, OptionalLong timeoutMillis) {
        long ackId = namespace.nextAckId();
        log(() -> "emitting packet with ack id " + ackId);
        Consumer<ArrayNode> onAnswer =
                args -> tell(event, ack, null, new Event(event, List.copyOf(args.values()), null));
        if (timeoutMillis.isEmpty()) {
            acks.expect(ackId, onAnswer);
        } else {
            acks.expect(ackId, timeoutMillis.getAsLong(), onAnswer, () -> {
                log(() -> "event with ack id " + ackId + " has timed out after " + timeoutMillis.getAsLong() + " ms");
                tell(event, ack, NoAnswerException.timedOut(), null);
            });
        }
        return packet.withId(ackId);
    }

    private void tell(String event, TimedAck ack, NoAnswerException error, Event answer) {
        UserCode.run(
                namespace.ports().log(),
                () -> ack.done(error, answer),
                () -> "ack of \"" + event + "\" for " + shown() + " threw; nobody else is affected");
    }

    /** Which client this is, for the log. */
    String shown() {
        return "client " + id + " (" + handshake.address() + ") of namespace \"" + namespace.name() + "\"";
    }

    /** Calls the handlers of sent events. */
    void notifyOutgoing(Packet packet) {
        if (!anyOutgoingHandlers.isEmpty()) {
            handlers.call(List.copyOf(anyOutgoingHandlers), Event.of((ArrayNode) packet.data(), null));
        }
    }

    void expectAck(long ackId, Consumer<ArrayNode> onAck) {
        acks.expect(ackId, onAck);
    }

    void forgetAck(long ackId) {
        acks.forget(ackId);
    }

    Client client() {
        return client;
    }

    void connected() {
        log(() -> "socket connected - writing packet");
        state = State.CONNECTED;
        missed.forEach(event -> client.write(Packet.event(namespace.name(), event)));
        missed = List.of();
        join(id);
        client.write(new Packet(
                PacketType.CONNECT, namespace.name(), null, client.revision().welcome(id, pid)));
        client.add(this);
    }

    void refused(Refusal refusal) {
        giveUp();
        client.refuse(namespace.name(), client.revision().refusal(refusal));
    }

    /** This socket will not be let in. */
    void giveUp() {
        state = State.GONE;
        namespace.remove(this);
        client.remove(this);
    }

    /** Calls the handlers of {@code error}. */
    void failed(Refusal refusal) {
        handlers.fire(new Event("error", refusal.toArgs(), null));
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
            default -> throw new IllegalStateException("a client never passes on a " + packet.type());
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
        if (!event.isEmpty()) {
            Event arrived = Event.of((ArrayNode) event, ack);
            handlers.call(List.copyOf(anyHandlers), arrived);
            dispatch(arrived);
        }
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
        return Once.onLoop(namespace.ports().loop(), answer -> {
            log(() -> "sending ack " + JsonText.stringify(answer));
            client.write(Packet.ack(namespace.name(), ackId, answer));
        });
    }

    private void onAck(Packet packet) {
        Consumer<ArrayNode> onAck = packet.id() == null ? null : acks.take(packet.id());
        if (onAck == null) {
            log(() -> "bad ack " + (packet.id() == null ? "undefined" : packet.id()));
            return;
        }
        log(() -> "calling ack " + packet.id() + " with "
                + (packet.data() == null ? "undefined" : JsonText.stringify(packet.data())));
        onAck.accept(packet.data() instanceof ArrayNode args ? args : JsonNodeFactory.instance.arrayNode());
    }

    private void dispatch(Event event) {
        middleware.run(event, refusal -> {
            if (refusal != null) {
                failed(refusal);
            } else if (state == State.CONNECTED) {
                handlers.fire(event);
            } else {
                log(() -> "ignore packet received after disconnection");
            }
        });
    }

    void closed(String reason) {
        if (state != State.CONNECTED) {
            return;
        }
        log(() -> "closing socket - reason " + reason);
        List<JsonNode> args = List.of(JsonNodeFactory.instance.stringNode(reason));
        state = State.LEAVING;
        handlers.fire(new Event("disconnecting", args, null));
        if (pid != null && RECOVERABLE.contains(reason)) {
            log(() -> "connection state recovery is enabled for sid " + id);
            namespace.adapter().persistSession(new Session(id, pid, rooms(), data, List.of()));
        }
        state = State.GONE;
        namespace.remove(this);
        client.remove(this);
        acks.clear();
        handlers.fire(new Event("disconnect", args, null));
    }

    private Socket onLoop(Runnable task) {
        namespace.ports().loop().run(task);
        return this;
    }

    private void log(Supplier<String> message) {
        namespace.ports().log().log(DEBUG_NAMESPACE, message);
    }

    @Override
    public String toString() {
        return "Socket " + id + " of " + namespace.name();
    }
}
