/**
 * The documented scenarios as data, and what can be observed of them. Nothing here knows in which world it is played, or by
 * which server.
 *
 * <p>{@link io.github.fanoutlab.simulator.scenario.Scenarios} is the place to begin: each {@link
 * io.github.fanoutlab.simulator.scenario.Scenario} says who takes part and in which {@linkplain
 * io.github.fanoutlab.simulator.scenario.Step steps}. A {@link io.github.fanoutlab.simulator.scenario.Stage} plays it, virtual or
 * real, and returns an {@link io.github.fanoutlab.simulator.scenario.Observation}: deliveries, the path of each emit, and
 * counts.
 */
package io.github.fanoutlab.simulator.scenario;
