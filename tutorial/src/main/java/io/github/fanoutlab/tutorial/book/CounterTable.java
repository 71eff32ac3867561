package io.github.fanoutlab.tutorial.book;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A table of what is counted: {@code counters FILE …} lists the constants of these sources that name a counter, such as {@code
 * "redis.published"}, with their javadoc.
 */
public final class CounterTable implements Generator {

    private static final Pattern COUNTER = Pattern.compile(
            "/\\*\\*((?:(?!\\*/).)*)\\*/\\s+(?:(?:public|private|static|final) )*String [A-Z_]+ = \"([a-z]+\\.[a-zA-Z]+)\";",
            Pattern.DOTALL);
    private static final Pattern LINE_START = Pattern.compile("\\s*\\n\\s*\\*?\\s*");
    private static final Pattern TAG = Pattern.compile("\\{@(?:code|link) #?([^}]*)}");

    private final Path root;

    /** @param root the repository, to which the files are relative */
    public CounterTable(Path root) {
        this.root = root;
    }

    @Override
    public String render(Directive directive) {
        StringBuilder table = new StringBuilder("| Counter | |\n|---|---|");
        for (String file : directive.args()) {
            List<Row> rows = rows(file, directive);
            if (rows.isEmpty()) {
                throw directive.error(file + " names no counter, as in String PUBLISHED = \"redis.published\"");
            }
            rows.forEach(row -> table.append("\n| `" + row.name + "` | " + row.meaning + " |"));
        }
        return table.toString();
    }

    private record Row(String name, String meaning) {}

    private List<Row> rows(String file, Directive directive) {
        Path source = root.resolve(file);
        if (!Files.isRegularFile(source)) {
            throw directive.error("there is no file " + file + " to list counters of");
        }
        try {
            return COUNTER.matcher(Files.readString(source))
                    .results()
                    .map(found -> new Row(found.group(2), plain(found.group(1))))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String plain(String javadoc) {
        Matcher tags = TAG.matcher(LINE_START.matcher(javadoc.strip()).replaceAll(" "));
        return tags.replaceAll("`$1`");
    }
}
