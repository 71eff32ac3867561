package io.github.fanoutlab.simulator.shrink;

import io.github.fanoutlab.simulator.fault.RunString;

/**
 * A failing run made small.
 *
 * @param original as it was found
 * @param smallest fails in the same way, and nothing can be left out of it
 * @param claim what does not hold in both
 * @param tried how many other runs were played to find out
 */
public record Shrunk(RunString original, RunString smallest, String claim, int tried) {}
