package io.github.fanoutlab.simulator.explore;

import io.github.fanoutlab.testbed.world.Transition;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * One run of a system that is taken transition by transition. If it is begun anew and taken through the same transitions, it must
 * be in the same state.
 *
 * <p>Two transitions <em>commute</em> if neither writes what the other reads or writes, they are of different tracks, plan nothing
 * on the same track, and do not both touch a track that one of them {@linkplain Taken#cuts cuts}. Transitions that commute must
 * lead to the same state in either order.
 */
public interface Play {

    /** What can come next: the first transition on each track. Empty when the run is over. */
    List<Transition> transitions();

    /** Takes one of {@link #transitions()}. */
    Taken take(Transition transition);

    /** The outcome in words, when the run is over. Equal words mean the same outcome. */
    String outcome();

    /**
     * What a transition did.
     *
     * @param writes what it changed, including what it read to do so
     * @param reads what it only read
     * @param planned the transitions that it added to tracks
     * @param touched the tracks that it took something from, put something on, or cut
     * @param cuts whether it cut tracks, which neither of their ends does
     */
    record Taken(Set<String> writes, Set<String> reads, List<Transition> planned, Set<String> touched, boolean cuts) {

        /** {@code cut} are the tracks that it cut; usually none. */
        static Taken of(
                Transition transition,
                Set<String> writes,
                Set<String> reads,
                List<Transition> planned,
                Collection<String> cut) {
            Set<String> touched = new LinkedHashSet<>(cut);
            touched.add(transition.track());
            Set<String> changed = new LinkedHashSet<>(writes);
            for (Transition next : planned) {
                touched.add(next.track());
                changed.add("end of " + next.track());
            }
            return new Taken(changed, reads, planned, touched, !cut.isEmpty());
        }
    }
}
