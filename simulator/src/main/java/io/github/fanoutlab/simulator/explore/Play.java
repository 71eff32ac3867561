package io.github.fanoutlab.simulator.explore;

import io.github.fanoutlab.simulator.world.Move;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * One run of a system that is taken move by move, by somebody who decides what comes next. Begun anew and taken through the
 * same moves, it must be in the same state.
 *
 * <p>Two moves <em>commute</em> when neither writes what the other reads or writes, they are of different tracks, do not plan
 * anything on the same track, and do not both touch a track that one of them {@linkplain Taken#meddles meddles} with. Moves
 * that commute must lead to the same state in either order.
 */
public interface Play {

    /** What can come next: the first move on each track. Nothing when the run is over. */
    List<Move> moves();

    /** Takes one of {@link #moves()}. */
    Taken take(Move move);

    /** What came of it, in words, when it is over. Equal words are the same outcome. */
    String outcome();

    /**
     * What a move did.
     *
     * @param writes what it changed, and what it looked at in order to
     * @param reads what it only looked at
     * @param planned the moves that it made possible, or will when those before them on their tracks were taken
     * @param touched the tracks that it took something from, put something on, or meddled with
     * @param meddles whether it does with these tracks what neither of their ends does: cuts them
     */
    record Taken(Set<String> writes, Set<String> reads, List<Move> planned, Set<String> touched, boolean meddles) {

        /** {@code meddled} are the tracks that it meddled with; usually none. */
        static Taken of(
                Move move, Set<String> writes, Set<String> reads, List<Move> planned, Collection<String> meddled) {
            Set<String> touched = new LinkedHashSet<>(meddled);
            touched.add(move.track());
            Set<String> changed = new LinkedHashSet<>(writes);
            for (Move next : planned) {
                touched.add(next.track());
                changed.add("end of " + next.track());
            }
            return new Taken(changed, reads, planned, touched, !meddled.isEmpty());
        }
    }
}
