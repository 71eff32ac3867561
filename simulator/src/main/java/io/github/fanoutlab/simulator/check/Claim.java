package io.github.fanoutlab.simulator.check;

import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Something that must hold in every run of a kind.
 *
 * @param <R> what it is judged by: the observation of a calm run, or the facts of a run with faults
 * @param name a sentence that a newcomer understands; the same in all runs
 * @param statement the same sentence with the numbers of a run, such as a time limit
 * @param promised whether the servers promise it in such a run; some promises need sticky sessions
 * @param rule says what a run shows of it
 */
public record Claim<R>(String name, Function<R, String> statement, Predicate<R> promised, Function<R, Finding> rule) {

    /** A claim that states the same in all runs and is always promised. */
    public static <R> Claim<R> that(String name, Function<R, Finding> rule) {
        return new Claim<>(name, run -> name, run -> true, rule);
    }

    /** The same claim with a statement that has numbers of the run in it. */
    public Claim<R> stating(Function<R, String> words) {
        return new Claim<>(name, words, promised, rule);
    }

    /** The same claim, promised only in the runs that {@code condition} accepts. */
    public Claim<R> promisedIf(Predicate<R> condition) {
        return new Claim<>(name, statement, condition, rule);
    }

    /** Judges a run. */
    public Check judge(R run) {
        Finding finding = rule.apply(run);
        return new Check(
                name, statement.apply(run), promised.test(run), finding.holds(), finding.expected(), finding.actual());
    }
}
