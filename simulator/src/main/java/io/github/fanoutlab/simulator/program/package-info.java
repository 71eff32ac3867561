/**
 * The programs of the source document, in both generations: a master that emits and never listens, workers that greet their
 * clients, and a publisher that subscribes to nothing. {@link io.github.fanoutlab.simulator.program.Programs} makes them.
 *
 * <p>The same programs run in the simulator and as real processes. They are a user's code, written against the servers' public
 * API; the tutorial shows them line by line.
 */
package io.github.fanoutlab.simulator.program;
