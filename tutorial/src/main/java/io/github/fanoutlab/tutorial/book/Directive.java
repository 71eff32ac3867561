package io.github.fanoutlab.tutorial.book;

import java.util.List;

/**
 * What a page asks for in one place: {@code diagram heartbeat adapter}.
 *
 * @param place the line that asks
 * @param name the generator
 * @param args the words that follow the name
 */
public record Directive(FileLine place, String name, List<String> args) {

    public Directive {
        args = List.copyOf(args);
    }

    /**
     * The arguments, if there are as many as {@code names} has words.
     *
     * @param names what is expected, for the error: {@code "SCENARIO GENERATION"}
     */
    public List<String> args(String names) {
        if (args.size() != names.split(" ").length) {
            throw error("'" + name + "' needs " + names + ", but it got '" + String.join(" ", args) + "'");
        }
        return args;
    }

    /** The way from the page to the root of the repository: {@code ../../}. */
    public String upToRoot() {
        return "../".repeat(place.file().split("/").length - 1);
    }

    /** An error of this directive. */
    public BookError error(String problem) {
        return new BookError(place, problem);
    }
}
