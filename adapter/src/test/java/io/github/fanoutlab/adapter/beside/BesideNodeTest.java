package io.github.fanoutlab.adapter.beside;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fanoutlab.testbed.peer.NodePeer;
import io.github.fanoutlab.testbed.process.EmbeddedRedis;
import java.io.File;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Runs the programs and the balancer configurations that {@code docs/beside-node.md} shows. */
@DisplayName("A Java worker beside a Node worker, as docs/beside-node.md shows them")
@Timeout(180)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "Windows has no SIGTERM")
class BesideNodeTest {

    private static final Path DOCS = docs();

    @TempDir
    private Path folder;

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private Process javaProcess;
    private NodePeer java;
    private NodePeer node;
    private int javaPort;
    private int nodePort;

    @BeforeEach
    void start() throws IOException {
        NodePeer.requirePackages("v4");
        EmbeddedRedis redis = open(EmbeddedRedis.start());
        node = open(NodePeer.start("v4", "worker.js", redis.url(), "0"));
        javaProcess = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Dmsgpack.universal-buffer=true",
                        "-cp",
                        System.getProperty("java.class.path"),
                        JavaWorker.class.getName(),
                        redis.url(),
                        "0")
                .redirectErrorStream(true)
                .start();
        java = open(NodePeer.of(javaProcess, "JavaWorker"));
        nodePort = port(node);
        javaPort = port(java);
    }

    @AfterEach
    void closeAll() throws Exception {
        while (!opened.isEmpty()) {
            opened.pop().close();
        }
    }

    @Test
    @DisplayName("what a client says at one of them is heard at both")
    void one_cluster() {
        NodePeer atJava = client(url(javaPort));
        NodePeer atNode = client(url(nodePort));
        assertThat(atJava.await("data ")).isEqualTo("data connected to worker: java");
        assertThat(atNode.await("data ")).isEqualTo("data connected to worker: node");

        atJava.tell("socket.emit('say', 'hello from Java')");
        assertThat(atJava.await("said ")).isEqualTo("said hello from Java");
        assertThat(atNode.await("said ")).isEqualTo("said hello from Java");
        atNode.tell("socket.emit('say', 'hello from Node')");
        assertThat(atJava.await("said ")).isEqualTo("said hello from Node");
        assertThat(atNode.await("said ")).isEqualTo("said hello from Node");
    }

    @Test
    @DisplayName(
            "after SIGTERM, a worker says why its clients leave, tells the cluster, and ends; the clients come back to the other one")
    void sigterm() throws Exception {
        NodePeer client = client(url(javaPort), url(nodePort));
        assertThat(client.await("data ")).isEqualTo("data connected to worker: java");
        NodePeer witness = client(url(nodePort));
        witness.await("data ");

        javaProcess.destroy(); // SIGTERM

        assertThat(client.await("disconnect ")).isEqualTo("disconnect transport close");
        assertThat(witness.await("left ")).isEqualTo("left server shutting down");
        assertThat(client.await("data ")).isEqualTo("data connected to worker: node");
        assertThat(javaProcess.waitFor(10, TimeUnit.SECONDS)).isTrue();
    }

    enum Balancer {
        NGINX("nginx", "nginx.conf") {
            @Override
            List<String> command(Path config, Path folder) {
                return List.of(
                        "nginx",
                        "-p",
                        folder + "/",
                        "-c",
                        config.toString(),
                        "-e",
                        "stderr",
                        "-g",
                        "daemon off; pid pid;");
            }
        },

        HAPROXY("haproxy", "haproxy.cfg") {
            @Override
            List<String> command(Path config, Path folder) {
                return List.of("haproxy", "-db", "-f", config.toString());
            }
        };

        private final String program;
        private final String config;

        Balancer(String program, String config) {
            this.program = program;
            this.config = config;
        }

        abstract List<String> command(Path config, Path folder);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName(
            "behind a balancer, clients poll and upgrade at one worker, and come back to the other when theirs gets SIGTERM")
    void behind_a_balancer(Balancer balancer) throws Exception {
        String url = url(start(balancer));
        List<NodePeer> clients =
                IntStream.range(0, 6).mapToObj(i -> client(url)).toList();
        List<String> greetings =
                clients.stream().map(client -> client.await("data ")).toList();
        assertThat(clients)
                .allSatisfy(client -> assertThat(client.lines()).noneMatch(line -> line.startsWith("connect_error")));

        boolean atJava = greetings.contains("data connected to worker: java");
        (atJava ? java : node).close();

        String left = "data connected to worker: " + (atJava ? "java" : "node");
        for (int i = 0; i < clients.size(); i++) {
            if (greetings.get(i).equals(left)) {
                assertThat(clients.get(i).await("disconnect "))
                        .as("an error, if the client was about to move to its WebSocket")
                        .isIn("disconnect transport close", "disconnect transport error");
                assertThat(clients.get(i).await("data ")).isNotEqualTo(left);
            }
        }
    }

    private int start(Balancer balancer) throws IOException {
        if (Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .noneMatch(path -> Files.isExecutable(Path.of(path, balancer.program)))) {
            String reason = "SKIPPED: no " + balancer.program + " on the PATH, so docs/balancer/" + balancer.config
                    + " was not tried";
            System.out.println(reason);
            Assumptions.abort(reason);
        }
        int port = freePort();
        String config = Files.readString(DOCS.resolve("balancer").resolve(balancer.config))
                .replace("127.0.0.1:3001", "127.0.0.1:" + javaPort)
                .replace("127.0.0.1:3002", "127.0.0.1:" + nodePort)
                .replace(":8080", "127.0.0.1:" + port)
                .replace("listen 8080", "listen 127.0.0.1:" + port);
        Path file = Files.writeString(folder.resolve(balancer.config), config);
        Process process = new ProcessBuilder(balancer.command(file, folder))
                .redirectErrorStream(true)
                .start();
        open(NodePeer.of(process, balancer.program));
        return port;
    }

    private NodePeer client(String... urls) {
        return open(NodePeer.start("v4", "worker-client.js", urls));
    }

    private <T extends AutoCloseable> T open(T resource) {
        opened.push(resource);
        return resource;
    }

    private static int port(NodePeer worker) {
        return Integer.parseInt(worker.await("listening ").substring(10));
    }

    private static String url(int port) {
        return "http://127.0.0.1:" + port;
    }

    private static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket()) {
            probe.bind(new InetSocketAddress("127.0.0.1", 0));
            return probe.getLocalPort();
        }
    }

    private static Path docs() {
        Path at = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(at.resolve("docs/balancer"))) {
            at = at.getParent();
        }
        return at.resolve("docs");
    }
}
