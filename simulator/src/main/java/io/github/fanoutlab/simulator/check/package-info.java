/**
 * What a scenario must deliver, and the checkers that judge what a run delivered.
 *
 * <p>{@link io.github.fanoutlab.simulator.check.Expectation} works out on paper what is due;
 * {@link io.github.fanoutlab.simulator.check.Diagram} reads it from the documented picture; {@link
 * io.github.fanoutlab.simulator.check.Checkers} compare both with an observation. Nothing here knows how a server works,
 * or in which world the run took place.
 */
package io.github.fanoutlab.simulator.check;
