package io.github.fanoutlab.tutorial.lesson;

/**
 * The verdict on an answer.
 *
 * @param passed whether the answer is right
 * @param message for the person who answered: what is right; or what the mistake probably is, and where to look
 */
public record Grade(boolean passed, String message) {

    /** A right answer. */
    public static Grade right(String message) {
        return new Grade(true, message);
    }

    /** An answer that is not right yet. */
    public static Grade notYet(String message) {
        return new Grade(false, message);
    }
}
