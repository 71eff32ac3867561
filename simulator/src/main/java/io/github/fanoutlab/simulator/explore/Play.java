package io.github.fanoutlab.simulator.explore;

import io.github.fanoutlab.testbed.world.Transition;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * One run of a system that is taken transition by transition, by somebody who decides what comes next. Begun anew and taken through the
 * same transitions, it must be in the same state.
 *
 * <p>Two transitions <em>commute</em> when neither writes what the other reads or writes, they are of different tracks, do not plan
 * anything on the same track, and do not both touch a track that one of them {@linkplain Taken#meddles meddles} with. Moves
 * that commute must lead to the same state in either order.
 */
public interface Play {

    /** What can come next: the first transition on each track. Nothing when the run is over. */
    List<Transition> transitions();

    /** Takes one of {@link #transitions()}. */
    Taken take(Transition transition);

    /** What came of it, in words, when it is over. Equal words are the same outcome. */
    String outcome();

    /**
     * What a transition did.
     *
     * @param writes what it changed, and what it looked at in order to
     * @param reads what it only looked at
     * @param planned the transitions that it made possible, or will when those before them on their tracks were taken
     * @param touched the tracks that it took something from, put something on, or meddled with
     * @param meddles whether it does with these tracks what neither of their ends does: cuts them
     */
    record Taken(
            Set<String> writes, Set<String> reads, List<Transition> planned, Set<String> touched, boolean meddles) {

        /** {@code meddled} are the tracks that it meddled with; usually none. */
        static Taken of(
                Transition transition,
                Set<String> writes,
                Set<String> reads,
                List<Transition> planned,
                Collection<String> meddled) {
            Set<String> touched = new LinkedHashSet<>(meddled);
            touched.add(transition.track());
            Set<String> changed = new LinkedHashSet<>(writes);
            for (Transition next : planned) {
                touched.add(next.track());
                changed.add("end of " + next.track());
            }
            return new Taken(changed, reads, planned, touched, !meddled.isEmpty());
        }
    }
}
