package io.github.fanoutlab.platform.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fanoutlab.testbed.world.SimNode;
import io.github.fanoutlab.testbed.world.TestLab;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What a node's counters say about its Redis connections. */
class RedisCountersTest {

    private final TestLab lab = new TestLab();
    private final SimNode node = lab.node("W1");
    private final RedisConnection pub = node.createRedisClient("pub", "redis://redis");
    private final RedisConnection sub = node.createRedisClient("sub", "redis://redis");

    @Test
    @DisplayName("Wanted and up: a connection counts as up from when it is made until it breaks or is closed")
    void connections() {
        assertConnections(2, 0);
        lab.settle();
        assertConnections(2, 2);

        lab.redis().stop();
        lab.settle();
        assertConnections(2, 0);

        lab.redis().start();
        lab.advance(5_000);
        assertConnections(2, 2);

        pub.close();
        pub.close();
        assertConnections(1, 1);
    }

    @Test
    @DisplayName("Wanted and confirmed: a subscription counts as confirmed while its messages arrive")
    void subscriptions() {
        subscribe("news");
        sub.psubscribe("n*", (channel, payload) -> {}, () -> {});
        assertSubscriptions(2, 0);
        lab.settle();
        assertSubscriptions(2, 2);

        subscribe("news");
        assertSubscriptions(2, 2);

        lab.redis().stop();
        lab.settle();
        assertSubscriptions(2, 0);

        lab.redis().start();
        lab.advance(5_000);
        assertSubscriptions(2, 2);

        sub.punsubscribe("n*");
        sub.punsubscribe("n*");
        assertSubscriptions(1, 1);

        sub.close();
        assertSubscriptions(0, 0);
    }

    @Test
    @DisplayName("The receivers that Redis reports are as many as the messages that it delivers")
    void receivers() {
        subscribe("news");
        lab.settle();

        pub.publish("news", bytes("one"));
        pub.publish("nobody listens", bytes("two"));
        assertThat(count(RedisConnection.PUBLISHED)).isEqualTo(2);
        assertThat(count(RedisConnection.PUBLISH_REPLIES)).isZero();

        lab.settle();
        assertThat(count(RedisConnection.PUBLISH_REPLIES)).isEqualTo(2);
        assertThat(count(RedisConnection.RECEIVERS)).isEqualTo(1).isEqualTo(count(RedisConnection.DELIVERED));
    }

    private void subscribe(String channel) {
        sub.subscribe(channel, (name, payload) -> {}, () -> {});
    }

    private void assertConnections(int wanted, int up) {
        assertThat(count(RedisConnection.CONNECTIONS)).isEqualTo(wanted);
        assertThat(count(RedisConnection.CONNECTIONS_UP)).isEqualTo(up);
    }

    private void assertSubscriptions(int wanted, int confirmed) {
        assertThat(count(RedisConnection.SUBSCRIPTIONS)).isEqualTo(wanted);
        assertThat(count(RedisConnection.SUBSCRIPTIONS_CONFIRMED)).isEqualTo(confirmed);
    }

    private long count(String name) {
        return node.counters().get(name);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
