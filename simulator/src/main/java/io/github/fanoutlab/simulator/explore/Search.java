package io.github.fanoutlab.simulator.explore;

/** How thoroughly a search looks. All three see every outcome, if they end. */
public enum Search {
    /** Of the orders that differ only by moves that commute, one: dynamic partial-order reduction. */
    REDUCED,
    /** Every move in every state; what follows a state is searched once. */
    EVERY_STATE,
    /** Every order of moves, one after the other: the naive search. */
    EVERY_ORDER
}
