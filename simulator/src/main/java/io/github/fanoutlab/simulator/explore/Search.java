package io.github.fanoutlab.simulator.explore;

/** How a search goes about it. All three find every outcome, if they come to their end. */
public enum Search {
    /** One of all schedules that differ only in the order of transitions that commute: dynamic partial-order reduction. */
    REDUCED,
    /** Every transition in every state, but no state twice. */
    EVERY_STATE,
    /** Every schedule: the naive search. */
    EVERY_ORDER
}
