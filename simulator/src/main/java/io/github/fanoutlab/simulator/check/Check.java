package io.github.fanoutlab.simulator.check;

/**
 * One claim, judged on one run.
 *
 * @param name of the claim: the same in all runs
 * @param statement what the claim states of this run
 * @param promised whether the servers promise it in such a run; else that it does not hold is no failure
 * @param expected what the claim demands, in words and numbers
 * @param actual what the run showed, in the same words
 */
public record Check(String name, String statement, boolean promised, boolean passed, String expected, String actual) {

    /** Whether a promise was not kept. */
    public boolean failed() {
        return promised && !passed;
    }
}
