package io.github.fanoutlab.adapter.server;

import io.github.fanoutlab.platform.node.NodePorts;
import java.util.Collection;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The namespaces that a selection is drawn from: one, or those of a parent.
 *
 * @param only null for those of a parent
 */
record SelectedNamespaces(NodePorts ports, Namespace only, Supplier<Collection<Namespace>> all) {

    /**
     * The one namespace.
     *
     * @throws UnsupportedOperationException if there are several; {@code what} says what cannot be done then
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
