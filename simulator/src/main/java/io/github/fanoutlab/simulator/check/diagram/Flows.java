package io.github.fanoutlab.simulator.check.diagram;

import io.github.fanoutlab.simulator.scenario.Flow;
import io.github.fanoutlab.simulator.scenario.Scenario;
import java.util.Comparator;
import java.util.List;

/** Brings flows into the form in which they are compared and drawn. */
public final class Flows {

    /** The master first, then the workers by their numbers: W2 before W10. */
    private static final Comparator<String> BY_NODE = Comparator.comparing(
                    (String node) -> !node.equals(Scenario.MASTER))
            .thenComparing(String::length)
            .thenComparing(Comparator.naturalOrder());

    /** The order of the rows of a diagram: by node, and what a node got from Redis after what it delivered at once. */
    static final Comparator<Flow.Hop> IN_ROWS =
            Comparator.comparing(Flow.Hop::node, BY_NODE).thenComparing(Flow.Hop::viaRedis);

    private Flows() {}

    /**
     * {@code flow} with nodes and clients in the order of their names, and without the two hops that no diagram draws: the
     * emitter's own if no client there must get the emit, and that of a master that only subscribes.
     */
    public static Flow tidy(Flow flow) {
        List<Flow.Hop> hops = flow.hops().stream()
                .filter(hop -> !isUnseen(hop, flow.emitter()))
                .map(hop -> new Flow.Hop(
                        hop.node(),
                        hop.viaRedis(),
                        hop.clients().stream().sorted().toList()))
                .sorted(IN_ROWS)
                .toList();
        return new Flow(flow.emitter(), flow.published(), hops);
    }

    /** All {@code flows} in that form. */
    public static List<Flow> tidy(List<Flow> flows) {
        return flows.stream().map(Flows::tidy).toList();
    }

    private static boolean isUnseen(Flow.Hop hop, String emitter) {
        boolean own = hop.node().equals(emitter);
        boolean subscribesOnly = hop.node().equals(Scenario.MASTER) && !own;
        return hop.clients().isEmpty() && (subscribesOnly || (own && !hop.viaRedis()));
    }
}
