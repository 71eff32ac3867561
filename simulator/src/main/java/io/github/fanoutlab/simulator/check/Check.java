package io.github.fanoutlab.simulator.check;

/**
 * One judgement on a run.
 *
 * @param name what is claimed, as a sentence that a newcomer understands
 * @param expected what the scenario demands, in words and numbers
 * @param actual what the run showed, in the same words
 */
public record Check(String name, boolean passed, String expected, String actual) {

    /** Passed when the run shows, word for word, what is expected. */
    public static Check same(String name, String expected, String actual) {
        return new Check(name, expected.equals(actual), expected, actual);
    }
}
