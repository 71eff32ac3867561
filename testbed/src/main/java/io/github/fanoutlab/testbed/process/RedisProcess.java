package io.github.fanoutlab.testbed.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.Assumptions;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisException;

/** A redis-server process of a test's own, in a mode that {@link EmbeddedRedis} has no use for. From any thread. */
public final class RedisProcess implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 30;
    private static final long POLL_MILLIS = 20;
    private static final int MAX_TRIES = 3;
    private static final long NEVER_DOWN_MILLIS = 120_000;

    private final Process process;
    private final DeathWatch watch;
    private final int port;

    private RedisProcess(Process process, int port) {
        this.process = process;
        this.watch = DeathWatch.over(process.pid());
        this.port = port;
    }

    /** A redis-server of version {@code major} or later; where there is none, the test is skipped and the reason printed. */
    public static Path binary(int major, String what) {
        try {
            return EmbeddedRedis.binaryAtLeast(major);
        } catch (IllegalStateException none) {
            String reason = "SKIPPED: the check against " + what + ". " + none.getMessage();
            System.out.println(reason);
            return Assumptions.abort(reason);
        }
    }

    /** A server that keeps nothing, with more options; it answers when this returns. */
    public static RedisProcess server(Path binary, Path directory, String... options) throws IOException {
        return start(port -> {
            List<String> command = new ArrayList<>(List.of(binary.toString(), "--port", String.valueOf(port)));
            command.addAll(List.of("--bind", "127.0.0.1", "--save", "", "--appendonly", "no"));
            command.addAll(List.of("--dir", ownDirectory(directory, port).toString()));
            command.addAll(List.of(options));
            return command;
        });
    }

    /**
     * A Sentinel that alone decides over the master {@code name} at {@code master}; it answers when this returns. It fails over when
     * told to: a machine that is busy for a moment must not be taken for a dead master.
     */
    public static RedisProcess sentinel(Path binary, Path directory, String name, RedisProcess master)
            throws IOException {
        return start(port -> {
            Path own = ownDirectory(directory, port);
            Path config = Files.write(
                    own.resolve("sentinel.conf"),
                    List.of(
                            "port " + port,
                            "bind 127.0.0.1",
                            "dir " + own,
                            "sentinel monitor " + name + " 127.0.0.1 " + master.port + " 1",
                            "sentinel down-after-milliseconds " + name + " " + NEVER_DOWN_MILLIS,
                            "sentinel failover-timeout " + name + " 10000"));
            return List.of(binary.toString(), config.toString(), "--sentinel");
        });
    }

    private interface Command {
        List<String> onPort(int port) throws IOException;
    }

    /** Somebody else may take a port between its being found and being used: then there is another try. */
    private static RedisProcess start(Command command) throws IOException {
        for (int tries = 1; ; tries++) {
            int port = freePort();
            Process process = new ProcessBuilder(command.onPort(port))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            RedisProcess started = new RedisProcess(process, port);
            started.await(reply -> reply.equals("PONG") || !process.isAlive(), "PING");
            if (process.isAlive()) {
                return started;
            }
            started.close();
            if (tries == MAX_TRIES) {
                throw new IOException("redis-server ends at once: " + command.onPort(port));
            }
        }
    }

    private static Path ownDirectory(Path directory, int port) throws IOException {
        return Files.createDirectories(directory.resolve(String.valueOf(port)));
    }

    /** A cluster node takes a second port, 10,000 higher. */
    private static int freePort() throws IOException {
        while (true) {
            try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
                if (probe.getLocalPort() < 55_000) {
                    return probe.getLocalPort();
                }
            }
        }
    }

    /** The port on the loopback address. */
    public int port() {
        return port;
    }

    /** {@code 127.0.0.1:PORT}. */
    public String hostAndPort() {
        return "127.0.0.1:" + port;
    }

    /** The reply as text; a refusal as its text. */
    public String ask(String command, Object... args) {
        String[] words = new String[args.length];
        for (int i = 0; i < args.length; i++) {
            words[i] = String.valueOf(args[i]);
        }
        try (Jedis jedis = new Jedis("127.0.0.1", port)) {
            return text(jedis.sendCommand(() -> command.getBytes(StandardCharsets.UTF_8), words));
        } catch (JedisException refused) {
            return String.valueOf(refused.getMessage());
        }
    }

    private static String text(Object reply) {
        if (reply instanceof List<?> items) {
            return items.stream().map(RedisProcess::text).toList().toString();
        }
        return reply instanceof byte[] bytes ? new String(bytes, StandardCharsets.UTF_8) : String.valueOf(reply);
    }

    /** Asks until the reply is as wanted; fails when that is not so within thirty seconds. */
    public void await(Predicate<String> wanted, String command, Object... args) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        String reply = ask(command, args);
        while (!wanted.test(reply)) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("Redis on port " + port + " goes on answering " + command + " with " + reply);
            }
            pause();
            reply = ask(command, args);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }

    /** Kills it without a word, and waits for its end. */
    @Override
    public void close() {
        watch.stop();
        process.destroyForcibly().onExit().join();
    }
}
