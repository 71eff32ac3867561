package io.github.fanoutlab.tutorial.book;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A table of counters")
class CounterTableTest {

    private static final Pattern COUNTER = Pattern.compile("\"(?:redis|adapter|legacy)\\.[a-zA-Z]+\";");

    @TempDir
    Path root;

    @Test
    @DisplayName("has the name and the javadoc of each, and nothing else of the source")
    void table() throws IOException {
        Files.writeString(root.resolve("Counted.java"), """
                /** A class. */
                final class Counted {
                    /** The name of a log. */
                    private static final String LOG = "log";

                    /** Counts what was {@code sent}, to
                     * anybody. */
                    public static final String SENT = "redis.sent";

                    /** How many are up. */
                    private static final String UP = "redis.up";
                """);

        assertThat(render("Counted.java")).isEqualTo("""
                | Counter | |
                |---|---|
                | `redis.sent` | Counts what was `sent`, to anybody. |
                | `redis.up` | How many are up. |""");
    }

    @Test
    @DisplayName("of a source without counters, or of none, is an error")
    void errors() throws IOException {
        Files.writeString(root.resolve("Plain.java"), "class Plain {}\n");

        assertThatThrownBy(() -> render("Plain.java")).hasMessageContaining("p.md:7: Plain.java names no counter");
        assertThatThrownBy(() -> render("Gone.java")).hasMessageContaining("p.md:7: there is no file Gone.java");
    }

    @Test
    @DisplayName("in the README of each server has every counter of its sources and of the platform's")
    void complete() throws IOException {
        for (String module : List.of("adapter", "legacy-store")) {
            Set<String> counters = new TreeSet<>(counters("platform"));
            counters.addAll(counters(module));

            assertThat(Files.readString(Book.repository().resolve(module + "/README.md")))
                    .contains(counters.stream()
                            .map(counter -> "| `" + counter + "` |")
                            .toList());
        }
    }

    private static Set<String> counters(String module) throws IOException {
        try (Stream<Path> files = Files.walk(Book.repository().resolve(module + "/src/main/java"))) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .flatMap(file -> COUNTER.matcher(read(file)).results())
                    .map(MatchResult::group)
                    .map(literal -> literal.replaceAll("[\";]", ""))
                    .collect(Collectors.toSet());
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String render(String file) {
        return new CounterTable(root).render(new Directive(new FileLine("p.md", 7), "counters", List.of(file)));
    }
}
