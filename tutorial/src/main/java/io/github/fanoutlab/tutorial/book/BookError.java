package io.github.fanoutlab.tutorial.book;

/**
 * A page, or the file of a lesson, is not as expected, or asks for something that cannot be generated. Change it, or the source that
 * it cites.
 */
public final class BookError extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param problem what was found at {@code place}, what was expected, and what to do */
    public BookError(FileLine place, String problem) {
        super(place + ": " + problem);
    }
}
