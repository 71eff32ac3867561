package io.github.fanoutlab.simulator.explore;

/** How thoroughly a search looks. All three see every outcome, if they end. */
public enum Search {
    /** Of the orders that differ only by transitions that commute, one: dynamic partial-order reduction. */
    REDUCED,
    /** Every transition in every state; what follows a state is searched once. */
    EVERY_STATE,
    /** Every order of transitions, one after the other: the naive search. */
    EVERY_ORDER
}
