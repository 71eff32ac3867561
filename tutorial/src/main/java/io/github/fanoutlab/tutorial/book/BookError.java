package io.github.fanoutlab.tutorial.book;

/** A page asks for something that cannot be generated. Change the page, or the source that it cites. */
public final class BookError extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param problem what was found at {@code place}, what was expected, and what to do */
    public BookError(FileLine place, String problem) {
        super(place + ": " + problem);
    }
}
