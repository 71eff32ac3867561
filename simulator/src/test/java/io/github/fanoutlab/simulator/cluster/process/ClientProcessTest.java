package io.github.fanoutlab.simulator.cluster.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fanoutlab.platform.DebugLog;
import io.github.fanoutlab.platform.http.ListenOptions;
import io.github.fanoutlab.platform.real.RealNode;
import io.github.fanoutlab.simulator.cli.Fanout;
import io.github.fanoutlab.simulator.program.Program;
import io.github.fanoutlab.simulator.program.Programs;
import io.github.fanoutlab.simulator.scenario.Broadcast;
import io.github.fanoutlab.simulator.scenario.Generation;
import io.github.fanoutlab.simulator.scenario.RedisDialect;
import io.github.fanoutlab.testbed.process.EmbeddedRedis;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("./fanout client, a process, beside workers that were started by hand")
class ClientProcessTest {

    private static final int PATIENCE_SECONDS = 120;

    private static EmbeddedRedis redis;

    @BeforeAll
    static void startRedis() {
        redis = EmbeddedRedis.start();
    }

    @AfterAll
    static void stopRedis() {
        redis.stop();
    }

    @ParameterizedTest
    @EnumSource(Generation.class)
    @DisplayName("prints what it gets from which worker, and when; a worker that is gone, and the one that comes back")
    void story(Generation generation) throws Exception {
        try (Worker one = new Worker(generation, "1", 0);
                Worker two = new Worker(generation, "2", 0);
                Client client = new Client(one.url(), two.url(), "--generation", generation.key(), "--room", "red")) {
            client.await(one.address() + " connected");
            client.await("W1 data \"connected to worker: 1\"");
            client.await("W2 data \"connected to worker: 2\"");
            client.await("W1 joined room red");
            client.await("W2 joined room red");

            one.emit(Broadcast.data("payload").to("red"));
            client.await("W1 data \"payload\"");
            client.await("W2 data \"payload\"");

            two.close();
            client.await("W2 disconnected: transport close");
            client.await(two.address() + " reconnecting");

            try (Worker three = new Worker(generation, "3", two.port)) {
                client.await("W3 data \"connected to worker: 3\"");
                client.await("W3 joined room red");
            }
            assertThat(client.lines).containsOnlyOnce("W1 data \"payload\"", "W2 data \"payload\"");
            if (client.process.supportsNormalTermination()) {
                client.process.toHandle().destroy(); // destroy() itself closes what the process writes to
                assertThat(client.exitCode()).isZero();
            } else {
                System.out.println("SKIPPED: the exit code after Ctrl-C: this system only kills");
            }
        }
    }

    @Test
    @DisplayName("a namespace that the server refuses: says so, and ends with 2, since nothing is left to wait for")
    void refused() throws Exception {
        try (Worker one = new Worker(Generation.ADAPTER, "1", 0);
                Client client = new Client(one.url() + "/chat")) {
            client.await(one.address() + "/chat cannot connect: refused: Invalid namespace");
            assertThat(client.exitCode()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @EnumSource(Generation.class)
    @DisplayName("a server of the other generation: prints its response, and says that it may be of that generation")
    void other_generation(Generation generation) throws Exception {
        Generation other = generation == Generation.LEGACY ? Generation.ADAPTER : Generation.LEGACY;
        try (Worker one = new Worker(other, "1", 0);
                Client client = new Client(one.url(), "--generation", generation.key())) {
            String line = client.next();
            while (!line.contains("cannot connect")) {
                line = client.next();
            }
            assertThat(line)
                    .startsWith(one.address() + " cannot connect: ")
                    .contains("HTTP", "400", "(is it a server of generation " + other + "?)")
                    .endsWith("; trying again");
        }
    }

    @Test
    @DisplayName("nobody listens there: says so, and tries again")
    void nobody_there() throws Exception {
        String address;
        try (Worker gone = new Worker(Generation.ADAPTER, "1", 0)) {
            address = gone.address();
        }
        try (Client client = new Client("http://" + address)) {
            client.await(address + " cannot connect: connection refused: nothing listens there; trying again");
        }
    }

    /** A worker on a node of its own, which {@code close} cuts off as if its process had died. */
    private static final class Worker implements AutoCloseable {

        private final RealNode node;
        private final Program program;
        private final int port;

        Worker(Generation generation, String id, int port) {
            this.node = RealNode.create("W" + id, DebugLog.silent());
            CompletableFuture<Program> started = new CompletableFuture<>();
            node.loop()
                    .execute(() ->
                            started.complete(Programs.worker(RedisDialect.usual(generation), node, redis.url(), id)));
            this.program = started.join();
            this.port = program.listen(ListenOptions.loopback(port)).port();
        }

        String address() {
            return "127.0.0.1:" + port;
        }

        String url() {
            return "http://" + address();
        }

        void emit(Broadcast broadcast) {
            node.loop().execute(() -> program.emit(broadcast, acks -> {}));
        }

        @Override
        public void close() {
            node.close();
        }
    }

    /** {@code ./fanout client} with these arguments. */
    private static final class Client implements AutoCloseable {

        private final BlockingQueue<String> printed = new LinkedBlockingQueue<>();

        /** What was read of it, without the time. */
        private final List<String> lines = new ArrayList<>();

        private final Process process;

        Client(String... args) throws IOException {
            List<String> command = new ArrayList<>(List.of(
                    ProcessHandle.current().info().command().orElseThrow(),
                    "-XX:TieredStopAtLevel=1",
                    "-XX:+UseSerialGC",
                    "-Dmsgpack.universal-buffer=true",
                    "-cp",
                    ClassPath.ofThisProcess(),
                    Fanout.class.getName(),
                    "client"));
            command.addAll(List.of(args));
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
            Thread reader = new Thread(this::read);
            reader.setDaemon(true);
            reader.start();
        }

        private void read() {
            try (BufferedReader output = process.inputReader()) {
                output.lines().forEach(printed::add);
            } catch (IOException killed) {
                // That was the last line.
            }
        }

        /** The next line, without its time. */
        String next() throws InterruptedException {
            String line = printed.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            assertThat(line)
                    .as("a line within %d s; those before: %s", PATIENCE_SECONDS, lines)
                    .matches("[0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{3} .+");
            lines.add(line.substring(line.indexOf(' ') + 1));
            return lines.get(lines.size() - 1);
        }

        void await(String line) throws InterruptedException {
            while (!lines.contains(line)) {
                next();
            }
        }

        int exitCode() throws InterruptedException {
            assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
            return process.exitValue();
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }
}
