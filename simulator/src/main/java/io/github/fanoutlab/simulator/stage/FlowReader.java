package io.github.fanoutlab.simulator.stage;

import io.github.fanoutlab.simulator.scenario.Flow;
import io.github.fanoutlab.simulator.scenario.Scenario;
import io.github.fanoutlab.testbed.trace.Kind;
import io.github.fanoutlab.testbed.trace.Trace;
import io.github.fanoutlab.testbed.trace.TraceEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * Reads the path of each emit from the causal graph: what the emitting turn caused at Redis, at the workers and at their
 * clients.
 */
final class FlowReader {

    private final Trace trace;
    private final List<String> nodes;
    private final List<String> workers;

    FlowReader(Trace trace, Scenario scenario) {
        this.trace = trace;
        this.nodes = scenario.nodes();
        this.workers = scenario.workers();
    }

    /** The flows of all emits, in the order of emitting. */
    List<Flow> flows() {
        List<Flow> flows = new ArrayList<>();
        for (TraceEvent emit : trace.events(Kind.EMIT)) {
            if (nodes.contains(emit.lane())) {
                flows.add(flowOf(emit));
            }
        }
        return flows;
    }

    private Flow flowOf(TraceEvent emit) {
        String emitter = emit.lane();
        boolean published = false;
        TreeMap<HopKey, List<String>> hops = new TreeMap<>();
        for (TraceEvent effect : trace.allEffectsOf(trace.causeOf(emit))) {
            if (effect.is(Kind.REDIS_HANDLED, "PUBLISH")) {
                published = true;
            } else if (isMessage(effect)
                    && workers.contains(effect.lane())
                    && !effect.lane().equals(emitter)) {
                hops.computeIfAbsent(key(effect.lane(), true), hop -> new ArrayList<>());
            } else if (effect.kind() == Kind.DELIVERY) {
                TraceEvent push = trace.nearestCause(effect, FlowReader::isMessage);
                boolean viaRedis = push != null && push.id() > emit.cause();
                hops.computeIfAbsent(key(effect.peer(), viaRedis), hop -> new ArrayList<>())
                        .add(effect.lane());
            }
        }
        List<Flow.Hop> carriedOut = new ArrayList<>();
        hops.forEach((key, clients) -> carriedOut.add(
                new Flow.Hop(key.node, key.viaRedis, clients.stream().sorted().toList())));
        return new Flow(emitter, published, carriedOut);
    }

    private static boolean isMessage(TraceEvent event) {
        return event.is(Kind.REDIS_PUSH, "message") || event.is(Kind.REDIS_PUSH, "pmessage");
    }

    private HopKey key(String node, boolean viaRedis) {
        return new HopKey(workers.indexOf(node), node, viaRedis);
    }

    private record HopKey(int place, String node, boolean viaRedis) implements Comparable<HopKey> {
        @Override
        public int compareTo(HopKey other) {
            return place != other.place
                    ? Integer.compare(place, other.place)
                    : Boolean.compare(viaRedis, other.viaRedis);
        }
    }
}
