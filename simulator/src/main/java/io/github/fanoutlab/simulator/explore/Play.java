package io.github.fanoutlab.simulator.explore;

import io.github.fanoutlab.simulator.world.Move;
import java.util.List;
import java.util.Set;

/**
 * One run of a system that is taken move by move, by somebody who decides what comes next. Begun anew and taken through the
 * same moves, it must be in the same state.
 *
 * <p>Two moves <em>commute</em> when they use different lanes, are of different tracks, and do not both touch a track that one of them {@linkplain
 * Taken#meddles meddles} with. Moves that commute must lead to the same state in either order.
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
     * @param lane whose state it used; empty for nobody's
     * @param planned the moves that it made possible, or will when those before them on their tracks were taken
     * @param touched the tracks that it took something from or put something on
     * @param meddles whether it does with these tracks what neither of their ends does: cuts them
     */
    record Taken(String lane, List<Move> planned, Set<String> touched, boolean meddles) {}
}
