package io.github.fanoutlab.simulator.museum;

import io.github.fanoutlab.testbed.trace.Trace;

/**
 * What a run of an exhibit showed.
 *
 * @param breaks whether the defect showed itself
 * @param seen what was seen, in a line
 * @param trace everything that happened
 */
public record ExhibitRun(boolean breaks, String seen, Trace trace) {}
