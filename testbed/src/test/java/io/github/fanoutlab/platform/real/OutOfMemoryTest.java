package io.github.fanoutlab.platform.real;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fanoutlab.platform.DebugLog;
import io.github.fanoutlab.platform.http.ClientHandler;
import io.github.fanoutlab.platform.http.HttpExchange;
import io.github.fanoutlab.platform.http.ListenOptions;
import io.github.fanoutlab.platform.http.WebSocketUpgrade;
import io.github.fanoutlab.platform.real.log.StderrLog;
import io.github.fanoutlab.testbed.OtherJvm;
import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("The loop of a node runs out of memory")
@Timeout(120)
class OutOfMemoryTest {

    private static final OtherJvm JVM = OtherJvm.all().get(0);

    @Test
    @DisplayName("A program that is a server and nothing else ends with a message and status 3")
    void server() {
        assertThat(JVM.run(RealNode.OUT_OF_MEMORY, List.of("-Xmx32m"), Hoarder.class, "alone"))
                .anySatisfy(line -> assertThat(line)
                        .contains("node W1 has ended, and its ports are closed: the process ran out of memory"));
    }

    @Test
    @DisplayName("A program whose other threads are just about to end does so, too")
    void ending() {
        assertThat(JVM.run(RealNode.OUT_OF_MEMORY, List.of("-Xmx32m"), Hoarder.class, "ending"))
                .contains("the last other thread ends");
    }

    @Test
    @DisplayName("A program that goes on finds the port closed, and gets an exception when it calls the node")
    void embedded() {
        assertThat(JVM.run(0, List.of("-Xmx32m"), Hoarder.class, "embedded"))
                .contains("connection refused", "the loop of node W1 has ended: it ran out of memory");
    }

    /** Keeps everything; runs in the other JVM. */
    static final class Hoarder {

        public static void main(String[] args) throws InterruptedException {
            CountDownLatch told = new CountDownLatch(1);
            RealNode node = RealNode.create("W1", new Telling(StderrLog.fromEnvironment("W1"), told));
            int port = node.network()
                    .listen(ListenOptions.loopback(0), new NoClients())
                    .port();
            Thread loop = node.loop().call(Thread::currentThread);
            node.loop().execute(() -> {
                List<Object> kept = new ArrayList<>();
                while (true) {
                    kept.add(new byte[1_000]);
                }
            });
            if (args[0].equals("ending")) {
                told.await();
                while (loop.getState() != Thread.State.TIMED_WAITING && loop.isAlive()) {
                    Thread.onSpinWait();
                }
                System.out.println("the last other thread ends");
            }
            if (args[0].equals("embedded")) {
                loop.join();
                System.out.println(accepts(port) ? "accepted" : "connection refused");
                try {
                    node.loop().execute(() -> {});
                } catch (IllegalStateException expected) {
                    System.out.println(expected.getMessage());
                }
            }
        }

        private static boolean accepts(int port) {
            try (Socket socket = new Socket("127.0.0.1", port)) {
                return socket.isConnected();
            } catch (IOException refused) {
                return false;
            }
        }
    }

    /** A log that tells when something was logged. */
    private record Telling(DebugLog log, CountDownLatch told) implements DebugLog {

        @Override
        public boolean isEnabled(String namespace) {
            return log.isEnabled(namespace);
        }

        @Override
        public void log(String namespace, Supplier<String> message) {
            log.log(namespace, message);
        }

        @Override
        public void warn(String message) {
            log.warn(message);
            told.countDown();
        }
    }

    private static final class NoClients implements ClientHandler {

        @Override
        public void onRequest(HttpExchange exchange) {}

        @Override
        public void onUpgrade(WebSocketUpgrade upgrade) {}
    }
}
