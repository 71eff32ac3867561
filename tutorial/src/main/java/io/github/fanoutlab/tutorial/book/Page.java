package io.github.fanoutlab.tutorial.book;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One Markdown page, read line by line:
 *
 * <pre>
 * state   line                          goes to   written
 * ------  ----------------------------  --------  ------------------------------------------
 * TEXT    {@code ```}                           FENCE     unchanged
 * TEXT    {@code <!-- generated: … -->}         BLOCK     unchanged, then what is generated
 * TEXT    {@code <!-- end -->}                  (error)   an end without a beginning
 * TEXT    anything else                 TEXT      with its numbers generated
 * FENCE   {@code ```}                           TEXT      unchanged
 * FENCE   anything else                 FENCE     unchanged: an example is no directive
 * BLOCK   {@code <!-- end -->}                  TEXT      unchanged
 * BLOCK   {@code <!-- generated: … -->}         (error)   the block before it has no end
 * BLOCK   anything else                 BLOCK     nothing: its new text has been written
 * </pre>
 */
public final class Page {

    private enum State {
        TEXT,
        FENCE,
        BLOCK
    }

    private static final String END = "<!-- end -->";
    private static final Pattern BLOCK = Pattern.compile("<!-- generated: (\\S+)((?: \\S+)*) -->");
    private static final Pattern NUMBER = Pattern.compile("<!-- n: (\\S+) -->(.*?)<!-- /n -->");
    private static final Pattern NEARLY_BLOCK = Pattern.compile("\\s*<!--\\s*(generated|end)\\b.*");
    private static final Pattern NEARLY_NUMBER = Pattern.compile("<!--\\s*/?n\\s*[:>-]");
    private static final Pattern FENCE = Pattern.compile("\\s*(`{3,}|~{3,})");
    private static final Pattern STARTS_WITH_NUMBER = Pattern.compile("[\\s>*+-]*(\\d+[.)]\\s+)?<!-- n: .*");

    private final String file;
    private final List<String> lines;
    private final Generators generators;
    private final List<String> written = new ArrayList<>();
    private State state = State.TEXT;
    private String fence = "";
    private FileLine begun;

    private Page(String file, String text, Generators generators) {
        this.file = file;
        this.lines = List.of(text.split("\n", -1));
        this.generators = generators;
    }

    /**
     * {@code text} with everything generated that it asks for; the same text if nothing has drifted.
     *
     * @param file the page's path in the repository, with forward slashes
     * @throws BookError naming file and line of what cannot be generated
     */
    public static String render(String file, String text, Generators generators) {
        return new Page(file, text, generators).render();
    }

    private String render() {
        for (int i = 0; i < lines.size(); i++) {
            read(lines.get(i), new FileLine(file, i + 1));
        }
        if (state == State.BLOCK) {
            throw new BookError(begun, "this block has no end: expected a line " + END + " after it");
        }
        return String.join("\n", written);
    }

    private void read(String line, FileLine place) {
        switch (state) {
            case TEXT -> text(line, place);
            case FENCE -> fence(line);
            case BLOCK -> block(line, place);
        }
    }

    private void text(String line, FileLine place) {
        Matcher block = BLOCK.matcher(line);
        if (block.matches()) {
            state = State.BLOCK;
            begun = place;
            written.add(line);
            written.add(generated(new Directive(place, block.group(1), words(block.group(2)))));
        } else if (line.equals(END)) {
            throw new BookError(place, "an end without a beginning: there is no <!-- generated: … --> before it");
        } else if (NEARLY_BLOCK.matcher(line).matches()) {
            throw new BookError(
                    place,
                    "nearly a directive: '" + line + "'. Write <!-- generated: NAME ARGS --> or " + END
                            + " on a line of its own, with exactly these spaces");
        } else {
            openFence(line);
            written.add(state == State.FENCE ? line : numbers(line, place));
        }
    }

    private void openFence(String line) {
        Matcher opening = FENCE.matcher(line);
        if (opening.lookingAt()) {
            state = State.FENCE;
            fence = opening.group(1);
        }
    }

    private void fence(String line) {
        written.add(line);
        if (line.strip().equals(fence)) {
            state = State.TEXT;
        }
    }

    private void block(String line, FileLine place) {
        if (line.equals(END)) {
            state = State.TEXT;
            written.add(line);
        } else if (NEARLY_BLOCK.matcher(line).matches()) {
            throw new BookError(
                    begun,
                    "this block has no end: line " + place.line() + " is '" + line + "' where " + END
                            + " was expected first");
        }
    }

    private String generated(Directive directive) {
        String text = generators.render(directive);
        if (text.lines().anyMatch(line -> NEARLY_BLOCK.matcher(line).matches())) {
            throw directive.error(
                    "the generated text contains a directive itself, so the end of the block could not be found again");
        }
        return "\n" + text + "\n";
    }

    private String numbers(String line, FileLine place) {
        if (STARTS_WITH_NUMBER.matcher(line).matches()) {
            throw new BookError(
                    place,
                    "this line begins with a number, and Markdown would take the whole line for HTML. Put a word first");
        }
        Matcher number = NUMBER.matcher(line);
        if (NEARLY_NUMBER.matcher(number.replaceAll("")).find()) {
            throw new BookError(
                    place, "a number without its end, or nearly one. Write <!-- n: KEY -->4<!-- /n --> on one line");
        }
        return NUMBER.matcher(line).replaceAll(found -> Matcher.quoteReplacement(number(place, found.group(1))));
    }

    private String number(FileLine place, String key) {
        return "<!-- n: " + key + " -->" + generators.render(new Directive(place, "n", List.of(key))) + "<!-- /n -->";
    }

    private static List<String> words(String args) {
        return args.isBlank() ? List.of() : List.of(args.strip().split(" "));
    }
}
