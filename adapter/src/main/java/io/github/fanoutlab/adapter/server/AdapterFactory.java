package io.github.fanoutlab.adapter.server;

import io.github.fanoutlab.platform.node.NodePorts;
import io.github.fanoutlab.platform.redis.RedisHealth;
import java.util.List;

/** What {@code io.adapter(…)} takes: makes the adapters of a server. */
@FunctionalInterface
public interface AdapterFactory {

    /** Opens what the adapters of one server share, such as connections. Called on the loop, once for each server. */
    Adapters open(NodePorts ports);

    /** The adapters of one server. */
    interface Adapters {

        /** A new adapter for {@code namespace}. */
        Adapter of(Namespace namespace);

        /** How their connections to Redis are; empty if they have none. On the loop. */
        default List<RedisHealth> redis() {
            return List.of();
        }

        /** Closes what the adapters share, after they have been closed. */
        void close();
    }
}
