package io.github.fanoutlab.simulator.scenario;

import java.util.List;

/**
 * The way that one emit took: from its node to Redis or not, from there to which nodes, and to which clients of each.
 *
 * @param emitter the node that emitted
 * @param published whether it went to Redis
 * @param hops the nodes that carried it out, in the order of their names; an own echo that was dropped is none
 */
public record Flow(String emitter, boolean published, List<Hop> hops) {

    public Flow {
        hops = List.copyOf(hops);
    }

    /**
     * One node that carried the emit out.
     *
     * @param viaRedis whether it learned of it from Redis; the emitter itself did not
     * @param clients who got it there, once for each copy
     */
    public record Hop(String node, boolean viaRedis, List<String> clients) {

        public Hop {
            clients = List.copyOf(clients);
        }
    }
}
