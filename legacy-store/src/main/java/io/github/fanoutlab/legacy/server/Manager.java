package io.github.fanoutlab.legacy.server;

import io.github.fanoutlab.legacy.protocol.Packet;
import io.github.fanoutlab.legacy.store.Channel;
import io.github.fanoutlab.legacy.store.Dialect;
import io.github.fanoutlab.legacy.store.MemoryStore;
import io.github.fanoutlab.legacy.store.MessageArgs;
import io.github.fanoutlab.legacy.store.Store;
import io.github.fanoutlab.platform.Backlogs;
import io.github.fanoutlab.platform.Guard;
import io.github.fanoutlab.platform.node.NodePorts;
import io.github.fanoutlab.platform.redis.RedisHealth;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import tools.jackson.databind.node.ObjectNode;

/**
 * A 0.9 server without its HTTP: lib/manager.js, as a table of contents.
 *
 * <pre>
 *   {@link RequestHandler}   handshakes; makes a {@link Transport} of each request of a session
 *   {@link Sessions}         transports open and close; {@link SessionTables}: what this node knows of all sessions
 *   {@link Namespace}        packets of clients become events of a {@link Socket}; broadcasts
 *   {@link StoreMessage}     what nodes tell each other, and what they do when they are told
 *   {@link Settings}         what can be set
 * </pre>
 *
 * <p>Used on the node's loop only, unless a method says otherwise.
 */
public final class Manager {

    private final NodePorts ports;
    private final Settings settings = new Settings();
    private final SettingEvents settingEvents = new SettingEvents(this);
    private final ServerLog log;
    private final OriginCheck origins;
    private final Sessions sessions = new Sessions(this);
    private final Map<String, Namespace> namespaces = new LinkedHashMap<>();
    private Store store;

    /** A server on the node of {@code ports}, with a MemoryStore unless {@code options} say otherwise. From any thread. */
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
                store = chosen;
                sessions.forgetAll();
                store.open(ports, this::receive);
            }
            if (name.endsWith("backlog size")) {
                Backlogs backlogs = ports.backlogs();
                backlogs.limit(
                        most("backlog size", backlogs.maxBytes()),
                        most("total backlog size", backlogs.maxTotalBytes()));
            }
            settingEvents.emit(name, value);
            return value;
        });
    }

    private long most(String setting, long unlessSet) {
        if (settings.get(setting) == null) {
            return unlessSet;
        }
        return settings.enabled(setting) ? (long) settings.number(setting) : Long.MAX_VALUE;
    }

    /** The value of a setting; null if it has none. From any thread. */
    public Object get(String name) {
        return ports.loop().call(() -> settings.get(name));
    }

    /** Whether a setting is neither absent nor false, 0 or empty. From any thread. */
    public boolean enabled(String name) {
        return ports.loop().call(() -> settings.enabled(name));
    }

    /**
     * Calls {@code listener} with the value and the name of a setting each time it is set; {@code event} is {@code set:NAME}.
     * From any thread.
     */
    public void on(String event, BiConsumer<Object, String> listener) {
        Objects.requireNonNull(listener, "the listener must not be null");
        SettingEvents.check(event);
        ports.loop().run(() -> settingEvents.add(event, listener));
    }

    /** Stops calling {@code listener}. From any thread. */
    public void removeListener(String event, BiConsumer<Object, String> listener) {
        ports.loop().run(() -> settingEvents.remove(event, listener));
    }

    /** The namespace called {@code name}, made if it is new. From any thread. */
    public Namespace of(String name) {
        return ports.loop().call(() -> namespaces.computeIfAbsent(name, made -> new Namespace(this, made)));
    }

    /** Another node has published a message. */
    void receive(Channel channel, MessageArgs args) {
        StoreMessage.read(channel, args).apply(this);
    }

    /** Tells the other nodes. */
    void publish(StoreMessage message) {
        store.publish(message.channel(), message.args());
    }

    /** Does on this node what {@code message} says, then tells the other nodes. */
    void applyAndPublish(StoreMessage message) {
        message.apply(this);
        publish(message);
    }

    /** The client of session {@code id} has connected to this node: its sockets get their event handlers here. */
    void connectToNamespaces(String id) {
        for (Namespace namespace : namespaces.values()) {
            namespace.makeReadableSocket(id);
            if (namespace.name().isEmpty()) {
                namespace.authorizeAndConnect(id);
            }
        }
    }

    /**
     * A client, here or elsewhere, has sent {@code packet}. As in 0.9, nobody answers a packet that cannot be read, or that is
     * for a namespace which does not exist.
     */
    void onClientMessage(String id, Packet packet) {
        Namespace namespace = namespaces.get(packet.endpoint());
        if (namespace != null) {
            namespace.handlePacket(id, packet);
        } else if (packet.type() == null) {
            log().ignored(() -> "client " + id
                    + " sent something that is not a packet; expected TYPE:ID:ENDPOINT:DATA, TYPE 0 to 8");
        } else {
            log().ignored(() -> "client " + id + " sent a packet for namespace \"" + packet.endpoint()
                    + "\", which this server does not have; it has " + namespaces.keySet());
        }
    }

    /** The session is over: its sockets are told, then everything about it is forgotten. */
    void onClientDisconnect(String id, String reason) {
        for (Namespace namespace : namespaces.values()) {
            namespace.handleDisconnect(id, reason, tables().isMember(id, namespace.name()));
        }
        sessions.forget(id);
    }

    /**
     * Runs code of the user. What it throws is logged as thrown by {@code what}, and goes no further: see {@link Guard}.
     *
     * @return whether it ran to its end
     */
    public boolean guard(String what, Runnable code) {
        return Guard.run(code, thrown -> ports.log().warn(what + " threw " + Guard.describe(thrown)));
    }

    /** Asks {@code authorization}, named {@code what} in the log. The first decision counts; throwing before it is an error. */
    void authorize(String what, Authorization authorization, ObjectNode handshake, Authorization.Decision decision) {
        boolean[] decided = {false};
        Authorization.Decision once = (error, authorized, newData) -> {
            if (!decided[0]) {
                decided[0] = true;
                decision.done(error, authorized, newData);
            }
        };
        if (!guard(what, () -> authorization.authorize(handshake, once))) {
            once.done(what + " threw", false);
        }
    }

    /** Ends every session that has a transport here, then the store. */
    public void close() {
        sessions.close();
        store.close();
    }

    /** What this node knows of the cluster's sessions. */
    public SessionTables tables() {
        return sessions.tables();
    }

    /** Where the server logs, and a user may too. */
    public ServerLog log() {
        return log;
    }

    Sessions sessions() {
        return sessions;
    }

    Settings settings() {
        return settings;
    }

    OriginCheck origins() {
        return origins;
    }

    /** How the store's connections to Redis are; on the loop. */
    public List<RedisHealth> redis() {
        return store().redis();
    }

    Store store() {
        return store;
    }

    Dialect dialect() {
        return store.dialect();
    }

    NodePorts ports() {
        return ports;
    }
}
