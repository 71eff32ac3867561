package io.github.fanoutlab.simulator.explore;

import io.github.fanoutlab.testbed.world.Transition;
import java.util.BitSet;
import java.util.Collections;

/**
 * A transition that was taken.
 *
 * @param creator the place of the event that planned it; -1 when it was there from the beginning
 * @param before the places of all events that happened before it: each is its creator, does not commute with it, or
 *     happened before one that is or does not
 */
record Event(Transition transition, Play.Taken taken, int creator, BitSet before) {

    static boolean commute(Transition a, Play.Taken tookA, Transition b, Play.Taken tookB) {
        boolean meddling = tookA.meddles() || tookB.meddles();
        return !a.track().equals(b.track())
                && Collections.disjoint(tookA.writes(), tookB.writes())
                && Collections.disjoint(tookA.writes(), tookB.reads())
                && Collections.disjoint(tookA.reads(), tookB.writes())
                && (!meddling || Collections.disjoint(tookA.touched(), tookB.touched()));
    }
}
