package io.github.fanoutlab.simulator.check.expectation;

import io.github.fanoutlab.simulator.scenario.Flow;
import io.github.fanoutlab.simulator.scenario.MasterRole;
import io.github.fanoutlab.simulator.scenario.Scenario;
import java.util.List;

/**
 * What a scenario must lead to when nothing fails but what the scenario itself makes fail. It follows from the scenario alone, by
 * the rule that both generations promise. An emit reaches every client that is connected to a live node and in the namespace, in
 * one of the rooms (if any are given), and in none of the excepted rooms. It reaches the client once over each connection.
 *
 * @param greetings one for each connection, in the order of connecting
 * @param emits every emit, in order; those of one beat in the order in which the scenario names the nodes, although
 *     they are not ordered among each other
 */
public record Expectation(Scenario scenario, List<UntimedDelivery> greetings, List<ExpectedEmit> emits) {

    public Expectation {
        greetings = List.copyOf(greetings);
        emits = List.copyOf(emits);
    }

    /**
     * Works out what {@code scenario} must lead to.
     *
     * @throws IllegalArgumentException if a step needs a process that is not there
     */
    public static Expectation of(Scenario scenario) {
        return new DryRun(scenario).play();
    }

    /** What clients must get of all emits, no more and no less. */
    public List<UntimedDelivery> deliveries() {
        return emits.stream().flatMap(emit -> emit.deliveries().stream()).toList();
    }

    /** The path of every emit. Equal paths occur as often as they are taken. */
    public List<Flow> flows() {
        return emits.stream().map(ExpectedEmit::flow).toList();
    }

    /** How many emits go to Redis. */
    public long publishedEmits() {
        return emits.stream().filter(emit -> emit.flow().published()).count();
    }

    /** How many messages Redis pushes to nodes for them. */
    public long redisDeliveries() {
        return emits.stream()
                .filter(emit -> emit.flow().published())
                .mapToLong(ExpectedEmit::subscribers)
                .sum();
    }

    /** How many of these messages are own echoes. */
    public long ownEchoes() {
        return emits.stream().filter(ExpectedEmit::echoed).count();
    }

    /** How many of the own echoes are of emits to exactly one room of which the sender has no member. */
    public long ownEchoesToUnknownRooms() {
        return emits.stream()
                .filter(emit -> emit.echoed() && emit.broadcast().rooms().size() == 1 && !emit.knowsRoom())
                .count();
    }

    /** How many processes are subscribed when all are alive: all except a master that is an emitter. */
    public int subscribers() {
        return scenario.nodes().size() - (scenario.master() == MasterRole.EMITTER ? 1 : 0);
    }
}
