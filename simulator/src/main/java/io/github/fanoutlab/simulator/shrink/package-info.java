/**
 * Makes a failing run as small as it can be while it still fails in the same way. {@link
 * io.github.fanoutlab.simulator.shrink.Shrinker} is the place to begin: it asks an {@link
 * io.github.fanoutlab.simulator.shrink.Oracle} how a run fails, leaves out as much as it can at once ({@code DeltaDebugging}), and then
 * tries {@linkplain io.github.fanoutlab.simulator.shrink.Reductions single reductions} until none of them fails.
 */
package io.github.fanoutlab.simulator.shrink;
