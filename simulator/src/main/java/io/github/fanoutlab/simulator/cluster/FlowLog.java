package io.github.fanoutlab.simulator.cluster;

import static io.github.fanoutlab.platform.redis.RedisConnection.DELIVERED;
import static io.github.fanoutlab.platform.redis.RedisConnection.PUBLISHED;

import io.github.fanoutlab.simulator.cluster.control.Report.Emission;
import io.github.fanoutlab.simulator.scenario.Delivery;
import io.github.fanoutlab.simulator.scenario.Flow;
import io.github.fanoutlab.simulator.scenario.RedisDialect;
import io.github.fanoutlab.simulator.scenario.Scenario;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The paths of the emits, as far as they can be seen from outside real processes, one step of a scenario at a time.
 *
 * <p>Seen: each emit and whether it was published; each delivery; and how many messages Redis delivered to each node that
 * were not its own. The {@code k}th delivery of a payload on a connection belongs to the {@code k}th emit of that
 * payload, since both keep their order. A node without clients carried an emit out when Redis delivered to it as many
 * messages in that step as the other nodes published.
 */
final class FlowLog {

    private record Emit(String node, Emission emission) {}

    private final Scenario scenario;
    private final RedisDialect dialect;
    private final List<Flow> flows = new ArrayList<>();
    private final List<Emit> emits = new ArrayList<>();
    private Census before;
    private int deliveriesBefore;

    FlowLog(Scenario scenario, RedisDialect dialect, Census before) {
        this.scenario = scenario;
        this.dialect = dialect;
        this.before = before;
    }

    /** What each node emitted in the current step. The emits of several nodes are taken in turn. */
    void emitted(Map<String, List<Emission>> byNode) {
        int most = byNode.values().stream().mapToInt(List::size).max().orElse(0);
        for (int time = 0; time < most; time++) {
            for (Map.Entry<String, List<Emission>> each : byNode.entrySet()) {
                if (time < each.getValue().size()) {
                    emits.add(new Emit(each.getKey(), each.getValue().get(time)));
                }
            }
        }
    }

    /** Ends the step: {@code deliveries} are all deliveries so far, {@code now} is the count after them. */
    void finishStep(List<Delivery> deliveries, Census now) {
        List<Map<String, List<String>>> clients = assign(deliveries.subList(deliveriesBefore, deliveries.size()));
        for (int i = 0; i < emits.size(); i++) {
            flows.add(flow(emits.get(i), clients.get(i), now));
        }
        emits.clear();
        before = now;
        deliveriesBefore = deliveries.size();
    }

    /** The flows of all steps that are over. */
    List<Flow> flows() {
        return List.copyOf(flows);
    }

    /** For each emit of the step, the clients that got it, by worker; once for each copy. */
    private List<Map<String, List<String>>> assign(List<Delivery> deliveries) {
        List<Map<String, List<String>>> clients = new ArrayList<>();
        emits.forEach(emit -> clients.add(new LinkedHashMap<>()));
        Map<List<String>, Integer> copies = new LinkedHashMap<>();
        for (Delivery delivery : deliveries) {
            List<Integer> candidates = indexesOf(delivery.payload());
            if (!delivery.isGreeting() && !candidates.isEmpty()) {
                List<String> stream = List.of(delivery.client(), delivery.worker(), delivery.payload());
                int copy = copies.merge(stream, 1, Integer::sum);
                int emit = candidates.get(Math.min(copy, candidates.size()) - 1);
                clients.get(emit)
                        .computeIfAbsent(delivery.worker(), worker -> new ArrayList<>())
                        .add(delivery.client());
            }
        }
        return clients;
    }

    private List<Integer> indexesOf(String payload) {
        List<Integer> indexes = new ArrayList<>();
        for (int i = 0; i < emits.size(); i++) {
            if (emits.get(i).emission().payload().equals(payload)) {
                indexes.add(i);
            }
        }
        return indexes;
    }

    private Flow flow(Emit emit, Map<String, List<String>> clients, Census now) {
        List<Flow.Hop> hops = new ArrayList<>();
        boolean published = emit.emission().published();
        for (String worker : scenario.workers()) {
            List<String> there =
                    clients.getOrDefault(worker, List.of()).stream().sorted().toList();
            boolean own = worker.equals(emit.node());
            if (!there.isEmpty() || (published && !own && carriedOutAll(worker, now))) {
                hops.add(new Flow.Hop(worker, !own, there));
            }
        }
        return new Flow(emit.node(), published, hops);
    }

    private boolean carriedOutAll(String worker, Census now) {
        long byOthers = emits.stream()
                .filter(emit -> emit.emission().published() && !emit.node().equals(worker))
                .count();
        return now.alive().containsKey(worker) && fromOthers(worker, now) - fromOthers(worker, before) >= byOthers;
    }

    private long fromOthers(String worker, Census census) {
        long own = census.of(
                worker,
                dialect == RedisDialect.STREAMS
                        ? PUBLISHED
                        : dialect.generation().ownEchoesDropped());
        return census.of(worker, DELIVERED) - own;
    }
}
