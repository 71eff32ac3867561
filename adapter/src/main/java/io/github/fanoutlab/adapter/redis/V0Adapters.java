package io.github.fanoutlab.adapter.redis;

import io.github.fanoutlab.adapter.server.Adapter;
import io.github.fanoutlab.adapter.server.AdapterFactory;
import io.github.fanoutlab.adapter.server.Namespace;
import io.github.fanoutlab.platform.node.NodePorts;
import io.github.fanoutlab.platform.redis.RedisConnection;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * What the namespaces of a server of dialect V0_1 share: one channel that says who speaks, {@code P#uid}, and one pattern for
 * everybody's, {@code P#*}. Every node hears and decodes everything. Peer: {@code socket.io-redis} 0.1.4.
 */
final class V0Adapters implements AdapterFactory.Adapters {

    private static final int UID_LENGTH = 6;

    private final NodePorts ports;
    private final RedisConnection sub;
    private final Publisher publisher;
    private final String uid;
    private final String channel;
    private final String pattern;
    private final List<V0Adapter> members = new ArrayList<>();
    private final RedisConnection.MessageListener decoded;

    V0Adapters(RedisAdapter config, NodePorts ports) {
        this.ports = ports;
        RedisConnection pub = ports.createRedisClient("pub", config.url());
        this.sub = ports.createRedisClient("sub", config.url());
        this.publisher = new Publisher(ports, pub);
        this.uid = Uid.next(ports.ids(), UID_LENGTH);
        this.channel = config.key() + "#" + uid;
        this.pattern = config.key() + "#*";
        this.decoded = Incoming.guarded(ports, "[{type: 2, data, nsp}, {rooms, flags}] in msgpack-js", this::receive);
    }

    @Override
    public Adapter of(Namespace namespace) {
        if (members.isEmpty()) {
            sub.psubscribe(pattern, this::onMessage, () -> {});
        }
        V0Adapter member = new V0Adapter(namespace, this);
        members.add(member);
        return member;
    }

    void leave(V0Adapter member) {
        members.remove(member);
        if (members.isEmpty()) {
            sub.punsubscribe(pattern);
        }
    }

    void publish(JsonNode message) {
        publisher.publish(channel, MessagePackJs.encode(message));
    }

    private void onMessage(String from, byte[] payload) {
        if (from.substring(from.lastIndexOf('#') + 1).equals(uid)) {
            ports.counters().increment(RedisAdapter.OWN_ECHOES_DROPPED);
            ports.log().log(RedisNamespaceAdapter.NAMESPACE, () -> "ignore same uid");
            return;
        }
        decoded.onMessage(from, payload);
    }

    private void receive(byte[] payload) {
        JsonNode message = MessagePackJs.decode(payload);
        if (!message.isArray()) {
            Trees.wrong("the message", message, "a list");
        }
        List.copyOf(members).forEach(member -> member.receive(message));
    }

    @Override
    public void close() {
        publisher.close(() -> {});
        sub.close();
    }
}
