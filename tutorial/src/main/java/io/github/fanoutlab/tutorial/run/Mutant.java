package io.github.fanoutlab.tutorial.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A defect that a chapter asks its reader to plant in the real sources. The book plants it too: in a copy of the one file,
 * which is compiled in memory and run in the simulator. So the chapter says what really happens.
 *
 * @param name as pages call it
 * @param file the source to change, relative to the repository
 * @param line the line to take out; its indentation and line breaks do not matter
 * @param instead what replaces it; empty for nothing
 * @param nth which of several equal lines is meant, from 1
 */
public record Mutant(String name, String file, String line, String instead, int nth) {

    private static final String JAVA = "src/main/java/";

    /** The workers have no adapter: everything seems to work, but no worker hears the others. */
    public static final Mutant DEAF_WORKERS = new Mutant(
            "deaf-workers",
            "simulator/" + JAVA + "io/github/fanoutlab/simulator/program/AdapterPrograms.java",
            "io.adapter(redisAdapter(redis));",
            "",
            2);

    /** Worker 4 alone has no adapter. */
    public static final Mutant ONE_DEAF = new Mutant(
            "one-deaf",
            DEAF_WORKERS.file,
            DEAF_WORKERS.line,
            "if (!workerId.equals(\"4\")) {\n    io.adapter(redisAdapter(redis));\n}",
            2);

    /** A node delivers its own message again when Redis brings it back. */
    public static final Mutant ECHO = new Mutant(
            "echo",
            "adapter/" + JAVA + "io/github/fanoutlab/adapter/redis/pubsub/BroadcastReceiver.java",
            "if (uid.equals(message.path(0).asString(\"\"))) {",
            "if (false) {",
            1);

    /** Each 0.9 process has one Redis client in place of three. */
    public static final Mutant ONE_CLIENT = store(
            "one-client",
            "RedisConnection redisSub = ports.createRedisClient(\"sub\", redis);"
                    + " RedisConnection redisClient = ports.createRedisClient(\"client\", redis);",
            "RedisConnection redisSub = redisPub;\nRedisConnection redisClient = redisPub;");

    /** Each 0.9 process has two: what it publishes and what it keeps goes over the same one. */
    public static final Mutant CLIENT_IS_PUB = store(
            "client-is-pub",
            "RedisConnection redisClient = ports.createRedisClient(\"client\", redis);",
            "RedisConnection redisClient = redisPub;");

    /** Each 0.9 process has two: what it keeps goes over the one that has subscribed. */
    public static final Mutant CLIENT_IS_SUB = store(
            "client-is-sub",
            "RedisConnection redisClient = ports.createRedisClient(\"client\", redis);",
            "RedisConnection redisClient = redisSub;");

    /** All of them. */
    public static final List<Mutant> ALL =
            List.of(DEAF_WORKERS, ONE_DEAF, ECHO, ONE_CLIENT, CLIENT_IS_PUB, CLIENT_IS_SUB);

    private static Mutant store(String name, String line, String instead) {
        return new Mutant(
                name,
                "simulator/" + JAVA + "io/github/fanoutlab/simulator/program/LegacyPrograms.java",
                line,
                instead,
                1);
    }

    /** The mutant that the reader has planted in the sources by hand, if any. */
    public static Optional<Mutant> planted(Path root) {
        return ALL.stream()
                .filter(mutant -> mutant.isPlantedIn(mutant.source(root)))
                .findFirst();
    }

    private boolean isPlantedIn(String source) {
        Matcher replaced = spaced(instead).matcher(source);
        boolean gone = spaced(line).matcher(replaced.replaceAll("")).results().count() < nth;
        return gone && replaced.reset().find();
    }

    static Mutant named(String name) {
        return ALL.stream()
                .filter(mutant -> mutant.name.equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no mutant '" + name + "', only "
                        + ALL.stream().map(Mutant::name).collect(Collectors.joining(", "))));
    }

    /** The change as a patch shows it. */
    String patch() {
        return "- " + line.replace("; ", ";\n- ") + (instead.isEmpty() ? "" : "\n+ " + instead.replace("\n", "\n+ "));
    }

    /** The simulator with the changed source in place of the real one. */
    PatchedSimulator compile(Path root) {
        return new PatchedSimulator(Map.of(className(), changed(root)));
    }

    /** The class in the file. */
    String className() {
        return file.substring(file.indexOf(JAVA) + JAVA.length())
                .replace(".java", "")
                .replace('/', '.');
    }

    /**
     * The source with the change.
     *
     * @throws IllegalArgumentException if the source does not have the line so often; it names the mutant, the file and the line
     */
    String changed(Path root) {
        return changed(source(root));
    }

    /** {@code source}, which is that of the file, with the change. */
    String changed(String source) {
        List<MatchResult> found = spaced(line).matcher(source).results().toList();
        if (found.size() < nth) {
            throw new IllegalArgumentException("the mutant '" + name + "' does not find its line in " + file + ": "
                    + line + "\n  found " + found.size() + " times, needed " + nth
                    + " times; if the source has changed,"
                    + " change the definition of the mutant");
        }
        MatchResult meant = found.get(nth - 1);
        return source.substring(0, meant.start()) + instead + source.substring(meant.end());
    }

    private String source(Path root) {
        try {
            return Files.readString(root.resolve(file)).replace("\r\n", "\n");
        } catch (IOException e) {
            throw new UncheckedIOException("the mutant '" + name + "' cannot read the file that it changes", e);
        }
    }

    /** The words and signs of {@code code}, with any space between them or none. */
    private static Pattern spaced(String code) {
        return Pattern.compile(Pattern.compile("\\w+|[^\\w\\s]")
                .matcher(code)
                .results()
                .map(token -> Pattern.quote(token.group()))
                .collect(Collectors.joining("\\s*")));
    }
}
