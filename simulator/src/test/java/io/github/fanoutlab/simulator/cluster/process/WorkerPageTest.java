package io.github.fanoutlab.simulator.cluster.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fanoutlab.platform.http.ListenOptions;
import io.github.fanoutlab.simulator.scenario.Broadcast;
import io.github.fanoutlab.simulator.scenario.Generation;
import io.github.fanoutlab.simulator.scenario.RedisDialect;
import io.github.fanoutlab.testbed.peer.Chromium;
import io.github.fanoutlab.testbed.peer.NodePeer;
import io.github.fanoutlab.testbed.process.EmbeddedRedis;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("The page of a worker")
class WorkerPageTest {

    private static final String SCRIPT = "/socket.io/socket.io.js";

    private static EmbeddedRedis redis;

    @TempDir
    private Path folder;

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
    @DisplayName("is at / and names the worker; all other requests are the server's")
    void over_http(Generation generation) throws Exception {
        try (Worker worker = new Worker(generation, null)) {
            HttpResponse<String> page = worker.get("/");
            assertThat(page.statusCode()).isEqualTo(200);
            assertThat(page.headers().firstValue("content-type")).contains("text/html; charset=utf-8");
            assertThat(page.body())
                    .contains("<h1>Worker 7</h1>", "a Socket.IO " + generation.version() + " server", SCRIPT)
                    .doesNotContain("{{");
            assertThat(worker.get("/?room=red").body()).isEqualTo(page.body());
            assertThat(worker.get("/elsewhere").body()).doesNotContain("Worker 7");
            assertThat(worker.get(SCRIPT).statusCode()).isEqualTo(generation == Generation.LEGACY ? 404 : 200);
        }
    }

    @Test
    @DisplayName("of 1.0+, in a real browser: connected, greeted, in its room, and what the worker emits to it")
    void modern_browser() throws Exception {
        Chromium browser = Chromium.require("the check of the worker's page (1.0+)");
        try (Worker worker = new Worker(Generation.ADAPTER, null)) {
            prints(browser, worker);
        }
    }

    @Test
    @DisplayName("of 0.9, in a real browser: the same, with the client of npm")
    void legacy_browser() throws Exception {
        Chromium browser = Chromium.require("the check of the worker's page (0.9)");
        try (Worker worker = new Worker(Generation.LEGACY, clientOfNpm())) {
            assertThat(worker.get(SCRIPT).statusCode()).isEqualTo(200);
            prints(browser, worker);
        }
    }

    private void prints(Chromium browser, Worker worker) throws IOException, InterruptedException {
        worker.program.emitEvery(100, Broadcast.data("payload").to("red"));

        String text = browser.awaitText(
                folder,
                worker.url("/?room=red").toString(),
                List.of("connected", "data \"connected to worker: 7\"", "joined room red", "data \"payload\""));

        assertThat(text)
                .containsPattern("[0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{3}\\s+W7\\s+data \"payload\"")
                .doesNotContain("--browser-client");
    }

    @Test
    @DisplayName("of 0.9 without a copy of the client, in a real browser: says how to get one")
    void missing_client() throws Exception {
        Chromium browser = Chromium.require("the check of the worker's page (0.9, no client)");
        try (Worker worker = new Worker(Generation.LEGACY, null)) {
            browser.awaitText(folder, worker.url("/").toString(), List.of("--browser-client"));
        }
    }

    @Test
    @DisplayName("A folder without the client of 0.9: the worker does not start, and says why")
    void wrong_folder() {
        assertThatThrownBy(() -> new Worker(Generation.LEGACY, folder.toString()))
                .isInstanceOf(CannotStart.class)
                .hasMessageContaining("--browser-client " + folder)
                .hasMessageContaining("package.json");
    }

    private static String clientOfNpm() {
        return NodePeer.requirePackages("v09")
                .resolve("node_modules/socket.io/node_modules/socket.io-client")
                .toString();
    }

    /** Worker 7, as {@code ./fanout worker} runs it. */
    private static final class Worker implements AutoCloseable {

        private final ControlledProgram program;
        private final int port;

        Worker(Generation generation, String browserClient) {
            WorkerOptions options = new WorkerOptions(
                    RedisDialect.usual(generation), redis.url(), "7", "127.0.0.1", 0, false, List.of(), browserClient);
            program = ControlledProgram.start("W7", WorkerProcess.program(options), List.of());
            port = program.listen(ListenOptions.loopback(0), server -> new WorkerPage(options, server));
        }

        URI url(String target) {
            return URI.create("http://127.0.0.1:" + port + target);
        }

        HttpResponse<String> get(String target) throws IOException, InterruptedException {
            return HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(url(target)).build(), HttpResponse.BodyHandlers.ofString());
        }

        @Override
        public void close() {
            program.close();
        }
    }
}
