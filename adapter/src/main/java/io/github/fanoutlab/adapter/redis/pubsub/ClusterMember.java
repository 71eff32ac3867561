package io.github.fanoutlab.adapter.redis.pubsub;

import io.github.fanoutlab.adapter.redis.codec.MessageCodec;
import io.github.fanoutlab.adapter.redis.codec.MessagePackEncoder;
import io.github.fanoutlab.adapter.server.MemoryAdapter;
import io.github.fanoutlab.adapter.server.Namespace;
import io.github.fanoutlab.platform.node.NodePorts;
import java.util.Set;
import java.util.function.Supplier;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
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

    /** Publishes a broadcast, {@code [uid, packet, options]} as MessagePack, on the channel of {@code rooms}. */
    public void publishBroadcast(ObjectNode packet, ObjectNode options, Set<String> rooms) {
        ArrayNode message = JsonNodeFactory.instance.arrayNode();
        message.add(uid).add(packet).add(options);
        String channel = channels.broadcast(rooms);
        log(() -> "publishing message to channel " + channel);
        publisher.publish(channel, MessagePackEncoder.encode(message));
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
