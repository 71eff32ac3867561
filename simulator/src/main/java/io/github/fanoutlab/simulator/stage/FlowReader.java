package io.github.fanoutlab.simulator.stage;

import io.github.fanoutlab.simulator.scenario.Flow;
import io.github.fanoutlab.simulator.scenario.Scenario;
import io.github.fanoutlab.testbed.trace.Kind;
import io.github.fanoutlab.testbed.trace.Trace;
import io.github.fanoutlab.testbed.trace.TraceEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Reads the path of each emit from the causal graph: what the emitting turn caused at Redis, at the workers and at their
 * clients.
 */
final class FlowReader {

    /** The id of an entry, which the streams adapter adds to the arguments of an event. */
    private static final Pattern OFFSET = Pattern.compile("\"\\d+-\\d+\"]$");

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
            if (effect.is(Kind.REDIS_HANDLED, "XADD")) {
                return new Flow(emitter, true, inOrder(hopsOfEntry(effect, emit)));
            }
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
        return new Flow(emitter, published, inOrder(hops));
    }

    private static List<Flow.Hop> inOrder(TreeMap<HopKey, List<String>> hops) {
        List<Flow.Hop> inOrder = new ArrayList<>();
        hops.forEach((key, clients) -> inOrder.add(
                new Flow.Hop(key.node, key.viaRedis, clients.stream().sorted().toList())));
        return inOrder;
    }

    /**
     * Over streams, a read brings several entries, of several emits. So an entry is followed by its id, which clients get with the
     * event, or, from an adapter that does not send it along, by the read that brought it and by what it says. The emitter reads it, too,
     * but for its own clients it is no message from elsewhere.
     */
    private TreeMap<HopKey, List<String>> hopsOfEntry(TraceEvent added, TraceEvent emit) {
        String emitter = emit.lane();
        String id = trace.effectsOf(added).stream()
                .filter(effect -> effect.kind() == Kind.REDIS_REPLY)
                .map(TraceEvent::text)
                .findFirst()
                .orElse("none");
        TreeMap<HopKey, List<String>> hops = new TreeMap<>();
        for (TraceEvent event : trace.events()) {
            boolean reader = event.isMessage()
                    && workers.contains(event.lane())
                    && event.text().contains('[' + id + ' ');
            if (reader && !event.lane().equals(emitter)) {
                hops.computeIfAbsent(key(event.lane(), true), hop -> new ArrayList<>());
            } else if (event.kind() == Kind.DELIVERY && brings(event, id, emit)) {
                hops.computeIfAbsent(key(event.peer(), !event.peer().equals(emitter)), hop -> new ArrayList<>())
                        .add(event.lane());
            }
        }
        return hops;
    }

    private boolean brings(TraceEvent delivery, String id, TraceEvent emit) {
        if (OFFSET.matcher(delivery.text()).find()) {
            return delivery.text().contains('"' + id + '"');
        }
        if (!delivery.text().contains('"' + emit.text() + '"')) {
            return false;
        }
        TraceEvent read = trace.nearestCause(delivery, TraceEvent::isMessage);
        if (read != null && read.id() > emit.id()) {
            return read.text().contains('[' + id + ' ');
        }
        return trace.nearestCause(delivery, event -> event.id() == emit.cause()) != null; // at once, without Redis
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
