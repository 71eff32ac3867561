package io.github.fanoutlab.tutorial.lesson;

/**
 * The verdict on an answer.
 *
 * @param passed whether the answer is right
 * @param message for the person who answered: what is right; or what the mistake probably is, and where to look
 * @param picture what the answer does, as the run draws it; empty if there is nothing to see
 */
public record Grade(boolean passed, String message, String picture) {

    /** A right answer. */
    public static Grade right(String message) {
        return new Grade(true, message, "");
    }

    /** An answer that is not right yet. */
    public static Grade notYet(String message) {
        return new Grade(false, message, "");
    }

    /** This verdict with the picture of a run. */
    public Grade drawn(String run) {
        return new Grade(passed, message, run);
    }
}
