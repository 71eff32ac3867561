/**
 * Searches all orders in which the events of a small run can happen, and judges each of them.
 *
 * <p>{@link io.github.fanoutlab.simulator.explore.Explorer} is the algorithm, and the place to begin: it searches any {@link
 * io.github.fanoutlab.simulator.explore.Play}, something that is taken transition by transition. {@code HappensBefore} tells it
 * which transitions raced, {@code ChoicePoint} what is left to try. {@link io.github.fanoutlab.simulator.explore.ScenarioPlay} is a
 * scenario with the real servers as such a play, and {@code ReadWriteSet} says what each of its turns reads and writes. {@link
 * io.github.fanoutlab.simulator.explore.ScenarioSearch} puts it all together, with every set of faults.
 */
package io.github.fanoutlab.simulator.explore;
