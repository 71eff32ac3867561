package io.github.fanoutlab.simulator.explore;

import io.github.fanoutlab.simulator.world.Move;
import java.util.BitSet;
import java.util.Collections;

/**
 * A move that was taken.
 *
 * @param creator the place of the event that planned it; -1 when it was there from the beginning
 * @param before the places of all events that happened before it: each is its creator, does not commute with it, or
 *     happened before one that is or does not
 */
record Event(Move move, Play.Taken taken, int creator, BitSet before) {

    static boolean commute(Move a, Play.Taken tookA, Move b, Play.Taken tookB) {
        boolean sameLane = !tookA.lane().isEmpty() && tookA.lane().equals(tookB.lane());
        boolean meddling = tookA.meddles() || tookB.meddles();
        return !sameLane
                && !a.track().equals(b.track())
                && (!meddling || Collections.disjoint(tookA.touched(), tookB.touched()));
    }
}
