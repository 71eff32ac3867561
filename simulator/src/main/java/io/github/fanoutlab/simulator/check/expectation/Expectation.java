package io.github.fanoutlab.simulator.check.expectation;

import io.github.fanoutlab.simulator.scenario.Flow;
import io.github.fanoutlab.simulator.scenario.MasterRole;
import io.github.fanoutlab.simulator.scenario.Scenario;
import java.util.List;

/**
 * What a scenario must lead to when nothing fails but what the scenario itself makes fail. It follows from the scenario
 * alone, by the rule that both generations promise: an emit reaches every client that is connected to a live node, in the
 * namespace, in one of the rooms (if any are given) and in none of the excepted ones; once over each of its connections.
 *
 * @param greetings one for each connection that is made, in the order of connecting
 * @param emissions every emit, in order; those of one beat in the order in which the scenario names the nodes, although
 *     they are not ordered among each other
 */
public record Expectation(Scenario scenario, List<UntimedDelivery> greetings, List<ExpectedEmit> emissions) {

    public Expectation {
        greetings = List.copyOf(greetings);
        emissions = List.copyOf(emissions);
    }

    /**
     * Works it out.
     *
     * @throws IllegalArgumentException if a step wants something of a process that is not there
     */
    public static Expectation of(Scenario scenario) {
        return new DryRun(scenario).play();
    }

    /** What clients must get of all emits: no more, no less. */
    public List<UntimedDelivery> receipts() {
        return emissions.stream()
                .flatMap(emission -> emission.receipts().stream())
                .toList();
    }

    /** The way of every emit; equal ones occur as often as they are emitted. */
    public List<Flow> flows() {
        return emissions.stream().map(ExpectedEmit::flow).toList();
    }

    /** How many emits go to Redis. */
    public long publishedEmits() {
        return emissions.stream()
                .filter(emission -> emission.flow().published())
                .count();
    }

    /** How many messages Redis pushes to nodes for them. */
    public long redisDeliveries() {
        return emissions.stream()
                .filter(emission -> emission.flow().published())
                .mapToLong(ExpectedEmit::subscribers)
                .sum();
    }

    /** How many of these pushes are own echoes. */
    public long ownEchoes() {
        return emissions.stream().filter(ExpectedEmit::echoed).count();
    }

    /** How many of the own echoes are of emits to exactly one room, of which the sender has no member. */
    public long ownEchoesToUnknownRooms() {
        return emissions.stream()
                .filter(emission ->
                        emission.echoed() && emission.broadcast().rooms().size() == 1 && !emission.knowsRoom())
                .count();
    }

    /** How many processes are subscribed when all are alive: all but a master that is an emitter. */
    public int subscribers() {
        return scenario.nodes().size() - (scenario.master() == MasterRole.EMITTER ? 1 : 0);
    }
}
