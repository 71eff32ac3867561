/**
 * {@code ./fanout learn}: leads through the chapters, one question at a time, and answers each save of the reader's file. What the
 * reader wrote runs in a JVM of its own, {@link io.github.fanoutlab.tutorial.learn.AttemptProcess}, so that nothing it does can end
 * the loop.
 */
package io.github.fanoutlab.tutorial.learn;
