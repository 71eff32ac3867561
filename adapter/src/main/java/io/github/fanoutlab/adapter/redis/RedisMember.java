package io.github.fanoutlab.adapter.redis;

import io.github.fanoutlab.adapter.server.MemoryAdapter;
import io.github.fanoutlab.adapter.server.Namespace;
import io.github.fanoutlab.platform.node.NodePorts;
import java.util.function.Supplier;
import tools.jackson.databind.node.ObjectNode;

/**
 * One namespace of one server as a member of a cluster: what the parts of its adapter have in common.
 *
 * @param local the clients of this server
 * @param uid what it calls itself in its messages
 */
record RedisMember(
        RedisAdapter config,
        Namespace namespace,
        MemoryAdapter local,
        Publisher publisher,
        Channels channels,
        String uid) {

    static RedisMember of(
            RedisAdapter config, Namespace namespace, MemoryAdapter local, Publisher publisher, String uid) {
        return new RedisMember(config, namespace, local, publisher, Channels.of(config.key(), namespace.name()), uid);
    }

    NodePorts ports() {
        return namespace.ports();
    }

    void publishRequest(ObjectNode request) {
        publisher.publish(channels.request(), Trees.json(request));
    }

    /** A request or response; {@code what} it should be is for the log. */
    ObjectNode read(byte[] payload, String what) {
        try {
            return Trees.readMessage(payload);
        } catch (MalformedMessageException malformed) {
            log(() -> "ignoring malformed " + what);
            throw malformed;
        }
    }

    void log(Supplier<String> message) {
        ports().log().log(RedisNamespaceAdapter.NAMESPACE, message);
    }
}
