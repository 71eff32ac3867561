package io.github.fanoutlab.legacy.server;

import io.github.fanoutlab.legacy.protocol.Packet;
import io.github.fanoutlab.legacy.protocol.PacketText;
import io.github.fanoutlab.legacy.store.Channel;
import io.github.fanoutlab.legacy.store.Dialect;
import io.github.fanoutlab.legacy.store.MemoryStore;
import io.github.fanoutlab.legacy.store.Store;
import io.github.fanoutlab.legacy.store.StoreListener;
import io.github.fanoutlab.legacy.store.StoreMessage;
import io.github.fanoutlab.platform.EventLoop;
import io.github.fanoutlab.platform.node.NodePorts;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The heart of a 0.9 server: sessions, their transports, and what the other nodes tell of theirs; lib/manager.js
 * without its HTTP ({@link RequestHandler}).
 *
 * <p>What happens when a client's first transport opens, and what a node publishes of it, in order:
 *
 * <pre>
 *   open [id]             connect [id]
 *   handshake [id,data]   the date "issued" is gone from it: the garbage collection spares it now
 *   handshake [id,data]   once more, for the default namespace is connected to like any other
 *   join [id,""]          then 1:: goes to the client, and the connection handlers run
 * </pre>
 *
 * <p>And when it ends: {@code close [id]}, the disconnect handlers, EXPIRE of the client's hash, {@code
 * disconnect-remote [id,reason]}, which the dialect 0.9.16 does not know.
 *
 * <p>Used on the node's loop only, unless said otherwise.
 */
public final class Manager implements StoreListener {

    private static final long GARBAGE_COLLECTION_MILLIS = 10_000;
    private static final long UNUSED_HANDSHAKE_MILLIS = 30_000;

    private final NodePorts ports;
    private final Settings settings = new Settings();
    private final SettingEvents settingEvents = new SettingEvents(this);
    private final ServerLog log;
    private final OriginCheck origins;
    private final Map<String, Transport> transports = new LinkedHashMap<>();
    private final Map<String, Namespace> namespaces = new LinkedHashMap<>();
    private SessionTables tables = new SessionTables();
    private Store store;
    private EventLoop.Timer garbageCollection;

    /** A server on the node of {@code ports}, with a MemoryStore unless {@code options} say otherwise. On any thread. */
    public Manager(NodePorts ports, Map<String, ?> options) {
        this.ports = ports;
        this.log = new ServerLog(ports.log(), settings);
        this.origins = new OriginCheck(settings, log);
        of("");
        set("logger", Logger.node(ports.log()));
        set("store", new MemoryStore());
        options.forEach(this::set);
        log.info(() -> "socket.io started");
    }

    /**
     * Changes a setting of 0.9; setting {@code store} empties all tables and begins to listen to the other nodes. From
     * any thread.
     */
    public void set(String name, Object value) {
        ports.loop().call(() -> {
            settings.set(name, value);
            if (value instanceof Store chosen) {
                initStore(chosen);
            }
            settingEvents.emit(name, value);
            return value;
        });
    }

    /**
     * Calls {@code listener} with the value and the name of a setting each time it is set; {@code event} is {@code set:NAME}.
     * From any thread.
     */
    public void on(String event, BiConsumer<Object, String> listener) {
        SettingEvents.check(event);
        ports.loop().run(() -> settingEvents.add(event, listener));
    }

    /** Does not call {@code listener} any more. From any thread. */
    public void removeListener(String event, BiConsumer<Object, String> listener) {
        ports.loop().run(() -> settingEvents.remove(event, listener));
    }

    /** Whether a setting is neither absent nor false, 0 or empty. From any thread. */
    public boolean enabled(String name) {
        return ports.loop().call(() -> settings.enabled(name));
    }

    /** The value of a setting, null when it has none. From any thread. */
    public Object get(String name) {
        return ports.loop().call(() -> settings.get(name));
    }

    private void initStore(Store chosen) {
        store = chosen;
        tables = new SessionTables();
        store.open(ports, this);
    }

    /** The namespace called {@code name}, made if it is new. From any thread. */
    public Namespace of(String name) {
        return ports.loop().call(() -> namespaces.computeIfAbsent(name, made -> new Namespace(this, made)));
    }

    /**
     * What this node knows of the cluster's sessions, table by table; see {@link #tableSizes()}. Live, and not to be
     * changed.
     */
    public Map<String, ObjectNode> handshaken() {
        return new ReadOnlyMap<>(tables.handshaken, ObjectNode::deepCopy);
    }

    /** The ids of the sessions that have had an open transport. Live, and not to be changed. */
    public Collection<String> connected() {
        return Collections.unmodifiableCollection(tables.connected);
    }

    /** The ids of the sessions that have an open transport. Live, and not to be changed. */
    public Collection<String> open() {
        return Collections.unmodifiableCollection(tables.open);
    }

    /** The packets that wait for the next transport, by session id. Live, and not to be changed. */
    public Map<String, List<String>> closed() {
        return new ReadOnlyMap<>(tables.closed, Collections::unmodifiableList);
    }

    /** The members of each room, by room key. Live, and not to be changed. */
    public Map<String, ? extends Collection<String>> rooms() {
        return new ReadOnlyMap<>(tables.rooms, Collections::unmodifiableSet);
    }

    /** The rooms of each session, by session id. Live, and not to be changed. */
    public Map<String, ? extends Collection<String>> roomClients() {
        return new ReadOnlyMap<>(tables.roomClients, Collections::unmodifiableSet);
    }

    /** How many entries each replicated table has on this node, by its name in 0.9. */
    public Map<String, Integer> tableSizes() {
        return tables.sizes();
    }

    Dialect dialect() {
        return store.dialect();
    }

    NodePorts ports() {
        return ports;
    }

    Settings settings() {
        return settings;
    }

    /** Where the server logs, and a user may too. */
    public ServerLog log() {
        return log;
    }

    OriginCheck origins() {
        return origins;
    }

    SessionTables tables() {
        return tables;
    }

    Store store() {
        return store;
    }

    /** The present transport of session {@code id} on this node, or null. */
    Transport transport(String id) {
        return transports.get(id);
    }

    /** The transport of session {@code id} when it is here and open, or null. */
    Transport openTransport(String id) {
        Transport transport = transports.get(id);
        return transport != null && transport.isOpen() ? transport : null;
    }

    void publish(StoreMessage message) {
        store.publish(message);
    }

    /** Runs the user's code; what it throws is logged and goes no further. */
    public void guard(String what, Runnable code) {
        try {
            code.run();
        } catch (RuntimeException thrown) {
            StackTraceElement[] trace = thrown.getStackTrace();
            ports.log().warn(what + " threw " + thrown + (trace.length == 0 ? "" : " at " + trace[0]));
        }
    }

    /** Begins to collect unused handshakes. As in 0.9, a node that never listens never does. */
    void startGarbageCollection() {
        if (garbageCollection == null) {
            garbageCollection = ports.loop().every(GARBAGE_COLLECTION_MILLIS, this::collectGarbage);
        }
    }

    private void collectGarbage() {
        long now = ports.loop().wallClockMillis();
        List<String> unused = tables.handshaken.entrySet().stream()
                .filter(handshake -> isUnused(handshake.getValue().get("issued"), now))
                .map(Map.Entry::getKey)
                .toList();
        unused.forEach(this::onDisconnect);
    }

    private static boolean isUnused(JsonNode issued, long now) {
        return issued != null && issued.isNumber() && now - issued.asDouble() >= UNUSED_HANDSHAKE_MILLIS;
    }

    /** A transport was made for session {@code id}: the end of handleClient in lib/manager.js. */
    void adopt(String id, Transport transport) {
        ObjectNode handshake = tables.handshaken.get(id);
        if (handshake == null) {
            if (transport.isOpen()) {
                transport.error(PacketText.NOT_HANDSHAKEN, PacketText.RECONNECT);
            }
            transport.discard();
            return;
        }
        if (transport.isOpen()) {
            open(id, transport);
        }
        if (!tables.connected.contains(id)) {
            connectFirst(id, handshake);
        }
    }

    private void open(String id, Transport transport) {
        List<String> waiting = tables.takeBuffered(id);
        if (!waiting.isEmpty()) {
            transport.payload(waiting);
        }
        takeOver(id);
        publish(new StoreMessage.Open(id));
        transports.put(id, transport);
    }

    /** Sends what waits for session {@code id}, if its open transport is here. */
    private void sendWaiting(String id) {
        Transport transport = openTransport(id);
        List<String> waiting = transport == null ? List.of() : tables.takeBuffered(id);
        if (!waiting.isEmpty()) {
            transport.payload(waiting);
        }
    }

    private void connectFirst(String id, ObjectNode handshake) {
        tables.connected.add(id);
        publish(new StoreMessage.Connect(id));
        handshake.remove("issued");
        onHandshake(id, handshake);
        publish(new StoreMessage.Handshake(id, handshake));
        for (Namespace namespace : namespaces.values()) {
            namespace.readableSocket(id);
            if (namespace.name().isEmpty()) {
                namespace.authorizeAndConnect(id);
            }
        }
        store.subscribe(Channel.MESSAGE_REMOTE, id, message -> message.tell(this));
        store.subscribe(Channel.DISCONNECT_REMOTE, id, message -> message.tell(this));
    }

    /**
     * A client, here or elsewhere, sent {@code packet}. What cannot be read, or is for a namespace that does not exist, gets
     * no answer, as in 0.9.
     */
    void onClientMessage(String id, Packet packet) {
        Namespace namespace = namespaces.get(packet.endpoint());
        if (namespace != null) {
            namespace.handlePacket(id, packet);
        } else if (packet.type() == null) {
            log().ignored(() ->
                    "client " + id + " sent what is no packet; expected TYPE:ID:ENDPOINT:DATA, TYPE 0 to 8");
        } else {
            log().ignored(() -> "client " + id + " sent a packet for namespace \"" + packet.endpoint()
                    + "\", which this server does not have; it has " + namespaces.keySet());
        }
    }

    /** The session is over: its sockets are told, then everything about it is forgotten. */
    void onClientDisconnect(String id, String reason) {
        for (Namespace namespace : namespaces.values()) {
            namespace.handleDisconnect(id, reason, tables.isMember(id, namespace.name()));
        }
        onDisconnect(id);
    }

    @Override
    public void onHandshake(String id, ObjectNode data) {
        tables.handshaken.put(id, data);
    }

    @Override
    public void onConnect(String id) {
        tables.connected.add(id);
    }

    @Override
    public void onOpen(String id) {
        takeOver(id);
    }

    /** Another transport of the session has opened, here or elsewhere. */
    private void takeOver(String id) {
        tables.open.add(id);
        if (tables.closed.containsKey(id)) {
            store.unsubscribe(Channel.DISPATCH_REMOTE, id, () -> sendWaiting(id));
        }
        Transport transport = transports.remove(id);
        if (transport != null) {
            transport.discard();
        }
    }

    @Override
    public void onJoin(String id, String room) {
        tables.join(id, room);
    }

    @Override
    public void onLeave(String id, String room) {
        tables.leave(id, room);
    }

    @Override
    public void onClose(String id) {
        transportClosed(id);
    }

    /** No transport of the session is open, here or, as far as this node knows, elsewhere. */
    void transportClosed(String id) {
        tables.close(id);
        store.subscribe(Channel.DISPATCH_REMOTE, id, message -> bufferRemote((StoreMessage.DispatchRemote) message));
    }

    /** Lets {@code packet} wait for the next transport of {@code id}, if it is between two. */
    void buffer(String id, String packet) {
        tables.buffer(id, packet);
    }

    private void bufferRemote(StoreMessage.DispatchRemote message) {
        if (!message.isVolatile()) {
            buffer(message.id(), message.packet());
        }
    }

    @Override
    public void onDispatch(String room, String packet, boolean isVolatile, List<String> exceptIds) {
        for (String id : tables.members(room)) {
            if (!exceptIds.contains(id) && !write(id, packet, isVolatile) && !isVolatile) {
                buffer(id, packet);
            }
        }
    }

    /** Writes {@code packet} to the client's open transport; false when that is not here. */
    boolean write(String id, String packet, boolean isVolatile) {
        Transport transport = openTransport(id);
        if (transport == null) {
            return false;
        }
        transport.onDispatch(packet, isVolatile);
        return true;
    }

    @Override
    public void onDisconnect(String id) {
        Transport transport = transports.remove(id);
        if (transport != null) {
            transport.discard();
        }
        tables.remove(id);
        store.destroyClient(id, clientStoreExpiration());
        store.unsubscribe(Channel.DISPATCH_REMOTE, id, () -> {});
    }

    private Long clientStoreExpiration() {
        return settings.get("client store expiration") instanceof Number seconds ? seconds.longValue() : null;
    }

    /** Every node handles it, whether it knows the session or not: a defect of 0.9. */
    @Override
    public void onMessageRemote(String id, Packet packet) {
        onClientMessage(id, packet);
    }

    /** A transport that is still here stays open, and its client is not told: a defect of 0.9. */
    @Override
    public void onDisconnectRemote(String id, String reason) {
        onClientDisconnect(id, reason);
    }

    /** The transport is written to even when it is not open, and the packet also waits for the next: a defect of 0.9. */
    @Override
    public void onDispatchRemote(String id, String packet, boolean isVolatile) {
        Transport transport = transports.get(id);
        if (transport != null) {
            transport.onDispatch(packet, isVolatile);
        }
        if (!isVolatile) {
            buffer(id, packet);
        }
    }

    @Override
    public void onHeartbeatClear(String id) {
        Transport transport = transports.get(id);
        if (transport != null) {
            transport.onHeartbeatClear();
        }
    }

    @Override
    public void onDisconnectForce(String id) {
        Transport transport = transports.get(id);
        if (transport != null) {
            transport.onForcedDisconnect();
        }
    }

    /** Ends every session that has a transport here, then the store. */
    public void close() {
        if (garbageCollection != null) {
            garbageCollection.cancel();
        }
        List.copyOf(transports.values()).forEach(transport -> transport.end("server close"));
        store.close();
    }
}
