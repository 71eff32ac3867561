package io.github.fanoutlab.adapter.redis.dialect;

import io.github.fanoutlab.adapter.redis.codec.MessageCodec;
import io.github.fanoutlab.adapter.redis.codec.MessagePackJs;
import io.github.fanoutlab.adapter.redis.pubsub.AdapterCounters;
import io.github.fanoutlab.adapter.redis.pubsub.MessageGuard;
import io.github.fanoutlab.adapter.redis.pubsub.PubSubAdapter;
import io.github.fanoutlab.adapter.redis.pubsub.PubSubConnections;
import io.github.fanoutlab.adapter.redis.pubsub.Uid;
import io.github.fanoutlab.adapter.server.Adapter;
import io.github.fanoutlab.adapter.server.AdapterFactory;
import io.github.fanoutlab.adapter.server.Namespace;
import io.github.fanoutlab.platform.node.NodePorts;
import io.github.fanoutlab.platform.redis.RedisConnection;
import io.github.fanoutlab.platform.redis.RedisHealth;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * The adapters of one server of dialect V0_1. Its namespaces share one channel that names the sender, {@code P#uid}, and one
 * pattern for those of all servers, {@code P#*}: every node hears and decodes everything. Peer: {@code socket.io-redis} 0.1.4.
 */
public final class V0Adapters implements AdapterFactory.Adapters {

    private final NodePorts ports;
    private final PubSubConnections connections;
    private final String uid;
    private final String channel;
    private final String pattern;
    private final List<V0Adapter> members = new ArrayList<>();
    private final RedisConnection.MessageListener guarded;

    /** The adapters of one server, on channels that begin with {@code prefix}. */
    public V0Adapters(NodePorts ports, PubSubConnections connections, String prefix) {
        this.ports = ports;
        this.connections = connections;
        this.uid = Uid.next(ports.ids());
        this.channel = prefix + "#" + uid;
        this.pattern = prefix + "#*";
        this.guarded =
                MessageGuard.guarded(ports, "[{type: 2, data, nsp}, {rooms, flags}] in msgpack-js", this::receive);
    }

    @Override
    public Adapter of(Namespace namespace) {
        if (members.isEmpty()) {
            connections.sub().psubscribe(pattern, this::onMessage, () -> {});
        }
        V0Adapter member = new V0Adapter(namespace, this);
        members.add(member);
        return member;
    }

    void leave(V0Adapter member) {
        members.remove(member);
        if (members.isEmpty()) {
            connections.sub().punsubscribe(pattern);
        }
    }

    void publish(JsonNode message) {
        connections.publisher().publish(channel, MessagePackJs.encode(message));
    }

    private void onMessage(String from, byte[] payload) {
        if (from.substring(from.lastIndexOf('#') + 1).equals(uid)) {
            ports.counters().increment(AdapterCounters.OWN_ECHOES_DROPPED);
            ports.log().log(PubSubAdapter.DEBUG_NAMESPACE, () -> "ignore same uid");
            return;
        }
        guarded.onMessage(from, payload);
    }

    private void receive(byte[] payload) {
        JsonNode message = MessagePackJs.decode(payload);
        if (!message.isArray()) {
            throw MessageCodec.malformed("the message", message, "a list");
        }
        List.copyOf(members).forEach(member -> member.receive(message));
    }

    @Override
    public List<RedisHealth> redis() {
        return connections.health();
    }

    @Override
    public void close() {
        connections.close();
    }
}
