package io.github.fanoutlab.adapter.server;

import io.github.fanoutlab.adapter.engine.Base64Id;
import io.github.fanoutlab.adapter.engine.EngineSocket;
import io.github.fanoutlab.adapter.protocol.Packet;
import io.github.fanoutlab.adapter.protocol.PacketEncoder;
import io.github.fanoutlab.platform.node.NodePorts;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The namespaces of one server, with what they share: the encoder, the socket ids, the adapters. */
public final class Namespaces {

    /** The counter of Socket.IO packets written to clients: one for each client that a packet goes to. */
    public static final String PACKETS_TO_CLIENTS = "adapter.packetsToClients";

    /** The counter of volatile packets that a client missed because it did not keep up. */
    public static final String VOLATILE_DROPPED = "adapter.volatileDropped";

    private static final String NAMESPACE = "socket.io:server";

    private final NodePorts ports;
    private final ServerOptions options;
    private final PacketEncoder encoder;
    private final Base64Id socketIds;
    private final Map<String, Namespace> table = new LinkedHashMap<>();
    private AdapterFactory.Adapters adapters;

    /** Without a namespace yet; the adapters are those of a server that is alone until {@link #use}. */
    public Namespaces(NodePorts ports, ServerOptions options) {
        this.ports = ports;
        this.options = options;
        this.encoder = new PacketEncoder(ports.log());
        this.socketIds = new Base64Id(ports.ids());
    }

    /** The namespace {@code name} (its slash may be left out), made if there is none. From any thread. */
    public Namespace of(String name) {
        String full = name.startsWith("/") ? name : "/" + name;
        return ports.loop().call(() -> {
            Namespace known = table.get(full);
            return known != null ? known : make(full);
        });
    }

    private Namespace make(String full) {
        ports.log().log(NAMESPACE, () -> "initializing namespace " + full);
        Namespace fresh = new Namespace(this, full);
        table.put(full, fresh);
        fresh.adapter();
        return fresh;
    }

    /** From now on the adapters come from {@code factory}; sockets that exist keep their rooms. From any thread. */
    public void use(AdapterFactory factory) {
        ports.loop().run(() -> {
            AdapterFactory.Adapters before = adapters;
            adapters = factory.open(ports);
            table.values().forEach(namespace -> namespace.open(adapters));
            if (before != null) {
                before.close();
            }
        });
    }

    /** A client has connected; on the loop. */
    public void accept(EngineSocket connection) {
        ports.log().log(NAMESPACE, () -> "incoming connection with id " + connection.id());
        new Client(this, connection).begin();
    }

    /** Ends all namespaces and what their adapters share; on the loop. */
    public void close() {
        table.values().forEach(Namespace::close);
        adapters().close();
    }

    Optional<Namespace> find(String name) {
        return Optional.ofNullable(table.get(name));
    }

    NodePorts ports() {
        return ports;
    }

    ServerOptions options() {
        return options;
    }

    AdapterFactory.Adapters adapters() {
        if (adapters == null) {
            adapters = MemoryAdapter.factory().open(ports);
        }
        return adapters;
    }

    WireMessage encode(Packet packet) {
        return WireMessage.of(encoder.encode(packet));
    }

    String nextSocketId() {
        return socketIds.next();
    }
}
