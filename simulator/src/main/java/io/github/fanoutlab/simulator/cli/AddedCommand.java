package io.github.fanoutlab.simulator.cli;

import java.util.concurrent.Callable;

/**
 * A command that a module above this one adds to the command line. {@link Fanout} finds it with {@link java.util.ServiceLoader}, so
 * its class is public, has a public constructor without parameters and picocli's annotations, and is named in
 * {@code META-INF/services}.
 */
public interface AddedCommand extends Callable<Integer> {}
