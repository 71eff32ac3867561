/**
 * One run in both generations: the same scenario, seed and faults. {@link io.github.fanoutlab.simulator.twin.Twin} says which
 * deliveries differ and why; {@link io.github.fanoutlab.simulator.twin.Counts} says what each generation did for them.
 */
package io.github.fanoutlab.simulator.twin;
