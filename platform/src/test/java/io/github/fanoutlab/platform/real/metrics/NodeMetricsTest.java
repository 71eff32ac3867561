package io.github.fanoutlab.platform.real.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fanoutlab.platform.DebugLog;
import io.github.fanoutlab.platform.real.RealNode;
import io.github.fanoutlab.platform.redis.RedisConnection;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What a node counts, in Micrometer")
class NodeMetricsTest {

    private final MeterRegistry registry = new SimpleMeterRegistry();

    @Test
    @DisplayName("has Micrometer's names and the node's name as a tag, is read at each scrape, and NaN after the end")
    void bound() {
        RealNode node = RealNode.create("W1", DebugLog.silent());
        new NodeMetrics(node, "adapter.ownEchoesDropped").bindTo(registry);
        node.loop().run(() -> {
            node.counters().add(RedisConnection.PUBLISHED_BYTES, 42);
            node.counters().add(RedisConnection.CONNECTIONS_UP, 2);
            node.counters().increment("adapter.ownEchoesDropped");
        });

        assertThat(counter("fanout.redis.published.bytes")).isEqualTo(42);
        assertThat(gauge("fanout.redis.connections.up")).isEqualTo(2);
        assertThat(counter("fanout.adapter.own.echoes.dropped")).isEqualTo(1);
        assertThat(counter("fanout.redis.dropped")).isZero();

        node.close();
        assertThat(gauge("fanout.redis.connections.up")).isNaN();
    }

    private double counter(String name) {
        return registry.get(name).tag("node", "W1").functionCounter().count();
    }

    private double gauge(String name) {
        return registry.get(name).tag("node", "W1").gauge().value();
    }
}
