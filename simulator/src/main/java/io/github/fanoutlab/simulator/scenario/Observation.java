package io.github.fanoutlab.simulator.scenario;

import java.util.List;

/**
 * What one run of a scenario let us see; the checkers judge nothing else.
 *
 * @param tally counted from the first step on, when every client was connected already
 * @param connecting counted before that: what it took to boot and to connect the clients
 */
public record Observation(
        Scenario scenario,
        Generation generation,
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

    /** The deliveries that are no greetings. */
    public List<Delivery> events() {
        return deliveries.stream().filter(delivery -> !delivery.isGreeting()).toList();
    }
}
