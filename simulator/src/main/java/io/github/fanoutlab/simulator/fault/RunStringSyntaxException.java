package io.github.fanoutlab.simulator.fault;

/** A text is no run string. The message shows the text, points at the place, and says what was expected there. */
public final class RunStringSyntaxException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final String problem;

    /** {@code column} counts from 0. */
    RunStringSyntaxException(String text, int column, String found, String expected) {
        this(column, found(found) + ", expected " + expected + "\n  " + text + "\n  " + " ".repeat(column) + '^');
    }

    private RunStringSyntaxException(int column, String problem) {
        super("not a run string: at column " + (column + 1) + ": " + problem);
        this.problem = problem;
    }

    /** What was found and what was expected, and the text with the place, for a text that was asked for by another name. */
    public String problem() {
        return problem;
    }

    private static String found(String found) {
        return found.isEmpty() ? "found nothing" : "found \"" + found + '"';
    }
}
