package io.github.fanoutlab.bench;

import io.github.fanoutlab.testbed.Repository;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Where and with what something was measured, for people. */
record Machine(
        String processor, int processors, long memoryGigabytes, String system, String java, String node, String redis) {

    private static final long KILOBYTES_PER_GIGABYTE = 1 << 20;

    /** This one. */
    static Machine here() {
        return new Machine(
                field("/proc/cpuinfo", "model name"),
                Runtime.getRuntime().availableProcessors(),
                Math.round(Double.parseDouble(field("/proc/meminfo", "MemTotal").replaceAll("\\D", ""))
                        / KILOBYTES_PER_GIGABYTE),
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                Runtime.version().toString(),
                said(List.of("node", "--version")),
                said(List.of("redis-server", "--version")).replaceAll(".* v=(\\S+) .*", "$1"));
    }

    /** The commit that is measured; with a + if files differ from it. */
    static String commit() {
        boolean changed = !said(List.of("git", "status", "--porcelain", "--untracked-files=no"))
                .isEmpty();
        return said(List.of("git", "rev-parse", "--short", "HEAD")) + (changed ? "+" : "");
    }

    private static String field(String file, String name) {
        return read(file)
                .lines()
                .filter(line -> line.startsWith(name))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse("unknown");
    }

    private static String read(String file) {
        try {
            return Files.readString(Path.of(file));
        } catch (IOException e) {
            throw new IllegalStateException("cannot read " + file + "; a bench needs Linux", e);
        }
    }

    /** The first line that a command prints; nothing if there is none. */
    private static String said(List<String> command) {
        try {
            Process process = new ProcessBuilder(command)
                    .directory(Repository.root().toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .findFirst()
                    .orElse("");
        } catch (IOException none) {
            return "";
        }
    }
}
