package io.github.fanoutlab.simulator.fault;

/** A text is no run string. The message shows the text, points at the place, and says what was expected there. */
public final class RunStringSyntaxException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    /** {@code column} counts from 0. */
    RunStringSyntaxException(String text, int column, String found, String expected) {
        super("not a run string: at column " + (column + 1) + ": " + found(found) + ", expected " + expected + "\n  "
                + text + "\n  " + " ".repeat(column) + '^');
    }

    private static String found(String found) {
        return found.isEmpty() ? "found nothing" : "found \"" + found + '"';
    }
}
