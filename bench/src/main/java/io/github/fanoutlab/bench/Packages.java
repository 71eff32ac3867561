package io.github.fanoutlab.bench;

import io.github.fanoutlab.bench.program.BenchProgram;
import io.github.fanoutlab.testbed.Repository;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** What the servers of others need, from npm and Maven Central, in the versions that {@code peers/} pins. */
final class Packages {

    private static final long FETCH_MINUTES = 5;
    private static final List<String> NPM = List.of("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund");

    private Packages() {}

    /** Fetches what is missing for {@code peer}; tells why it cannot be measured here, if so. */
    static Optional<String> missing(Peer peer) {
        return switch (peer) {
            case NODE4 -> node("v4");
            case NODE09 -> node("v09");
            case NETTY -> netty();
            default -> Optional.empty();
        };
    }

    private static Optional<String> node(String folder) {
        Path directory = Repository.root().resolve("peers").resolve(folder);
        if (!runs(directory, List.of("node", "--version"))) {
            return Optional.of("there is no Node.js on the PATH");
        }
        boolean there =
                isNewer(directory.resolve("node_modules/.package-lock.json"), directory.resolve("package-lock.json"));
        return there || runs(directory, NPM)
                ? Optional.empty()
                : Optional.of("npm could not install the packages of peers/" + folder);
    }

    private static Optional<String> netty() {
        Path directory = Repository.root().resolve("peers/netty");
        Path classPath = directory.resolve("target/classpath.txt");
        List<String> resolve =
                List.of("mvn", "-q", "-B", "dependency:build-classpath", "-Dmdep.outputFile=" + classPath);
        if (!isNewer(classPath, directory.resolve("pom.xml")) && !runs(directory, resolve)) {
            return Optional.of("Maven could not fetch the libraries of peers/netty");
        }
        List<String> compile = List.of("javac", "-cp", nettyClassPath(), "-d", "target/classes", "NettyServer.java");
        return runs(directory, compile)
                ? Optional.empty()
                : Optional.of("peers/netty/NettyServer.java does not compile");
    }

    private static boolean isNewer(Path made, Path from) {
        try {
            return Files.exists(made)
                    && Files.getLastModifiedTime(made).compareTo(Files.getLastModifiedTime(from)) >= 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The libraries of netty-socketio, its server, and the class that this extends. */
    static String nettyClassPath() {
        Path target = Repository.root().resolve("peers/netty/target");
        try {
            return String.join(
                    File.pathSeparator,
                    target.resolve("classes").toString(),
                    Repository.classesOf(BenchProgram.class).toString(),
                    Files.readString(target.resolve("classpath.txt")).strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether {@code command} ends well. */
    static boolean runs(Path directory, List<String> command) {
        try {
            Process process = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (process.waitFor(FETCH_MINUTES, TimeUnit.MINUTES)) {
                return process.exitValue() == 0;
            }
            process.destroyForcibly();
            return false;
        } catch (IOException none) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
