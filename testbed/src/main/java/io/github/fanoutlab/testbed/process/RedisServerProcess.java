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
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisException;

/** A redis-server process that a test configures: a cluster node, a replica, a Sentinel. From any thread. */
public final class RedisServerProcess implements AutoCloseable {

    private static final long AWAIT_SECONDS = 30;
    private static final long POLL_MILLIS = 20;
    private static final int MAX_TRIES = 3;
    private static final long NEVER_DOWN_MILLIS = 120_000;

    private final Process process;
    private final DeathWatch watch;
    private final int port;

    private RedisServerProcess(Process process, int port) {
        this.process = process;
        this.watch = DeathWatch.over(process.pid());
        this.port = port;
    }

    /** Starts a server that keeps nothing on disk, with more options; returns when it answers. */
    public static RedisServerProcess server(Path binary, Path directory, String... options) throws IOException {
        return start(port -> {
            List<String> command = new ArrayList<>(List.of(binary.toString(), "--port", String.valueOf(port)));
            command.addAll(List.of("--bind", "127.0.0.1", "--save", "", "--appendonly", "no"));
            command.addAll(List.of("--dir", ownDirectory(directory, port).toString()));
            command.addAll(List.of(options));
            return command;
        });
    }

    /**
     * Starts a Sentinel that alone decides about the master {@code name}; returns when it answers. It fails over only when told to,
     * so that a machine that is busy for a moment is not taken for a dead master.
     */
    public static RedisServerProcess sentinel(Path binary, Path directory, String name, RedisServerProcess master)
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

    /** Tries another port if somebody else took the first one after it was found to be free. */
    private static RedisServerProcess start(Command command) throws IOException {
        for (int tries = 1; ; tries++) {
            int port = freePort();
            Process process = new ProcessBuilder(command.onPort(port))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            RedisServerProcess started = new RedisServerProcess(process, port);
            started.await(reply -> reply.equals("PONG") || !process.isAlive(), "PING");
            if (process.isAlive()) {
                return started;
            }
            started.close();
            if (tries == MAX_TRIES) {
                throw new IOException("redis-server ends as soon as it starts: " + command.onPort(port));
            }
        }
    }

    private static Path ownDirectory(Path directory, int port) throws IOException {
        return Files.createDirectories(directory.resolve(String.valueOf(port)));
    }

    /** A free port below 55,000, since a cluster node also takes the port 10,000 above its own. */
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

    /** Sends a command; returns its reply as text, or Redis's error as text. */
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
            return items.stream().map(RedisServerProcess::text).toList().toString();
        }
        return reply instanceof byte[] bytes ? new String(bytes, StandardCharsets.UTF_8) : String.valueOf(reply);
    }

    /** Sends a command again and again until the reply is as wanted; fails after thirty seconds. */
    public void await(Predicate<String> wanted, String command, Object... args) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(AWAIT_SECONDS);
        String reply = ask(command, args);
        while (!wanted.test(reply)) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("Redis on port " + port + " still replies to " + command + " with " + reply);
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

    /** Kills the process and waits for its end. */
    @Override
    public void close() {
        watch.stop();
        process.destroyForcibly().onExit().join();
    }
}
