package io.github.fanoutlab.simulator.explore;

import io.github.fanoutlab.testbed.world.Transition;
import java.util.BitSet;
import java.util.Collections;

/**
 * A transition that was taken: an event.
 *
 * @param creator the place of the event that planned it; -1 if it was there from the beginning
 * @param before the places of all events that happened before it: its creator, those that do not commute with it, and whatever
 *     happened before these
 */
record TakenTransition(Transition transition, Play.Taken taken, int creator, BitSet before) {

    static boolean commute(Transition a, Play.Taken tookA, Transition b, Play.Taken tookB) {
        boolean cutting = tookA.cuts() || tookB.cuts();
        return !a.track().equals(b.track())
                && Collections.disjoint(tookA.writes(), tookB.writes())
                && Collections.disjoint(tookA.writes(), tookB.reads())
                && Collections.disjoint(tookA.reads(), tookB.writes())
                && (!cutting || Collections.disjoint(tookA.touched(), tookB.touched()));
    }
}
