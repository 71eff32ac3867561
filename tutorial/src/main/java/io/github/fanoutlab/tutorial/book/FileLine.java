package io.github.fanoutlab.tutorial.book;

/**
 * A line of a file in the repository, as editors and people find it.
 *
 * @param file relative to the repository, with forward slashes
 * @param line counted from 1
 */
public record FileLine(String file, int line) {

    @Override
    public String toString() {
        return file + ":" + line;
    }
}
