package io.github.fanoutlab.adapter.redis.pubsub;

import io.github.fanoutlab.adapter.redis.codec.MessageCodec;
import io.github.fanoutlab.adapter.server.MemoryAdapter;
import io.github.fanoutlab.adapter.server.Namespace;
import io.github.fanoutlab.platform.node.NodePorts;
import java.util.function.Supplier;
import tools.jackson.databind.node.ObjectNode;

/**
 * One namespace of one server as a member of a cluster: what the parts of its adapter share.
 *
 * @param local the clients of this server
 * @param uid the name by which the server signs its messages
 */
public record ClusterMember(
        Namespace namespace, MemoryAdapter local, Publisher publisher, Channels channels, String uid) {

    /** The world of this server. */
    public NodePorts ports() {
        return namespace.ports();
    }

    /** Publishes {@code request} as JSON on the request channel. */
    public void publishRequest(ObjectNode request) {
        publisher.publish(channels.request(), MessageCodec.json(request));
    }

    /** Writes a line of the DEBUG namespace {@code socket.io-redis}. */
    public void log(Supplier<String> message) {
        ports().log().log(PubSubAdapter.DEBUG_NAMESPACE, message);
    }
}
