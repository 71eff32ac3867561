package io.github.fanoutlab.simulator.scenario;

import java.util.List;

/**
 * The path of one emit: whether it went to Redis, to which nodes from there, and to which clients of each.
 *
 * @param emitter the node that emitted
 * @param published whether it went to Redis
 * @param hops the nodes that delivered it, in the order of their names; a node that only dropped its own echo is none
 */
public record Flow(String emitter, boolean published, List<Hop> hops) {

    public Flow {
        hops = List.copyOf(hops);
    }

    /**
     * One node that delivered the emit to its clients.
     *
     * @param viaRedis whether the node got it from Redis; false for the emitter itself
     * @param clients who received it there, once for each copy
     */
    public record Hop(String node, boolean viaRedis, List<String> clients) {

        public Hop {
            clients = List.copyOf(clients);
        }
    }
}
