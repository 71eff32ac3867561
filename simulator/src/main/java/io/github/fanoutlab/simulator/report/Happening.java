package io.github.fanoutlab.simulator.report;

/**
 * One row of a space-time table.
 *
 * @param event the id of the trace's event
 * @param from where it comes from; the same as {@code to} when it comes from nowhere
 * @param words what happens, in a few words
 */
record Happening(long event, long timeMicros, Place from, Place to, Fate fate, String words) {}
