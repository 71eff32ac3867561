/**
 * Faults as data: what is to fail, and when. Nothing here makes anything fail; {@code stage} does that.
 *
 * <p>{@link io.github.fanoutlab.simulator.fault.RunString} is the line that names a run, including its faults; {@link
 * io.github.fanoutlab.simulator.fault.FaultKind} lists what can fail; a {@link io.github.fanoutlab.simulator.fault.Trigger} is
 * what a fault can wait for instead of a time. {@link io.github.fanoutlab.simulator.fault.RandomFaults} draws faults from a seed.
 */
package io.github.fanoutlab.simulator.fault;
