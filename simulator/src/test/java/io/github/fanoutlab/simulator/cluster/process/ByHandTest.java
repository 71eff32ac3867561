package io.github.fanoutlab.simulator.cluster.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.github.fanoutlab.simulator.cluster.control.ControlLines;
import io.github.fanoutlab.simulator.cluster.control.Report;
import io.github.fanoutlab.simulator.scenario.RedisDialect;
import io.github.fanoutlab.testbed.process.EmbeddedRedis;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ByHandTest {

    private static final int PATIENCE_SECONDS = 120;

    private static final String NOWHERE = "redis://127.0.0.1:1";
    private static final Pattern LISTENS = Pattern.compile("worker (\\d+) is worker 1 and listens on port (\\d+)");

    private static EmbeddedRedis redis;

    @BeforeAll
    static void startRedis() {
        redis = EmbeddedRedis.start();
    }

    @AfterAll
    static void stopRedis() {
        redis.stop();
    }

    @Test
    @DisplayName("Without its Redis a worker says in one line which, why and what to do, and its exit code is 2")
    void worker_without_redis() {
        String complaint = complaintOf(() -> WorkerProcess.run(worker(NOWHERE, 0)));

        assertThat(complaint)
                .startsWith("Redis at redis://127.0.0.1:1 cannot be reached (connection refused")
                .contains("--redis redis://HOST:PORT")
                .hasLineCount(1);
    }

    @Test
    @DisplayName("So does a master, before it forks anybody")
    void master_without_redis() {
        String complaint = complaintOf(() -> MasterProcess.run(
                new MasterOptions(RedisDialect.V0_9_17, NOWHERE, false, 1_000, 4, "127.0.0.1", 0, false, List.of())));

        assertThat(complaint)
                .startsWith("Redis at redis://127.0.0.1:1 cannot be reached (connection refused")
                .hasLineCount(1);
        assertThat(ProcessHandle.current().descendants().flatMap(child -> child.info().command().stream()))
                .noneMatch(command -> command.endsWith("java"));
    }

    @Test
    @DisplayName("A port that is taken is named in one line, and the exit code is 2")
    void port_taken() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            int port = other.getLocalPort();

            assertThat(complaintOf(() -> WorkerProcess.run(worker(redis.url(), port))))
                    .contains("port " + port + " on 127.0.0.1")
                    .contains("in use")
                    .hasLineCount(1);
            assertThat(complaintOf(() -> MasterProcess.run(new MasterOptions(
                            RedisDialect.V8, redis.url(), false, 1_000, 4, "127.0.0.1", port, true, List.of()))))
                    .contains("Port " + port + " of 127.0.0.1 cannot be shared")
                    .hasLineCount(1);
        }
    }

    @Test
    @DisplayName("A worker that dies is forked again on the port of its master; a master that is killed takes it along")
    void deaths() throws Exception {
        BlockingQueue<String> said = new LinkedBlockingQueue<>();
        Process master = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Dmsgpack.universal-buffer=true",
                        "-cp",
                        ClassPath.ofThisProcess(),
                        ByHand.class.getName(),
                        redis.url())
                .redirectErrorStream(true)
                .start();
        try {
            read(master, said);
            assertThat(next(said))
                    .isEqualTo(
                            "master " + master.pid() + " never listens; every 50 ms: io.emit(\"data\", \"payload\")");
            Matcher first = listens(next(said));
            ProcessHandle worker =
                    ProcessHandle.of(Long.parseLong(first.group(1))).orElseThrow();

            worker.destroyForcibly();

            assertThat(next(said)).isEqualTo("worker " + worker.pid() + " died");
            Matcher second = listens(next(said));
            assertThat(second.group(1)).isNotEqualTo(first.group(1));
            assertThat(second.group(2)).isEqualTo(first.group(2));

            master.destroyForcibly();

            awaitNobodyListensOn(Integer.parseInt(second.group(2)));
        } finally {
            master.destroyForcibly();
        }
    }

    @Test
    @DisplayName(
            "A master whose standard input ends has ended its workers before it ends, and says of none that it died")
    @SuppressWarnings("try") // the master is there to be ended
    void end() throws InterruptedException {
        BlockingQueue<String> said = new LinkedBlockingQueue<>();
        MasterOptions options =
                new MasterOptions(RedisDialect.V0_9_17, redis.url(), false, 50, 1, "127.0.0.1", 0, false, List.of());
        ProcessHandle worker;
        try (ChildJvm master =
                ChildJvm.start("master", MasterProcess.class, ControlLines.encode(options), new Listener(said))) {
            assertThat(started(next(said)).node()).isEqualTo("master");
            worker = ProcessHandle.of(started(next(said)).pid()).orElseThrow();
            assertThat(worker.isAlive()).isTrue();
        }

        assertThat(worker.isAlive()).isFalse();
        assertThat(next(said)).isEqualTo("exit code 0");
    }

    @ParameterizedTest
    @EnumSource(names = {"V8", "V0_9_17"})
    @DisplayName("A worker that gets SIGTERM closes its WebSockets with a frame before it ends")
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "Windows has no SIGTERM")
    void sigterm(RedisDialect dialect) throws Exception {
        Process worker = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Dmsgpack.universal-buffer=true",
                        "-cp",
                        ClassPath.ofThisProcess(),
                        WorkerByHand.class.getName(),
                        redis.url(),
                        dialect.name())
                .redirectErrorStream(true)
                .start();
        try {
            BlockingQueue<String> said = new LinkedBlockingQueue<>();
            read(worker, said);
            String port = listens(next(said)).group(2);
            BlockingQueue<String> heard = new LinkedBlockingQueue<>();
            openWebSocket(dialect, "127.0.0.1:" + port, heard);
            next(heard);

            worker.destroy();

            String last = next(heard);
            while (!last.startsWith("closed ")) {
                last = next(heard);
            }
            assertThat(last).isNotEqualTo("closed 1006"); // which says that there was no close frame
            assertThat(worker.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        } finally {
            worker.destroyForcibly();
        }
    }

    private static void openWebSocket(RedisDialect dialect, String server, BlockingQueue<String> heard)
            throws Exception {
        HttpClient http = HttpClient.newHttpClient();
        String target = "?EIO=4&transport=websocket";
        if (dialect == RedisDialect.V0_9_17) {
            HttpRequest handshake = HttpRequest.newBuilder(URI.create("http://" + server + "/socket.io/1/"))
                    .build();
            String session =
                    http.send(handshake, HttpResponse.BodyHandlers.ofString()).body();
            target = "1/websocket/" + session.split(":")[0];
        }
        http.newWebSocketBuilder()
                .buildAsync(URI.create("ws://" + server + "/socket.io/" + target), new WebSocket.Listener() {
                    @Override
                    public CompletionStage<?> onText(WebSocket webSocket, CharSequence text, boolean last) {
                        heard.add(text.toString());
                        webSocket.request(1);
                        return null;
                    }

                    @Override
                    public CompletionStage<?> onClose(WebSocket webSocket, int code, String reason) {
                        heard.add("closed " + code);
                        return null;
                    }

                    @Override
                    public void onError(WebSocket webSocket, Throwable problem) {
                        heard.add("closed 1006");
                    }
                })
                .join();
    }

    /** A worker as a person starts it at a prompt: {@code WorkerByHand REDIS_URL DIALECT}. */
    static final class WorkerByHand {

        private WorkerByHand() {}

        public static void main(String[] args) {
            System.exit(WorkerProcess.run(new WorkerOptions(
                    RedisDialect.valueOf(args[1]), args[0], "1", "127.0.0.1", 0, false, List.of(), null)));
        }
    }

    private record Listener(BlockingQueue<String> said) implements ChildJvm.Listener {

        @Override
        public void onLine(String line) {
            said.add(line);
        }

        @Override
        public void onErrorLine(String line) {
            said.add(line);
        }

        @Override
        public void onExit(int exitCode) {
            said.add("exit code " + exitCode);
        }
    }

    private static Report.Started started(String line) {
        return (Report.Started) ControlLines.report(line).orElseThrow();
    }

    @Test
    @DisplayName(
            "Who dies young is forked again at once the first time, then after a pause that doubles up to eight seconds")
    void pauses() {
        assertThat(List.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 1_000))
                .extracting(Forks::pauseMillis)
                .containsExactly(0L, 0L, 250L, 500L, 1_000L, 2_000L, 4_000L, 8_000L, 8_000L, 8_000L);
    }

    private static void read(Process process, BlockingQueue<String> said) {
        Thread reader = new Thread(() -> {
            try (BufferedReader lines = process.inputReader()) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    said.add(line);
                }
            } catch (IOException killed) {
                // That was the last line.
            }
        });
        reader.setDaemon(true);
        reader.start();
    }

    /** An orphan that is gone has left its port; its process may stay listed until the system buries it. */
    private static void awaitNobodyListensOn(int port) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (System.nanoTime() < deadline) {
            try {
                new Socket(InetAddress.getLoopbackAddress(), port).close();
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
            } catch (IOException refused) {
                return;
            }
        }
        fail("somebody listens on port " + port + " still");
    }

    private static WorkerOptions worker(String redisUrl, int port) {
        return new WorkerOptions(RedisDialect.V8, redisUrl, "1", "127.0.0.1", port, false, List.of(), null);
    }

    private static Matcher listens(String line) {
        Matcher matcher = LISTENS.matcher(line);
        assertThat(matcher.matches()).as(line).isTrue();
        return matcher;
    }

    private static String next(BlockingQueue<String> said) throws InterruptedException {
        String line = said.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(line).as("a line within %d s", PATIENCE_SECONDS).isNotNull();
        return line;
    }

    /** What a program that exits with 2 says on standard error. */
    private static String complaintOf(IntSupplier program) {
        PrintStream err = System.err;
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        System.setErr(new PrintStream(said, true));
        try {
            assertThat(program.getAsInt()).isEqualTo(2);
        } finally {
            System.setErr(err);
        }
        return said.toString();
    }
}
