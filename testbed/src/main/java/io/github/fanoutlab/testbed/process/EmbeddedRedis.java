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
 * A Redis of our own on a free port of the loopback address, for demos and tests on a machine with only a JDK and Maven.
 *
 * <p>It keeps nothing on disk, prints nothing, and ends with this process at the latest, even if that is killed (where there is a
 * POSIX shell to notice it). The server is the binary that
 * {@code com.github.codemonstur:embedded-redis} carries; where that one cannot run (a missing {@code libssl}, a processor it
 * was not built for), a {@code redis-server} on the PATH. May be used from any thread.
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
        return DeathWatch.over(Long.parseLong(askServer(port, PROCESS_ID)));
    }

    /**
     * Starts a Redis and returns when it accepts connections.
     *
     * @throws IllegalStateException if none can be started; the message says why and what to do
     */
    public static EmbeddedRedis start() {
        return startAtLeast(ANY_VERSION);
    }

    /**
     * The same, of Redis {@code major} or later: sharded pub/sub came with 7. What embedded-redis carries is 6.2.
     *
     * @throws IllegalStateException if none can be started; the message says why and what to do
     */
    public static EmbeddedRedis startAtLeast(int major) {
        return start(binaries(), major);
    }

    /**
     * The program that {@link #startAtLeast} would start, for a Redis in a mode of one's own: a node of a cluster, a Sentinel.
     *
     * @throws IllegalStateException if there is none that runs; the message says what was tried
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

    /** The ways to get at a redis-server, in the order in which they are tried. */
    static List<Binary> binaries() {
        return List.of(
                new Binary("the redis-server inside embedded-redis", ExecutableProvider.newJarResourceProvider()),
                new Binary("redis-server on the PATH", EmbeddedRedis::onThePath));
    }

    /**
     * Starts the {@code redis-server} that is installed, whatever its version, and not the one that is embedded.
     *
     * @return empty when there is none on the PATH
     * @throws IllegalStateException if there is one that cannot be started
     */
    public static Optional<EmbeddedRedis> startInstalled() {
        try {
            onThePath();
        } catch (IOException none) {
            return Optional.empty();
        }
        return Optional.of(start(List.of(new Binary("redis-server on the PATH", EmbeddedRedis::onThePath))));
    }

    /** Starts the first of {@code binaries} that can run here. */
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
                        + " redis-server, macOS: brew install redis), or name a Redis that runs with --redis"
                        + " redis://HOST:PORT. Tried:" + problems);
    }

    private int majorVersion() {
        return Integer.parseInt(askServer(port, MAJOR_VERSION));
    }

    private static String askServer(int port, Pattern line) {
        try (Jedis redis = new Jedis(HOST, port)) {
            Matcher answer = line.matcher(redis.info("server"));
            if (!answer.find()) {
                throw new IllegalStateException("the Redis on port " + port + " does not tell its " + line);
            }
            return answer.group(1);
        }
    }

    /** {@code redis://127.0.0.1:PORT}. */
    public String url() {
        return "redis://" + HOST + ":" + port;
    }

    /** The port; it stays the same when Redis is stopped and started again. */
    public int port() {
        return port;
    }

    /** Ends Redis and waits for its end: connections break, keys are gone. Harmless when repeated. */
    public void stop() {
        watch.stop();
        try {
            server.stop();
        } catch (IOException e) {
            throw new UncheckedIOException("Redis on port " + port + " could not be stopped", e);
        }
    }

    /** Stops Redis if it runs, and starts an empty one on the same port. */
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

    /** A way to get at a redis-server. */
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
