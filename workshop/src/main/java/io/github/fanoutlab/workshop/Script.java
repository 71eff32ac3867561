package io.github.fanoutlab.workshop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A presenter's script, as the page shows it: a card for each heading {@code ## 8 min: TITLE} of its Markdown page.
 *
 * @param title the page's own heading
 * @param cards in their order
 */
record Script(String title, List<Card> cards) {

    private static final String FOLDER = "tutorial/presenters";
    private static final Pattern HEADING = Pattern.compile("## (\\d+) min: (.*)");
    private static final Pattern PART = Pattern.compile("\\*\\*(Show|Ask|Predict|They say|You see|Say)\\.\\*\\* (.*)");
    private static final Pattern NUMBER = Pattern.compile("<!-- n: \\S+ -->(.*?)<!-- /n -->");

    /**
     * @param parts what to ask, what the page lets people predict, what they will say, what will be seen, what to say, by these
     *     words; without Markdown
     * @param show the run string that the page loads; empty for none
     * @param commands the same and more for a terminal, in their order
     */
    record Card(int minutes, String title, Map<String, String> parts, String show, List<String> commands) {}

    /** The scripts of the repository at {@code root}, in their order. */
    static List<Script> all(Path root) {
        try (Stream<Path> files = Files.list(root.resolve(FOLDER))) {
            return files.filter(file -> file.getFileName().toString().matches("\\d.*\\.md"))
                    .sorted()
                    .map(Script::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Script read(Path file) {
        try {
            return parse(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads a page. */
    static Script parse(String markdown) {
        String[] sections = markdown.replace("\r\n", "\n").split("\n(?=## )");
        List<Card> cards = new ArrayList<>();
        for (String section : sections) {
            Matcher heading = HEADING.matcher(section.lines().findFirst().orElse(""));
            if (heading.matches()) {
                cards.add(card(Integer.parseInt(heading.group(1)), heading.group(2), section));
            }
        }
        return new Script(sections[0].lines().findFirst().orElse("").replaceFirst("# ", ""), cards);
    }

    private static Card card(int minutes, String title, String section) {
        Map<String, String> parts = new LinkedHashMap<>();
        List<String> commands = new ArrayList<>();
        for (String paragraph : section.split("\n\n")) {
            Matcher part = PART.matcher(paragraph.replace('\n', ' '));
            if (part.matches()) {
                parts.put(part.group(1), plain(part.group(2)).strip());
            } else if (paragraph.startsWith("```sh\n")) {
                paragraph.lines().filter(line -> !line.startsWith("```")).forEach(commands::add);
            }
        }
        String show = parts.remove("Show");
        return new Card(minutes, title, parts, show == null ? "" : show, commands);
    }

    private static String plain(String markdown) {
        return NUMBER.matcher(markdown).replaceAll("$1").replace("`", "").replaceAll("\\[([^]]*)]\\([^)]*\\)", "$1");
    }
}
