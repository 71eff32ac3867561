package example;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fanoutlab.adapter.SocketIoServer;
import io.github.fanoutlab.adapter.redis.RedisAdapter;
import io.github.fanoutlab.testbed.peer.NodePeer;
import io.github.fanoutlab.testbed.process.EmbeddedRedis;
import io.socket.client.IO;
import io.socket.client.Socket;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Runs the application as a process, with the class path of the project that this is compiled in. */
@DisplayName("The application of docs/spring-boot.md")
@Timeout(120)
class ChatApplicationTest {

    private static final boolean ATTACHED = isPresent("example.boot4.jetty.AttachedToJetty");

    /** What {@code kill} gives: 128 and SIGTERM's number. */
    private static final int ENDED_BY_SIGTERM = 143;

    private final HttpClient http = HttpClient.newHttpClient();
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final String web = "http://127.0.0.1:" + freePort();
    private final String socketIo = ATTACHED ? web : "http://127.0.0.1:" + freePort();
    private EmbeddedRedis redis;
    private Process process;
    private NodePeer application;

    @BeforeEach
    void start() throws IOException {
        redis = open(EmbeddedRedis.start());
        process = start(web, socketIo);
        application = open(NodePeer.of(process, "ChatApplication"));
        application.await(line -> line.contains("Started ChatApplication"), "that it has started");
    }

    private Process start(String web, String socketIo) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Dmsgpack.universal-buffer=true",
                "-cp",
                System.getProperty("java.class.path"),
                "example.ChatApplication",
                "--server.port=" + URI.create(web).getPort(),
                "--management.endpoint.health.show-details=always",
                "--management.endpoints.web.exposure.include=health,metrics",
                "--socketio.redis=" + redis.url()));
        if (!ATTACHED) {
            command.add("--socketio.port=" + URI.create(socketIo).getPort());
        }
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    @AfterEach
    void closeAll() throws Exception {
        while (!opened.isEmpty()) {
            opened.pop().close();
        }
    }

    @Test
    @DisplayName("clients hear what a controller says, and what another server says")
    void clients() throws Exception {
        BlockingQueue<String> heard = connect(socketIo, "websocket");
        assertThat(next(heard)).isEqualTo("data hello");

        post("/announce", "{\"text\":\"lunch\"}");
        assertThat(next(heard)).isEqualTo("announcement {\"text\":\"lunch\"}");
        otherServer().emit("announcement", "from another server");
        assertThat(next(heard)).isEqualTo("announcement from another server");
    }

    @Test
    @DisplayName("Logback has what Jetty says, health and metrics tell of Redis")
    void actuator() throws Exception {
        assertThat(application.lines())
                .anyMatch(line -> line.matches("\\S+ +INFO .* org\\.eclipse\\.jetty\\.server\\.Server +: Started .*"))
                .noneMatch(line -> line.matches("SLF4J.*|\\S+ +(WARN|ERROR) .*"));

        assertThat(get("/actuator/health"))
                .containsPattern("\"socketIo\":\\{.*\"name\":\"pub\",\"address\":\"" + redis.url() + "\",\"up\":true");
        assertThat(get("/actuator/metrics/fanout.redis.connections.up"))
                .contains("{\"tag\":\"node\",\"values\":[\"socket.io\"]}", "\"value\":2.0");
        redis.close();
        awaitHealth("DOWN");
    }

    @Test
    @DisplayName("after SIGTERM, clients leave, the cluster hears why, and the process ends")
    void sigterm() throws Exception {
        SocketIoServer other = otherServer();
        BlockingQueue<String> heardThere = connect("http://127.0.0.1:" + other.listen(0).port(), "websocket");
        assertThat(next(heardThere)).isEqualTo("data hello from another server");
        BlockingQueue<String> heard = connect(socketIo, "polling");
        assertThat(next(heard)).isEqualTo("data hello");

        process.toHandle().destroy();

        assertThat(next(heardThere)).isEqualTo("left server shutting down");
        assertThat(next(heard))
                .as("an error, if the client was between two polls")
                .isIn("disconnect transport close", "disconnect transport error");
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(ENDED_BY_SIGTERM);
    }

    @Test
    @DisplayName("ends with status 1 when a port is in use")
    void failed_start() throws Exception {
        String free = "http://127.0.0.1:" + freePort();
        endsWithStatus1(start(web, free));
        if (!ATTACHED) {
            endsWithStatus1(start(free, socketIo));
        }
    }

    private void endsWithStatus1(Process second) throws Exception {
        NodePeer peer = open(NodePeer.of(second, "a second ChatApplication"));
        assertThat(second.waitFor(30, TimeUnit.SECONDS))
                .as(() -> String.join("\n", peer.lines()))
                .isTrue();
        assertThat(second.exitValue()).isEqualTo(1);
    }

    private SocketIoServer otherServer() {
        SocketIoServer other = SocketIoServer.create().adapter(RedisAdapter.at(redis.url()));
        other.on("connection", socket -> socket.emit("data", "hello from another server"));
        open(other::close);
        return other;
    }

    private BlockingQueue<String> connect(String url, String transport) {
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        Socket client = IO.socket(
                URI.create(url),
                IO.Options.builder()
                        .setForceNew(true)
                        .setReconnection(false)
                        .setTransports(new String[] {transport})
                        .build());
        for (String event : List.of("data", "announcement", "left", "disconnect", "connect_error")) {
            client.on(event, args -> heard.add(event + " " + args[0]));
        }
        client.connect();
        open(client::close);
        return heard;
    }

    private static String next(BlockingQueue<String> heard) throws InterruptedException {
        return heard.poll(30, TimeUnit.SECONDS);
    }

    private void awaitHealth(String status) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!get("/actuator/health").matches(".*\"socketIo\":\\{[^{]*(\\{[^}]*})?[^}]*\"status\":\"" + status + "\".*")
                && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        assertThat(get("/actuator/health")).contains("\"status\":\"" + status + "\"");
    }

    private String get(String path) throws Exception {
        return send(HttpRequest.newBuilder(URI.create(web + path)).build());
    }

    private void post(String path, String json) throws Exception {
        send(HttpRequest.newBuilder(URI.create(web + path))
                .POST(HttpRequest.BodyPublishers.ofString(json))
                .header("Content-Type", "application/json")
                .build());
    }

    private String send(HttpRequest request) throws Exception {
        HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode())
                .as(() -> response.body() + "\n" + String.join("\n", application.lines()))
                .isIn(200, 503);
        return response.body();
    }

    private <T extends AutoCloseable> T open(T resource) {
        opened.push(resource);
        return resource;
    }

    private static int freePort() {
        try (ServerSocket probe = new ServerSocket(0)) {
            return probe.getLocalPort();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static boolean isPresent(String type) {
        try {
            Class.forName(type);
            return true;
        } catch (ClassNotFoundException absent) {
            return false;
        }
    }
}
