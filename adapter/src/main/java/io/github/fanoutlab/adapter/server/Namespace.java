package io.github.fanoutlab.adapter.server;

import io.github.fanoutlab.adapter.engine.UserCode;
import io.github.fanoutlab.adapter.protocol.Packet;
import io.github.fanoutlab.adapter.protocol.Payloads;
import io.github.fanoutlab.platform.node.NodePorts;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/**
 * A namespace of a server: one of the channels that share each client's connection, with its own handlers, rooms and adapter.
 *
 * <p>Peer: {@code socket.io} 4.8, {@code namespace.ts}.
 */
public final class Namespace implements Broadcaster {

    private static final String DEBUG_NAMESPACE = "socket.io:namespace";

    private final Namespaces namespaces;
    private final String name;
    private final Map<String, Socket> sockets = new LinkedHashMap<>();
    private final Map<String, Socket> waiting = new LinkedHashMap<>();
    private final ConnectionHandlers connectionHandlers;
    private final EventHandlers serverSideHandlers;
    private final Set<BroadcastAcks> broadcastAcks = new LinkedHashSet<>();
    private Runnable whenEmpty = () -> {};
    private Adapter adapter;
    private long nextAckId;
    private int restoring;

    Namespace(Namespaces namespaces, String name) {
        this.namespaces = namespaces;
        this.name = name;
        this.connectionHandlers = new ConnectionHandlers(ports());
        this.serverSideHandlers = new EventHandlers(ports(), "server-side handler", () -> "namespace \"" + name + "\"");
    }

    /** Its name, with the leading slash. */
    public String name() {
        return name;
    }

    /**
     * Calls {@code handler} for each client that connects to this namespace, from now on.
     *
     * @param event {@code connection}, or {@code connect}, whose handlers run before those of {@code connection}
     * @throws IllegalArgumentException if it is another event; for events of other servers, see {@link #onServerSide}
     */
    public Namespace on(String event, Consumer<Socket> handler) {
        Objects.requireNonNull(handler, "the handler must not be null");
        connectionHandlers.on(event, handler);
        return this;
    }

    /**
     * Lets {@code middleware} decide about each client that wants to connect, after the middleware added before. A refused client
     * gets {@code connect_error} with the message and the data.
     */
    public Namespace use(Middleware<Socket> middleware) {
        Objects.requireNonNull(middleware, "the middleware must not be null");
        connectionHandlers.use(middleware);
        return this;
    }

    /**
     * Calls {@code handler} for each event called {@code event} that another server of the cluster sends with {@link
     * #serverSideEmit}.
     */
    public Namespace onServerSide(String event, EventHandler handler) {
        Objects.requireNonNull(handler, "the handler must not be null");
        requireServerSide(event);
        ports().loop().run(() -> serverSideHandlers.add(event, handler));
        return this;
    }

    /**
     * Sends an event to the other servers of the cluster, not to clients. The last argument may be a {@link BroadcastAck}, which
     * gets the response of each server or, after the adapter's timeout, an error and the responses that came in time.
     *
     * @throws IllegalArgumentException if the name is reserved or an argument cannot become JSON; nothing was sent
     */
    public void serverSideEmit(String event, Object... args) {
        requireServerSide(event);
        EmitArguments<BroadcastAck> emitted = EmitArguments.of(event, args, BroadcastAck.class);
        ArrayNode data = Payloads.args(emitted.args()).insert(0, event);
        if (emitted.ack() == null) {
            onAdapter(adapter -> adapter.serverSideEmit(data));
        } else {
            ask("ack of \"" + event + "\"", emitted.ack(), (adapter, answers) -> adapter.serverSideEmit(data, answers));
        }
    }

    /** Finds every room of this namespace that has a member, on any server of the cluster. */
    public void allRooms(Callback<Set<String>> answer) {
        ask("callback of allRooms", answer, Adapter::allRooms);
    }

    /** Counts the servers of the cluster that have this namespace. */
    public void serverCount(Callback<Integer> answer) {
        ask("callback of serverCount", answer, Adapter::serverCount);
    }

    /** The clients of this node, by id: a live view. On the loop only. */
    public Map<String, Socket> sockets() {
        return Collections.unmodifiableMap(sockets);
    }

    @Override
    public BroadcastOperator toAll() {
        return select(BroadcastOptions.ALL);
    }

    BroadcastOperator select(BroadcastOptions options) {
        return new BroadcastOperator(new SelectedNamespaces(ports(), this, () -> List.of(this)), options);
    }

    ConnectionHandlers connectionHandlers() {
        return connectionHandlers;
    }

    /** Sets what runs whenever the last client has left. */
    void whenEmpty(Runnable task) {
        whenEmpty = task;
    }

    /** Whether clients may be away and then go on as before, and for how long; for adapters. */
    public Optional<ConnectionStateRecovery> connectionStateRecovery() {
        return namespaces.options().connectionStateRecovery();
    }

    /** The world of this server; for adapters. */
    public NodePorts ports() {
        return namespaces.ports();
    }

    /** The client {@code id} of this node, or null; for adapters. */
    public Socket socket(String id) {
        return sockets.get(id);
    }

    /**
     * Passes an event of another server to its handlers; for adapters.
     *
     * @param data the event's name and arguments
     * @param ack takes the response, once; null if none is asked for
     */
    public void receiveServerSide(ArrayNode data, Consumer<ArrayNode> ack) {
        if (!data.isEmpty()) {
            serverSideHandlers.fire(Event.of(data, ack));
        }
    }

    /** Switches to a new adapter, on the loop. Sockets keep their rooms. */
    void open(AdapterFactory.Adapters adapters) {
        Adapter before = adapter;
        adapter = adapters.of(this);
        if (before != null) {
            sockets.keySet().forEach(id -> adapter.addAll(id, List.copyOf(before.socketRooms(id))));
            before.close();
        }
    }

    /**
     * The adapter, which connects this namespace with the same namespace of other servers: {@code io.of("/").adapter} in Node. On
     * the loop.
     */
    public Adapter adapter() {
        if (adapter == null) {
            open(namespaces.adapters());
        }
        return adapter;
    }

    /** Runs {@code task} with the adapter, on the loop. */
    void onAdapter(Consumer<Adapter> task) {
        ports().loop().run(() -> task.accept(adapter()));
    }

    /**
     * Puts {@code question} to the adapter, on the loop. Its answer goes to the user's {@code callback}, guarded against what that
     * throws. Once the server was closed there is no answer, and maybe no loop to say so: the caller's thread does.
     */
    <T> void ask(String what, Callback<T> callback, BiConsumer<Adapter, Callback<T>> question) {
        Callback<T> guarded = (error, result) -> UserCode.run(ports().log(), what, () -> callback.done(error, result));
        if (namespaces.isClosed()) {
            guarded.done(NoAnswerException.serverClosed(), null);
        } else {
            onAdapter(adapter -> question.accept(adapter, guarded));
        }
    }

    /** The broadcasts whose acks are not complete; on the loop. */
    Collection<BroadcastAcks> broadcastAcks() {
        return broadcastAcks;
    }

    RemoteSocket remoteSocket(SocketDetails details) {
        return RemoteSocket.of(this, details, sockets.get(details.id()));
    }

    EncodedPacket encode(Packet packet) {
        return namespaces.encode(packet);
    }

    long nextAckId() {
        return nextAckId++;
    }

    void add(Client client, JsonNode auth) {
        log(() -> "adding socket to nsp " + name);
        boolean mayBeBack = connectionStateRecovery().isPresent()
                && auth != null
                && auth.path("pid").isString()
                && auth.path("offset").isString();
        if (!mayBeBack) {
            add(client, auth, Optional.empty());
            return;
        }
        restoring++;
        adapter()
                .restoreSession(
                        auth.get("pid").stringValue(), auth.get("offset").stringValue(), session -> {
                            restoring--;
                            if (client.isOpen() && !client.isIn(name)) {
                                add(client, auth, session.filter(this::isNobodyHere));
                            } else {
                                log(() -> "ignoring a client that has gone or is in already");
                                endIfEmpty();
                            }
                        });
    }

    /** Of two clients that know the same secret, the first goes on as before and the second starts afresh. */
    private boolean isNobodyHere(Session session) {
        return !sockets.containsKey(session.sid()) && !waiting.containsKey(session.sid());
    }

    private void add(Client client, JsonNode auth, Optional<Session> session) {
        session.ifPresent(before -> log(() -> "connection state recovered for sid " + before.sid()));
        Optional<ConnectionStateRecovery> recovery = connectionStateRecovery();
        Socket socket = session.map(before -> new Socket(this, client, before, auth))
                .orElseGet(() -> new Socket(
                        this,
                        client,
                        client.revision().socketId(name, namespaces::nextSocketId),
                        recovery.isPresent() ? namespaces.nextSocketId() : null,
                        auth));
        waiting.put(socket.id(), socket);
        client.expect(socket);
        if (session.isPresent() && recovery.get().skipMiddlewares()) {
            decided(socket, null);
        } else {
            connectionHandlers.ask(socket, refusal -> decided(socket, refusal));
        }
    }

    private void decided(Socket socket, Refusal refusal) {
        if (!socket.isWaiting()) {
            log(() -> "next called after client was closed - ignoring socket");
        } else if (refusal != null) {
            log(() -> "middleware error, sending CONNECT_ERROR packet to the client");
            socket.refused(refusal);
        } else {
            waiting.remove(socket.id(), socket);
            sockets.put(socket.id(), socket);
            socket.connected();
            connectionHandlers.welcome(socket);
        }
    }

    void remove(Socket socket) {
        adapter().delAll(socket.id());
        sockets.remove(socket.id(), socket);
        waiting.remove(socket.id(), socket);
        endIfEmpty();
    }

    /** Runs what {@link #whenEmpty} set, if there is no client any more. */
    void endIfEmpty() {
        if (sockets.isEmpty() && waiting.isEmpty() && restoring == 0) {
            whenEmpty.run();
        }
    }

    /** Disconnects every client, since the server ends. */
    void close() {
        List.copyOf(sockets.values()).forEach(socket -> socket.closed("server shutting down"));
        List.copyOf(broadcastAcks).forEach(BroadcastAcks::serverClosed);
        adapter().close();
    }

    private void log(Supplier<String> message) {
        ports().log().log(DEBUG_NAMESPACE, message);
    }

    private static void requireServerSide(String event) {
        if (List.of("connect", "connection", "new_namespace").contains(event)) {
            throw new IllegalArgumentException("\"" + event + "\" is a reserved event name");
        }
    }
}
