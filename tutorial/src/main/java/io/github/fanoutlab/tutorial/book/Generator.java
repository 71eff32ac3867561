package io.github.fanoutlab.tutorial.book;

/** Writes what one kind of directive asks for. */
@FunctionalInterface
public interface Generator {

    /**
     * Markdown without a line end at its end; a single line if the directive stands inside a line.
     *
     * @throws BookError when the directive asks for something that does not exist
     */
    String render(Directive directive);
}
