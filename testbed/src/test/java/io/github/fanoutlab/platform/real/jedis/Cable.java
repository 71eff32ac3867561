package io.github.fanoutlab.platform.real.jedis;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.net.ServerSocketFactory;

/** A proxy for TCP connections to Redis. When the cable is pulled they stay open, but nothing passes through any more. */
final class Cable implements AutoCloseable {

    private final ServerSocket server;
    private final List<Strand> strands = new CopyOnWriteArrayList<>();

    Cable(int redisPort) throws IOException {
        this(redisPort, ServerSocketFactory.getDefault());
    }

    /** A proxy that takes clients as {@code clients} does, for example over TLS, and connects to Redis over plain TCP. */
    Cable(int redisPort, ServerSocketFactory clients) throws IOException {
        server = clients.createServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        daemon(() -> {
            while (true) {
                Strand strand = new Strand(server.accept(), new Socket("127.0.0.1", redisPort));
                strands.add(strand);
                daemon(strand::carryCommands);
                daemon(strand::carryReplies);
            }
        });
    }

    int port() {
        return server.getLocalPort();
    }

    /** Cuts off all connections there are; later ones get through. */
    void pull() {
        strands.forEach(strand -> strand.pulled = true);
    }

    void awaitTwoSignsOfLifeOnOneConnection() throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (strands.stream().noneMatch(strand -> strand.signsOfLife >= 2)) {
            assertThat(System.nanoTime()).as("two answers to PING").isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Strand strand : strands) {
            strand.client.close();
            strand.redis.close();
        }
    }

    private static void daemon(Task task) {
        Thread thread = new Thread(task);
        thread.setDaemon(true);
        thread.start();
    }

    /** Ends when the sockets do. */
    private interface Task extends Runnable {

        void runUntilClosed() throws IOException;

        @Override
        default void run() {
            try {
                runUntilClosed();
            } catch (IOException closed) {
                // The test is over, or the client has given up.
            }
        }
    }

    private static final class Strand {

        private final Socket client;
        private final Socket redis;
        private volatile boolean pulled;
        private volatile int signsOfLife;

        Strand(Socket client, Socket redis) {
            this.client = client;
            this.redis = redis;
        }

        void carryCommands() throws IOException {
            carry(client.getInputStream(), redis.getOutputStream(), bytes -> {});
        }

        void carryReplies() throws IOException {
            carry(redis.getInputStream(), client.getOutputStream(), bytes -> {
                if (bytes.contains("still there?")) {
                    signsOfLife++;
                }
            });
        }

        private void carry(InputStream from, OutputStream to, Consumer<String> seen) throws IOException {
            byte[] buffer = new byte[8_192];
            for (int count = from.read(buffer); count >= 0; count = from.read(buffer)) {
                if (!pulled) {
                    to.write(buffer, 0, count);
                    seen.accept(new String(buffer, 0, count, ISO_8859_1));
                }
            }
        }
    }
}
