package io.github.fanoutlab.simulator.stage;

import io.github.fanoutlab.testbed.Repository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Run strings with their trace hashes, as a file keeps them.
 *
 * @param sources the fingerprint of the sources that made these hashes
 * @param hashes by run string, in the order of the file
 */
record GoldenHashes(String sources, Map<String, String> hashes) {

    static final String UPDATE_COMMAND = "mvn test -Dtest=HashesTest -Dhashes.update=true";

    private static final Path REPOSITORY = Repository.root();
    private static final Path FILE =
            REPOSITORY.resolve("simulator/src/test/resources/io/github/fanoutlab/simulator/stage/hashes.txt");
    private static final List<String> MODULES = List.of("platform", "legacy-store", "adapter", "simulator");
    private static final String SOURCES = "sources ";

    static GoldenHashes read() {
        try {
            Map<String, String> hashes = new LinkedHashMap<>();
            String sources = "";
            for (String line : Files.readAllLines(FILE)) {
                int space = line.indexOf(' ');
                if (line.startsWith(SOURCES)) {
                    sources = line.substring(space + 1);
                } else if (!line.startsWith("#") && space > 0) {
                    hashes.put(line.substring(space + 1), line.substring(0, space));
                }
            }
            return new GoldenHashes(sources, hashes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void write() {
        String lines = hashes.entrySet().stream()
                .map(entry -> entry.getValue() + ' ' + entry.getKey() + '\n')
                .collect(Collectors.joining());
        try {
            Files.writeString(FILE, "# Written by: " + UPDATE_COMMAND + "\n" + SOURCES + sources + '\n' + lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A fingerprint of everything that decides what a run does, but for the JVM and the libraries. */
    static String sourcesOfNow() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String module : MODULES) {
                for (Path source : sourcesOf(module)) {
                    String name = REPOSITORY.relativize(source).toString().replace('\\', '/');
                    String text = Files.readString(source).replace("\r\n", "\n");
                    digest.update((name + '\n' + text).getBytes(StandardCharsets.UTF_8));
                }
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    private static List<Path> sourcesOf(String module) throws IOException {
        try (Stream<Path> files = Files.walk(REPOSITORY.resolve(module).resolve("src/main/java"))) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }
}
