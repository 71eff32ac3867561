package io.github.fanoutlab.testbed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Another JVM that runs a program of the test class path: the one that runs the test, started anew, or one of another version
 * that is installed beside it.
 */
public record OtherJvm(Path java) {

    private static final int OLDEST = 17;

    /** This JVM, then one of each other version from 17 on that is installed in the same place. */
    public static List<OtherJvm> all() {
        Path home = Path.of(System.getProperty("java.home"));
        List<OtherJvm> all = new ArrayList<>(List.of(new OtherJvm(home.resolve("bin/java"))));
        TreeSet<Integer> versions = new TreeSet<>(List.of(Runtime.version().feature()));
        try (Stream<Path> siblings = Files.list(home.getParent())) {
            for (Path sibling : siblings.sorted().toList()) {
                int version = version(sibling);
                if (version >= OLDEST && Files.isExecutable(sibling.resolve("bin/java")) && versions.add(version)) {
                    all.add(new OtherJvm(sibling.resolve("bin/java")));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return all;
    }

    private static int version(Path home) throws IOException {
        Path release = home.resolve("release");
        if (!Files.isReadable(release)) {
            return 0;
        }
        return Files.readAllLines(release).stream()
                .filter(line -> line.startsWith("JAVA_VERSION=\""))
                .mapToInt(line -> Runtime.Version.parse(line.substring(14, line.length() - 1))
                        .feature())
                .findFirst()
                .orElse(0);
    }

    /** What the program printed, line by line. */
    public List<String> run(Class<?> program, String... args) {
        return run(System.getProperty("java.class.path"), program, args);
    }

    /** What the program printed on this class path, line by line. */
    public List<String> run(String classPath, Class<?> program, String... args) {
        return run(0, List.of("-cp", classPath), program, args);
    }

    /** What the program printed, line by line, before it ended with {@code status}; {@code options} are those of the JVM. */
    public List<String> run(int status, List<String> options, Class<?> program, String... args) {
        List<String> command = new ArrayList<>(List.of(
                java.toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-XX:-UsePerfData",
                "-Dmsgpack.universal-buffer=true",
                "-cp",
                System.getProperty("java.class.path")));
        command.addAll(options);
        command.add(program.getName());
        command.addAll(List.of(args));
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(program.getName() + " did not end in " + java + ":\n" + output);
            }
            if (process.exitValue() != status) {
                throw new AssertionError(program.getName() + " ended with status " + process.exitValue()
                        + " instead of " + status + " in " + java + ":\n" + output);
            }
            return output.lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while " + program.getName() + " ran", e);
        }
    }
}
