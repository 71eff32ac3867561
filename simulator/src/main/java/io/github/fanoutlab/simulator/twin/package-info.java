/**
 * One run of several servers: the same scenario, seed and faults. {@link io.github.fanoutlab.simulator.twin.Difference} says which
 * deliveries differ and why; {@link io.github.fanoutlab.simulator.twin.Counts} says what the servers did for them.
 */
package io.github.fanoutlab.simulator.twin;
