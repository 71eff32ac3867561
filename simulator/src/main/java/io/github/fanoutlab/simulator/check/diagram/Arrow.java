package io.github.fanoutlab.simulator.check.diagram;

import io.github.fanoutlab.simulator.scenario.Flow;
import java.util.ArrayList;
import java.util.List;

/**
 * An arrow of a diagram. It comes after its cause, so the arrows of an emit are partially ordered:
 *
 * <pre>
 * emit +--&gt; emitter --&gt; each client there
 *      +--&gt; emitter --&gt; Redis +--&gt; Redis --&gt; worker --&gt; each client there
 *                             +--&gt; Redis --&gt; worker --&gt; each client there
 * </pre>
 *
 * @param from {@code Master}, {@code Worker 1} or {@code Redis}
 * @param to the same, or a client's name
 * @param after the arrow that caused it; null if that was the emit itself
 */
public record Arrow(String from, String to, Arrow after) {

    private static final String REDIS = "Redis";

    /** All arrows of an emit, as often as they happened, each after its cause. */
    public static List<Arrow> of(Flow flow) {
        List<Arrow> arrows = new ArrayList<>();
        Arrow published = new Arrow(DiagramNames.of(flow.emitter()), REDIS, null);
        if (flow.published()) {
            arrows.add(published);
        }
        for (Flow.Hop hop : flow.hops()) {
            String node = DiagramNames.of(hop.node());
            Arrow fromRedis = hop.viaRedis() ? new Arrow(REDIS, node, published) : null;
            if (fromRedis != null) {
                arrows.add(fromRedis);
            }
            hop.clients().forEach(client -> arrows.add(new Arrow(node, client, fromRedis)));
        }
        return arrows;
    }

    /** Whether it belongs to an emitter that delivers its own message once more when Redis sends it back. */
    private boolean isOfOwnEcho() {
        return after != null && (to.equals(after.from) || (after.after != null && from.equals(after.after.from)));
    }

    @Override
    public String toString() {
        return from + " --> " + to + (isOfOwnEcho() ? " (its own echo)" : "");
    }
}
