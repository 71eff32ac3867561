package io.github.fanoutlab.simulator.explore;

import io.github.fanoutlab.testbed.world.Transition;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The transitions of one run so far, which happened before which, and a fingerprint of the state that they lead to. */
final class HappensBefore {

    private static final long PRIME = 0x100000001B3L;

    private final List<TakenTransition> events = new ArrayList<>();
    private final List<Long> hashes = new ArrayList<>();
    private final Map<Transition, Integer> creators = new LinkedHashMap<>();
    private long fingerprint;

    void add(Transition transition, Play.Taken taken) {
        int creator = creators.getOrDefault(transition, -1);
        BitSet before = new BitSet();
        if (creator >= 0) {
            comesAfter(creator, before);
        }
        for (int i = events.size() - 1; i >= 0; i--) {
            TakenTransition earlier = events.get(i);
            if (!before.get(i) && !TakenTransition.commute(earlier.transition(), earlier.taken(), transition, taken)) {
                comesAfter(i, before);
            }
        }
        TakenTransition event = new TakenTransition(transition, taken, creator, before);
        taken.planned().forEach(planned -> creators.put(planned, events.size()));
        events.add(event);
        hashes.add(hash(event));
        fingerprint += hashes.get(hashes.size() - 1);
    }

    private void comesAfter(int earlier, BitSet before) {
        before.set(earlier);
        before.or(events.get(earlier).before());
    }

    /** A hash of the transition and all that happened before it, whatever the order in which that was played. */
    private long hash(TakenTransition event) {
        long sum = event.before().stream().mapToLong(hashes::get).sum();
        return mix(mix(event.transition().toString()) * PRIME + sum);
    }

    private static long mix(String text) {
        long hash = 0;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * PRIME;
        }
        return mix(hash);
    }

    /** The finalizer of SplitMix64. */
    private static long mix(long value) {
        long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /**
     * Equal for two runs if they differ only in the order of transitions that commute: then each process has handled the same
     * inputs in the same order, and is in the same state. Else different, but for collisions of 64 bits.
     */
    long fingerprint() {
        return fingerprint;
    }

    /** The places of the events that raced with the last one, so that either could have come first. */
    List<Integer> racesWithLast() {
        int last = events.size() - 1;
        TakenTransition late = events.get(last);
        List<Integer> races = new ArrayList<>();
        for (int i = late.before().previousSetBit(last);
                i >= 0;
                i = late.before().previousSetBit(i - 1)) {
            if (i != late.creator()
                    && !events.get(i)
                            .transition()
                            .track()
                            .equals(late.transition().track())
                    && !isBetween(i, late)) {
                races.add(i);
            }
        }
        return races;
    }

    /** Whether something happened after {@code early} and before {@code late}. */
    private boolean isBetween(int early, TakenTransition late) {
        for (int i = late.before().nextSetBit(early + 1);
                i >= 0;
                i = late.before().nextSetBit(i + 1)) {
            if (events.get(i).before().get(early)) {
                return true;
            }
        }
        return false;
    }

    /**
     * The transitions that can come at {@code place} so that the last event comes before the one that is there now: the first ones
     * among all later events, the last one included, that did not happen after that one.
     */
    List<Transition> alternatives(int place) {
        List<Integer> rest = new ArrayList<>();
        for (int i = place + 1; i < events.size() - 1; i++) {
            if (!events.get(i).before().get(place)) {
                rest.add(i);
            }
        }
        rest.add(events.size() - 1);
        List<Transition> first = new ArrayList<>();
        for (int candidate : rest) {
            BitSet before = events.get(candidate).before();
            if (rest.stream().noneMatch(before::get)) {
                first.add(events.get(candidate).transition());
            }
        }
        return first;
    }
}
