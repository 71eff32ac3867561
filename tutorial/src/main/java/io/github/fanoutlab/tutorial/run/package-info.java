/**
 * The source of the book's numbers and pictures: runs of the simulator, played when a page or a walkthrough asks for them.
 *
 * <p>{@link io.github.fanoutlab.tutorial.run.Runs} makes each run once, from one seed: calm runs, runs with faults by their run
 * strings, and {@link io.github.fanoutlab.tutorial.run.Experiments}, which are what a chapter measures and no scenario shows. {@link
 * io.github.fanoutlab.tutorial.run.Fact} is a number that a page can ask of a run. {@link
 * io.github.fanoutlab.tutorial.run.Mutant} is a defect that a chapter asks its reader to plant. Here it is planted in a copy of
 * the source and run, so that the chapter can say what really happens.
 */
package io.github.fanoutlab.tutorial.run;
