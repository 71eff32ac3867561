package io.github.fanoutlab.tutorial.learn;

/**
 * What came of one attempt at an exercise.
 *
 * @param kind whether it passed; otherwise how far it came
 * @param message for the reader
 * @param picture what the run draws of it; may be empty
 * @param printed what the reader's code wrote to standard output
 */
record Verdict(Kind kind, String message, String picture, String printed) {

    enum Kind {
        PASSED("Passed."),
        NOT_YET("Not yet."),
        DOES_NOT_COMPILE("It does not compile."),
        STOPPED("Stopped.");

        private final String words;

        Kind(String words) {
            this.words = words;
        }
    }

    static Verdict stopped(String message) {
        return new Verdict(Kind.STOPPED, message, "", "");
    }

    boolean passed() {
        return kind == Kind.PASSED;
    }

    /** The first words of an answer. */
    String heading() {
        return kind.words;
    }
}
