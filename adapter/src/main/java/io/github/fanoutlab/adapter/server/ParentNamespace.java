package io.github.fanoutlab.adapter.server;

import io.github.fanoutlab.platform.node.NodePorts;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What {@code io.of(Pattern)} and {@code io.of(NamespaceGate)} return: the parent of all namespaces that are created when a client
 * connects to them. Each child gets the middleware and the handlers that the parent has at that time. Broadcasts of the parent go
 * to all children. May be used from any thread. Peer: {@code socket.io} 4.8, {@code parent-namespace.ts}.
 */
public final class ParentNamespace implements Broadcaster {

    private final NodePorts ports;
    private final String name;
    private final ConnectionHandlers connectionHandlers;
    private final Map<String, Namespace> children = new LinkedHashMap<>();

    ParentNamespace(NodePorts ports, String name) {
        this.ports = ports;
        this.name = name;
        this.connectionHandlers = new ConnectionHandlers(ports);
    }

    /** A name for the log; nobody can connect to it. */
    public String name() {
        return name;
    }

    /** See {@link Namespace#use}; for children that are created from now on. */
    public ParentNamespace use(Middleware<Socket> middleware) {
        connectionHandlers.use(middleware);
        return this;
    }

    /** See {@link Namespace#on}; for children that are created from now on. */
    public ParentNamespace on(String event, Consumer<Socket> handler) {
        connectionHandlers.on(event, handler);
        return this;
    }

    /** The children that exist now on this server: a copy, to be read on the loop. */
    public List<Namespace> children() {
        return List.copyOf(children.values());
    }

    @Override
    public BroadcastOperator toAll() {
        return new BroadcastOperator(new SelectedNamespaces(ports, null, this::children), BroadcastOptions.ALL);
    }

    Namespace adopt(Namespace child) {
        children.put(child.name(), child);
        child.connectionHandlers().inherit(connectionHandlers);
        return child;
    }

    void forget(Namespace child) {
        children.remove(child.name(), child);
    }
}
