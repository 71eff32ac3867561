package io.github.fanoutlab.adapter.server;

import io.github.fanoutlab.platform.node.NodePorts;
import java.util.Collection;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The namespaces whose sockets a {@link BroadcastOperator} selects from: one, or all children of a parent.
 *
 * @param only null for the children of a parent
 */
record SelectedNamespaces(NodePorts ports, Namespace only, Supplier<Collection<Namespace>> all) {

    /**
     * The one namespace.
     *
     * @throws UnsupportedOperationException if there may be several; {@code what} names what cannot be done then
     */
    Namespace only(String what) {
        if (only == null) {
            throw new UnsupportedOperationException(
                    what + " is not supported on parent namespaces: a child may exist on"
                            + " one server of the cluster and not on another");
        }
        return only;
    }

    /** Does something with each, on the loop; from any thread. */
    void forEach(Consumer<Namespace> task) {
        ports.loop().run(() -> all.get().forEach(task));
    }
}
