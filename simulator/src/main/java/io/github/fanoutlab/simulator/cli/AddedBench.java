package io.github.fanoutlab.simulator.cli;

import java.util.concurrent.Callable;

/**
 * A kind of {@code bench} that a module above this one adds: {@code bench fanout} of {@code bench/}. It is found as an {@link
 * AddedCommand} is.
 */
public interface AddedBench extends Callable<Integer> {}
