package io.github.fanoutlab.adapter.server;

import io.github.fanoutlab.adapter.engine.Base64Id;
import io.github.fanoutlab.adapter.engine.EngineSocket;
import io.github.fanoutlab.adapter.engine.UserCode;
import io.github.fanoutlab.adapter.protocol.Packet;
import io.github.fanoutlab.adapter.protocol.PacketEncoder;
import io.github.fanoutlab.platform.node.NodePorts;
import io.github.fanoutlab.platform.redis.RedisHealth;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** The namespaces of one server, and what they share: the encoder, the socket ids, the adapters. */
public final class Namespaces {

    /** Counts Socket.IO packets written to clients: one for each client that a packet goes to. */
    public static final String PACKETS_TO_CLIENTS = "adapter.packetsToClients";

    /** Counts volatile packets that a client missed because it did not keep up. */
    public static final String VOLATILE_DROPPED = "adapter.volatileDropped";

    private static final String DEBUG_NAMESPACE = "socket.io:server";
    private static final String PARENT_DEBUG_NAMESPACE = "socket.io:parent-namespace";

    private final NodePorts ports;
    private final ServerOptions options;
    private final BooleanSupplier closed;
    private final PacketEncoder encoder;
    private final Base64Id socketIds;
    private final Map<String, Namespace> table = new LinkedHashMap<>();
    private final List<Consumer<Namespace>> newNamespaceHandlers = new ArrayList<>();
    private final DynamicNamespaces dynamic;
    private AdapterFactory.Adapters adapters;

    /**
     * No namespace yet; until {@link #use}, the adapters are those of a server that is alone.
     *
     * @param closed whether the server was closed, or is about to be: questions are not answered any more. Called by any thread
     */
    public Namespaces(NodePorts ports, ServerOptions options, BooleanSupplier closed) {
        this.closed = closed;
        this.ports = ports;
        this.options = options;
        this.encoder = new PacketEncoder(ports.log());
        this.dynamic = new DynamicNamespaces(ports);
        this.socketIds = new Base64Id(ports.ids());
    }

    /** The namespace {@code name} (its leading slash may be left out), created if there is none. From any thread. */
    public Namespace of(String name) {
        String full = name.startsWith("/") ? name : "/" + name;
        return ports.loop().call(() -> {
            Namespace known = table.get(full);
            return known != null
                    ? known
                    : dynamic.matching(full)
                            .map(parent -> createChild(parent, full))
                            .orElseGet(() -> create(full));
        });
    }

    /** The parent of all namespaces whose name has a match for {@code pattern}. From any thread. */
    public ParentNamespace of(Pattern pattern) {
        return ports.loop().call(() -> dynamic.add(pattern));
    }

    /** The parent of all namespaces that {@code gate} allows. From any thread. */
    public ParentNamespace of(NamespaceGate gate) {
        return ports.loop().call(() -> dynamic.add(gate));
    }

    /** Calls {@code handler} for each namespace that is created from now on. From any thread. */
    public void onNewNamespace(Consumer<Namespace> handler) {
        Objects.requireNonNull(handler, "the handler must not be null");
        ports.loop().run(() -> newNamespaceHandlers.add(handler));
    }

    private Namespace create(String full) {
        log(() -> "initializing namespace " + full);
        return register(new Namespace(this, full));
    }

    private Namespace createChild(ParentNamespace parent, String full) {
        ports.log().log(PARENT_DEBUG_NAMESPACE, () -> "creating child namespace " + full);
        Namespace child = parent.adopt(new Namespace(this, full));
        if (options.cleanupEmptyChildNamespaces()) {
            child.whenEmpty(() -> {
                ports.log().log(PARENT_DEBUG_NAMESPACE, () -> "closing child namespace " + full);
                table.remove(full, child);
                parent.forget(child);
                child.adapter().close();
            });
        }
        return register(child);
    }

    private Namespace register(Namespace fresh) {
        table.put(fresh.name(), fresh);
        fresh.adapter();
        for (Consumer<Namespace> handler : List.copyOf(newNamespaceHandlers)) {
            UserCode.run(ports.log(), "handler of \"new_namespace\"", () -> handler.accept(fresh));
        }
        return fresh;
    }

    /**
     * Takes all adapters from {@code factory} from now on; sockets keep their rooms. From any thread; returns when that is done.
     * What the factory throws, the caller gets, and the adapters stay those of before.
     */
    public void use(AdapterFactory factory) {
        Objects.requireNonNull(factory, "the adapter must not be null");
        ports.loop().call(() -> {
            AdapterFactory.Adapters before = adapters;
            adapters = factory.open(ports);
            table.values().forEach(namespace -> namespace.open(adapters));
            if (before != null) {
                before.close();
            }
            return adapters;
        });
    }

    /** How the adapter's connections to Redis are; on the loop. */
    public List<RedisHealth> redis() {
        return adapters().redis();
    }

    /** A client has connected; on the loop. */
    public void accept(EngineSocket connection) {
        log(() -> "incoming connection with id " + connection.id());
        new Client(this, connection).begin();
    }

    /** Closes all namespaces and what their adapters share; on the loop. */
    public void close() {
        List.copyOf(table.values()).forEach(Namespace::close);
        adapters().close();
    }

    /** {@code onFound} gets the namespace that a client asks for, now or later; a parent may create it. */
    void find(String name, JsonNode auth, Consumer<Optional<Namespace>> onFound) {
        if (table.containsKey(name)) {
            onFound.accept(Optional.of(table.get(name)));
            return;
        }
        dynamic.ask(
                name,
                auth,
                parent -> onFound.accept(parent.map(allowing -> {
                    Namespace meanwhile = table.get(name);
                    if (meanwhile != null) {
                        log(() -> "dynamic namespace " + name + " already exists");
                        return meanwhile;
                    }
                    Namespace child = createChild(allowing, name);
                    log(() -> "dynamic namespace " + name + " was created");
                    return child;
                })));
    }

    NodePorts ports() {
        return ports;
    }

    boolean isClosed() {
        return closed.getAsBoolean();
    }

    ServerOptions options() {
        return options;
    }

    AdapterFactory.Adapters adapters() {
        if (adapters == null) {
            adapters = options.connectionStateRecovery()
                    .map(SessionAwareAdapter::factory)
                    .orElseGet(MemoryAdapter::factory)
                    .open(ports);
        }
        return adapters;
    }

    EncodedPacket encode(Packet packet) {
        return EncodedPacket.of(encoder.encode(packet));
    }

    String nextSocketId() {
        return socketIds.next();
    }

    private void log(Supplier<String> message) {
        ports.log().log(DEBUG_NAMESPACE, message);
    }
}
