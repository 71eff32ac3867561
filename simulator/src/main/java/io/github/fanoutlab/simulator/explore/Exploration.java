package io.github.fanoutlab.simulator.explore;

import java.util.List;
import java.util.TreeSet;

/**
 * The result of a search.
 *
 * @param schedules how many schedules (orders of transitions) were played to their end
 * @param abandoned how many were given up because whatever could follow is searched elsewhere
 * @param orders how many schedules are different, not counting the order of transitions that commute
 * @param states how many states were seen; a state is what each process has handled so far, and in which order
 * @param transitions how many transitions were taken, including those that only led back to a choice point
 * @param complete whether nothing was left out; if false, the search reached its limit
 * @param outcomes all possible outcomes, in the order of finding
 */
public record Exploration(
        long schedules,
        long abandoned,
        long orders,
        long states,
        long transitions,
        boolean complete,
        List<Outcome> outcomes) {

    /**
     * One possible outcome.
     *
     * @param schedules how many schedules led to it
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

    /** The words of the outcomes, sorted: equal for two searches that found the same. */
    public List<String> words() {
        return List.copyOf(new TreeSet<>(outcomes.stream().map(Outcome::words).toList()));
    }
}
