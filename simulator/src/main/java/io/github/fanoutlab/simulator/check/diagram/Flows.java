package io.github.fanoutlab.simulator.check.diagram;

import io.github.fanoutlab.simulator.scenario.Flow;
import io.github.fanoutlab.simulator.scenario.Scenario;
import java.util.Comparator;
import java.util.List;

/** Brings flows into the one form in which they are compared and drawn. */
public final class Flows {

    /** The master first, then the workers by their numbers: W2 before W10. */
    private static final Comparator<String> BY_NODE = Comparator.comparing(
                    (String node) -> !node.equals(Scenario.MASTER))
            .thenComparing(String::length)
            .thenComparing(Comparator.naturalOrder());

    private Flows() {}

    /**
     * The same flow with nodes and clients in the order of their names, and without the two hops that nobody sees and that
     * no diagram draws: the emitter's own when it has no client that is due, and a master's that only listens in.
     */
    public static Flow tidy(Flow flow) {
        List<Flow.Hop> hops = flow.hops().stream()
                .filter(hop -> !isSilent(hop, flow.emitter()))
                .map(hop -> new Flow.Hop(
                        hop.node(),
                        hop.viaRedis(),
                        hop.clients().stream().sorted().toList()))
                .sorted(Comparator.comparing(Flow.Hop::node, BY_NODE).thenComparing(Flow.Hop::viaRedis))
                .toList();
        return new Flow(flow.emitter(), flow.published(), hops);
    }

    public static List<Flow> tidy(List<Flow> flows) {
        return flows.stream().map(Flows::tidy).toList();
    }

    private static boolean isSilent(Flow.Hop hop, String emitter) {
        boolean own = hop.node().equals(emitter);
        boolean listensIn = hop.node().equals(Scenario.MASTER) && !own;
        return hop.clients().isEmpty() && (listensIn || (own && !hop.viaRedis()));
    }

    public static Comparator<String> byNode() {
        return BY_NODE;
    }
}
