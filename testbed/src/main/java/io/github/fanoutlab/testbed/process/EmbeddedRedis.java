package io.github.fanoutlab.testbed.process;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import redis.clients.jedis.Jedis;
import redis.embedded.RedisServer;
import redis.embedded.core.ExecutableProvider;

/**
 * A Redis process on a free port of the loopback address, for demos and tests on a machine with only a JDK and Maven.
 *
 * <p>It keeps nothing on disk and prints nothing. It ends with this process at the latest, even if this process is killed, as long as
 * there is a POSIX shell. The program is the one inside {@code com.github.codemonstur:embedded-redis}, or, where that cannot run (a
 * missing {@code libssl}, another processor), a {@code redis-server} on the PATH. From any thread.
 */
public final class EmbeddedRedis implements AutoCloseable {

    private static final String HOST = "127.0.0.1";
    private static final int TRIES_PER_BINARY = 3;
    private static final Pattern PROCESS_ID = Pattern.compile("process_id:(\\d+)");
    private static final Pattern MAJOR_VERSION = Pattern.compile("redis_version:(\\d+)");
    private static final Pattern MAJOR_OF_BINARY = Pattern.compile("v=(\\d+)");
    private static final int ANY_VERSION = 0;

    private final RedisServer server;
    private final int port;
    private DeathWatch watch;

    private EmbeddedRedis(RedisServer server, int port) {
        this.server = server;
        this.port = port;
        this.watch = watch(port);
    }

    private static DeathWatch watch(int port) {
        return DeathWatch.over(Long.parseLong(infoServer(port, PROCESS_ID)));
    }

    /**
     * Starts a Redis of any version; returns when it accepts connections.
     *
     * @throws IllegalStateException if none can be started; the message says why and what to do
     */
    public static EmbeddedRedis start() {
        return startAtLeast(ANY_VERSION);
    }

    /**
     * Starts a Redis of version {@code major} or later; returns when it accepts connections. The one inside embedded-redis is 6.2;
     * sharded pub/sub came with 7.
     *
     * @throws IllegalStateException if none can be started; the message says why and what to do
     */
    public static EmbeddedRedis startAtLeast(int major) {
        return start(binaries(), major);
    }

    /**
     * The program that {@link #startAtLeast} would start, for a Redis with other options: a node of a cluster, a Sentinel.
     *
     * @throws IllegalStateException if none runs here; the message says what was tried
     */
    public static Path binaryAtLeast(int major) {
        StringBuilder problems = new StringBuilder();
        for (Binary binary : binaries()) {
            try {
                Path path = binary.provider.get().toPath();
                String version = versionOf(path);
                Matcher matcher = MAJOR_OF_BINARY.matcher(version);
                if (matcher.find() && Integer.parseInt(matcher.group(1)) >= major) {
                    return path;
                }
                problems.append("\n  ").append(binary.name).append(": ").append(version);
            } catch (IOException cannotRun) {
                problems.append("\n  ").append(binary.name).append(": ").append(rootMessage(cannotRun));
            }
        }
        throw new IllegalStateException("No redis-server" + orLater(major) + " runs here. Tried:" + problems);
    }

    private static String versionOf(Path binary) throws IOException {
        Process asked = new ProcessBuilder(binary.toString(), "--version")
                .redirectErrorStream(true)
                .start();
        return new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    }

    private static String orLater(int major) {
        return major == ANY_VERSION ? "" : " " + major + " or later";
    }

    /** The programs, in the order in which they are tried. */
    static List<Binary> binaries() {
        return List.of(
                new Binary("the redis-server inside embedded-redis", ExecutableProvider.newJarResourceProvider()),
                new Binary("redis-server on the PATH", EmbeddedRedis::onThePath));
    }

    /**
     * Starts the {@code redis-server} on the PATH, whatever its version, instead of the one inside embedded-redis.
     *
     * @return empty if there is none on the PATH
     * @throws IllegalStateException if it cannot be started
     */
    public static Optional<EmbeddedRedis> startInstalled() {
        try {
            onThePath();
        } catch (IOException none) {
            return Optional.empty();
        }
        return Optional.of(start(List.of(new Binary("redis-server on the PATH", EmbeddedRedis::onThePath))));
    }

    /** Starts the first of {@code binaries} that runs here. */
    static EmbeddedRedis start(List<Binary> binaries) {
        return start(binaries, ANY_VERSION);
    }

    private static EmbeddedRedis start(List<Binary> binaries, int major) {
        StringBuilder problems = new StringBuilder();
        for (Binary binary : binaries) {
            try {
                EmbeddedRedis redis = start(binary);
                int actual = redis.majorVersion();
                if (actual >= major) {
                    return redis;
                }
                redis.stop();
                problems.append("\n  ")
                        .append(binary.name)
                        .append(": is Redis ")
                        .append(actual);
            } catch (IOException | RuntimeException cannotRun) {
                problems.append("\n  ").append(binary.name).append(": ").append(rootMessage(cannotRun));
            }
        }
        throw new IllegalStateException(
                "No Redis" + orLater(major) + " could be started here. Install redis-server (Debian: apt-get install"
                        + " redis-server, macOS: brew install redis), or name a running Redis with --redis"
                        + " redis://HOST:PORT. Tried:" + problems);
    }

    private int majorVersion() {
        return Integer.parseInt(infoServer(port, MAJOR_VERSION));
    }

    private static String infoServer(int port, Pattern line) {
        try (Jedis redis = new Jedis(HOST, port)) {
            Matcher value = line.matcher(redis.info("server"));
            if (!value.find()) {
                throw new IllegalStateException(
                        "the reply of the Redis on port " + port + " to INFO has no line " + line);
            }
            return value.group(1);
        }
    }

    /** {@code redis://127.0.0.1:PORT}. */
    public String url() {
        return "redis://" + HOST + ":" + port;
    }

    /** The port; {@link #restart} keeps it. */
    public int port() {
        return port;
    }

    /** Ends the process and waits for its end: connections break, and keys are gone. Harmless when repeated. */
    public void stop() {
        watch.stop();
        try {
            server.stop();
        } catch (IOException e) {
            throw new UncheckedIOException("Redis on port " + port + " could not be stopped", e);
        }
    }

    /** Stops the process if it runs, and starts an empty Redis on the same port. */
    public void restart() {
        stop();
        try {
            server.start();
            watch = watch(port);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "Redis could not be started again on port " + port + ": " + rootMessage(e), e);
        }
    }

    @Override
    public void close() {
        stop();
    }

    /** A redis-server program, and its name for people. */
    record Binary(String name, ExecutableProvider provider) {}

    private static EmbeddedRedis start(Binary binary) throws IOException {
        for (int attempt = 1; ; attempt++) {
            int port = freePort();
            RedisServer server = RedisServer.newRedisServer()
                    .executableProvider(binary.provider)
                    .bind(HOST)
                    .port(port)
                    .setting("save \"\"")
                    .setting("appendonly no")
                    .build();
            try {
                server.start();
                return new EmbeddedRedis(server, port);
            } catch (IOException e) {
                boolean portTaken = rootMessage(e).contains("in use");
                if (!portTaken || attempt == TRIES_PER_BINARY) {
                    throw e;
                }
            }
        }
    }

    private static File onThePath() throws IOException {
        String windows = System.getProperty("os.name").startsWith("Windows") ? ".exe" : "";
        return ExecutableProvider.newExecutableInPath("redis-server" + windows).get();
    }

    private static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getByName(HOST))) {
            return probe.getLocalPort();
        }
    }

    private static String rootMessage(Throwable problem) {
        Throwable root = problem;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage()).strip();
    }
}
