package io.github.fanoutlab.simulator.scenario;

import java.util.List;

/**
 * What could be observed of one run of a scenario. The claims about calm runs are judged by nothing else.
 *
 * @param tally what was counted from the first step on, with every client connected
 * @param connecting what was counted before that, while processes started and clients connected
 */
public record Observation(
        Scenario scenario,
        RedisDialect dialect,
        List<Delivery> deliveries,
        List<Flow> flows,
        Tally tally,
        Tally connecting,
        List<String> log,
        String traceHash) {

    public Observation {
        deliveries = List.copyOf(deliveries);
        flows = List.copyOf(flows);
        log = List.copyOf(log);
    }

    /** The generation of the programs. */
    public Generation generation() {
        return dialect.generation();
    }

    /** The deliveries, without greetings. */
    public List<Delivery> events() {
        return deliveries.stream().filter(delivery -> !delivery.isGreeting()).toList();
    }
}
