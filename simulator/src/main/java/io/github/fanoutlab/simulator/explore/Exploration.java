package io.github.fanoutlab.simulator.explore;

import java.util.List;
import java.util.TreeSet;

/**
 * What a search came to.
 *
 * @param schedules how many orders of transitions were played to their end
 * @param abandoned how many were given up because all that could follow was searched elsewhere
 * @param orders how many of the schedules are different, when transitions that commute may be exchanged
 * @param states how many states were seen: a state is what every process has handled so far, in which order
 * @param transitions how many transitions were taken, those included that only led back to where something was left to try
 * @param complete whether nothing was left out; else the search came to its limit
 * @param outcomes all that can come of it, in the order in which they were found
 */
public record Exploration(
        Search search,
        long schedules,
        long abandoned,
        long orders,
        long states,
        long transitions,
        boolean complete,
        List<Outcome> outcomes) {

    /**
     * One thing that can come of it.
     *
     * @param schedules how many of the schedules that were played came to this
     * @param first the number of the first of them
     */
    public record Outcome(String words, long schedules, long first) {
        Outcome plus(Outcome more) {
            return new Outcome(words, schedules + more.schedules, first);
        }
    }

    public Exploration {
        outcomes = List.copyOf(outcomes);
    }

    /** The outcomes in the order of their words: equal for searches that found the same. */
    public List<String> words() {
        return List.copyOf(new TreeSet<>(outcomes.stream().map(Outcome::words).toList()));
    }
}
