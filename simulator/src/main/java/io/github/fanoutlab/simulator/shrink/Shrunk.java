package io.github.fanoutlab.simulator.shrink;

import io.github.fanoutlab.simulator.fault.RunString;

/**
 * A failing run made small.
 *
 * @param original the run as it was found
 * @param smallest a run that fails in the same way, of which nothing can be left out
 * @param claim the claim that does not hold in either
 * @param tried how many runs were played to find it
 */
public record Shrunk(RunString original, RunString smallest, String claim, int tried) {}
