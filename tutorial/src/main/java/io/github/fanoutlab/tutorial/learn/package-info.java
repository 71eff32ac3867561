/**
 * {@code ./fanout learn}: leads through the chapters, one question at a time, and responds to each save of the reader's file. The
 * reader's code runs in a separate JVM, {@link io.github.fanoutlab.tutorial.learn.AttemptProcess}, so that nothing it does can
 * end the loop.
 */
package io.github.fanoutlab.tutorial.learn;
