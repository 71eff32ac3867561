/**
 * Where the book's numbers and pictures come from: runs of the simulator, made when a page or a walkthrough asks for them.
 *
 * <p>{@link io.github.fanoutlab.tutorial.run.Runs} makes each run once, from one seed. {@link
 * io.github.fanoutlab.tutorial.run.Fact} is what a page can ask of a run. {@link
 * io.github.fanoutlab.tutorial.run.Sabotage} is a fault that a chapter asks its reader to make; here it is made for real,
 * in a copy of the source, so that the chapter can say what then happens.
 */
package io.github.fanoutlab.tutorial.run;
