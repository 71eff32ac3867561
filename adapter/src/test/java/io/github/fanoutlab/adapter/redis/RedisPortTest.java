package io.github.fanoutlab.adapter.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fanoutlab.adapter.SocketIoServer;
import io.github.fanoutlab.adapter.protocol.Packet;
import io.github.fanoutlab.adapter.server.AdapterFactory;
import io.github.fanoutlab.adapter.server.BroadcastOptions;
import io.github.fanoutlab.adapter.server.MemoryAdapter;
import io.github.fanoutlab.adapter.server.Namespace;
import io.github.fanoutlab.testbed.world.MemoryClient;
import io.github.fanoutlab.testbed.world.TestLab;
import io.github.fanoutlab.testbed.world.World;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

@DisplayName("An adapter of one's own, over a RedisPort")
class RedisPortTest {

    // region own-adapter
    /** Tells the clients of all servers that somebody has emitted an event of that name, and not what is in it. */
    static class Gossip extends MemoryAdapter {

        static AdapterFactory at(String url) {
            return RedisPort.adapters(url, Gossip::new);
        }

        private final RedisPort redis;

        Gossip(Namespace namespace, RedisPort redis) {
            super(namespace);
            this.redis = redis;
            redis.psubscribe("gossip#*", (channel, message) -> {
                ArrayNode gossip = JsonNodeFactory.instance.arrayNode().add("gossip");
                gossip.add(new String(message, StandardCharsets.UTF_8));
                super.broadcast(Packet.event(namespace.name(), gossip), BroadcastOptions.ALL);
            });
        }

        @Override
        public void broadcast(Packet packet, BroadcastOptions options) {
            byte[] name = packet.data().get(0).asString("").getBytes(StandardCharsets.UTF_8);
            redis.publish("gossip#emits", name);
        }
    }
    // endregion

    private final TestLab lab = new TestLab();

    private SocketIoServer server(String name) {
        SocketIoServer io = SocketIoServer.create(lab.node(name)).adapter(Gossip.at(World.REDIS_URL));
        lab.settle();
        return io;
    }

    @Test
    @DisplayName("is handed to io.adapter(…), publishes, and gets what others publish")
    void messages() {
        SocketIoServer one = server("W1");
        SocketIoServer two = server("W2");
        MemoryClient client = MemoryClient.connect(two.ports(), two.handler(), "/socket.io/?EIO=4&transport=websocket");
        client.say("40");
        lab.settle();
        client.forget();

        one.emit("news");
        lab.settle();

        assertThat(lab.monitor("PUBLISH")).containsExactly("W1: PUBLISH gossip#emits news");
        assertThat(client.hearsNow()).containsExactly("42[\"gossip\",\"news\"]");
    }

    @Test
    @DisplayName("counts subscribers of a channel, and ends subscriptions; its connections close with the server")
    void subscriptions() {
        List<Integer> counts = new ArrayList<>();
        List<RedisPort> ports = new ArrayList<>();
        SocketIoServer io = SocketIoServer.create(lab.node("W1"))
                .adapter(RedisPort.adapters(World.REDIS_URL, (namespace, redis) -> {
                    ports.add(redis);
                    redis.subscribe("asks", (channel, message) -> {});
                    redis.psubscribe("news*", (channel, message) -> {});
                    return new MemoryAdapter(namespace);
                }));
        lab.settle();
        RedisPort port = ports.get(0);
        port.countSubscribers("asks", (error, count) -> counts.add(count));
        lab.settle();
        port.unsubscribe("asks");
        port.punsubscribe("news*");
        lab.settle();
        port.countSubscribers("asks", (error, count) -> counts.add(count));
        lab.settle();

        assertThat(counts).containsExactly(1, 0);
        assertThat(lab.redis().model().patterns()).isEmpty();
        io.close();
        lab.advance(10_000);
        assertThat(lab.redis().model().openConnections()).isZero();
    }
}
