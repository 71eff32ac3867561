package io.github.fanoutlab.platform.real.metrics;

import io.github.fanoutlab.platform.Backlogs;
import io.github.fanoutlab.platform.node.NodePorts;
import io.github.fanoutlab.platform.redis.RedisConnection;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.List;
import java.util.Locale;

/**
 * Binds what a node counts to Micrometer: {@code new NodeMetrics(io.ports()).bindTo(registry)}.
 *
 * <p>The count {@code redis.publishedBytes} becomes the meter {@code fanout.redis.published.bytes} with the tag {@code node}, the
 * node's name. Counts that can go down become gauges. Each reading asks the node's loop, from any thread; a loop that has ended gives
 * NaN.
 */
public final class NodeMetrics implements MeterBinder {

    private static final List<String> GAUGES = List.of(
            RedisConnection.CONNECTIONS,
            RedisConnection.CONNECTIONS_UP,
            RedisConnection.SUBSCRIPTIONS,
            RedisConnection.SUBSCRIPTIONS_CONFIRMED);

    private static final List<String> COUNTERS = List.of(
            RedisConnection.PUBLISHED,
            RedisConnection.PUBLISHED_BYTES,
            RedisConnection.PUBLISH_REPLIES,
            RedisConnection.RECEIVERS,
            RedisConnection.DELIVERED,
            RedisConnection.UNSENT_OR_UNKNOWN,
            RedisConnection.DROPPED,
            Backlogs.TOO_SLOW);

    private final NodePorts node;
    private final List<String> more;

    /**
     * The counts of {@code node} about Redis and slow clients, and {@code more} that only grow: {@code
     * AdapterCounters.OWN_ECHOES_DROPPED}.
     */
    public NodeMetrics(NodePorts node, String... more) {
        this.node = node;
        this.more = List.of(more);
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        for (String count : GAUGES) {
            Gauge.builder(meterName(count), node, ports -> read(count))
                    .tag("node", node.name())
                    .register(registry);
        }
        COUNTERS.forEach(count -> bindCounter(count, registry));
        more.forEach(count -> bindCounter(count, registry));
    }

    private void bindCounter(String count, MeterRegistry registry) {
        FunctionCounter.builder(meterName(count), node, ports -> read(count))
                .tag("node", node.name())
                .register(registry);
    }

    private double read(String count) {
        try {
            return node.loop().call(() -> node.counters().get(count));
        } catch (IllegalStateException ended) {
            return Double.NaN;
        }
    }

    private static String meterName(String count) {
        return "fanout." + count.replaceAll("([A-Z])", ".$1").toLowerCase(Locale.ROOT);
    }
}
