package io.github.fanoutlab.adapter.server;

import io.github.fanoutlab.platform.node.NodePorts;

/** What {@code io.adapter(…)} takes: makes the adapters of a server. */
@FunctionalInterface
public interface AdapterFactory {

    /** Opens what the adapters of one server share, such as connections. Called on the loop, once for each server. */
    Adapters open(NodePorts ports);

    /** The adapters of one server. */
    interface Adapters {

        /** A new adapter for {@code namespace}. */
        Adapter of(Namespace namespace);

        /** Closes what the adapters share, after they have been closed. */
        void close();
    }
}
