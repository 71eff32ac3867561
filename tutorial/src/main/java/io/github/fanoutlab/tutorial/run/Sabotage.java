package io.github.fanoutlab.tutorial.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A fault that a chapter asks its reader to make in the real sources. The book makes it too: in a copy of the one file,
 * compiled in memory and run in the simulator, so that what the chapter says of it is what happens.
 *
 * @param name as pages call it
 * @param file the source to change, relative to the repository
 * @param line the line to take out; how it is indented or broken into several does not matter
 * @param instead what comes in its place; empty for nothing
 * @param nth which of the lines that look so is meant, from 1
 */
public record Sabotage(String name, String file, String line, String instead, int nth) {

    private static final String JAVA = "src/main/java/";

    /** The workers forget their adapter: everything seems to work, and nobody hears of anybody. */
    public static final Sabotage DEAF_WORKERS = new Sabotage(
            "deaf-workers",
            "simulator/" + JAVA + "io/github/fanoutlab/simulator/program/AdapterPrograms.java",
            "io.adapter(RedisAdapter.at(redis));",
            "",
            2);

    /** A node takes its own message, come back from Redis, for somebody else's. */
    public static final Sabotage ECHO = new Sabotage(
            "echo",
            "adapter/" + JAVA + "io/github/fanoutlab/adapter/redis/pubsub/BroadcastReceiver.java",
            "if (uid.equals(message.path(0).asString(\"\"))) {",
            "if (false) {",
            1);

    /** All of them. */
    public static final List<Sabotage> ALL = List.of(DEAF_WORKERS, ECHO);

    static Sabotage named(String name) {
        return ALL.stream()
                .filter(sabotage -> sabotage.name.equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no sabotage '" + name + "', only "
                        + ALL.stream().map(Sabotage::name).collect(Collectors.joining(", "))));
    }

    /** The change as a patch shows it. */
    String patch() {
        return "- " + line + (instead.isEmpty() ? "" : "\n+ " + instead);
    }

    /** The simulator with the changed source in place of the real one. */
    Patched commit(Path root) {
        String className = file.substring(file.indexOf(JAVA) + JAVA.length())
                .replace(".java", "")
                .replace('/', '.');
        return new Patched(className, changed(root));
    }

    /**
     * The source with the change.
     *
     * @throws IllegalArgumentException if the line is not there so often; names the sabotage, the file and the line
     */
    String changed(Path root) {
        String source;
        try {
            source = Files.readString(root.resolve(file)).replace("\r\n", "\n");
        } catch (IOException e) {
            throw new UncheckedIOException("the sabotage '" + name + "' cannot read the file that it changes", e);
        }
        List<MatchResult> found = spaced().matcher(source).results().toList();
        if (found.size() < nth) {
            throw new IllegalArgumentException("the sabotage '" + name + "' does not find its line in " + file + ": "
                    + line + "\n  it is there " + found.size() + " times, " + nth + " needed; if the source says it in"
                    + " other words now, say it so where the sabotage is defined");
        }
        MatchResult meant = found.get(nth - 1);
        return source.substring(0, meant.start()) + instead + source.substring(meant.end());
    }

    /** The line's words and signs, with any space between them or none. */
    private Pattern spaced() {
        return Pattern.compile(Pattern.compile("\\w+|[^\\w\\s]")
                .matcher(line)
                .results()
                .map(token -> Pattern.quote(token.group()))
                .collect(Collectors.joining("\\s*")));
    }
}
