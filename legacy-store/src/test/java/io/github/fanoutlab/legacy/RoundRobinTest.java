package io.github.fanoutlab.legacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.fanoutlab.legacy.store.Dialect;
import io.github.fanoutlab.testbed.peer.NodePeer;
import io.github.fanoutlab.testbed.process.EmbeddedRedis;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/**
 * What happens to clients that poll one server after the other. peers/v09/record-round-robin.js has recorded, in
 * vectors/round-robin.json, how often each scenario passes with Node's 0.9.19 and with ours. Most of that depends on timing. What
 * happens every time, and causes most of it, is here.
 */
@DisplayName("A client that polls two servers in turn")
class RoundRobinTest {

    private static final String NODE = "socket.io 0.9.19";
    private static final String OURS = "0.9.17";
    private static final List<String> TRANSPORTS = List.of("xhr-polling", "jsonp-polling");

    /** Not HTTP/2: Node would take that offer for an upgrade to WebSocket. */
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** Two servers, ours or Node's. */
    private interface Servers extends AutoCloseable {
        int port(int server);

        /** Waits until both know the handshake of session {@code id}. */
        void awaitKnown(String id);

        void act(int server, String action, String idOfA);

        @Override
        void close();
    }

    private static Servers ours(Dialect dialect) {
        SuiteCluster cluster = new SuiteCluster(dialect);
        return new Servers() {
            @Override
            public int port(int server) {
                return cluster.port(server);
            }

            @Override
            public void awaitKnown(String id) {
                cluster.awaitKnown(id);
            }

            @Override
            public void act(int server, String action, String idOfA) {
                cluster.act(server, action, idOfA);
            }

            @Override
            public void close() {
                cluster.close();
            }
        };
    }

    private static final class NodeServers implements Servers {
        private final EmbeddedRedis redis = EmbeddedRedis.start();
        private final NodePeer one = NodePeer.start("v09", "server.js", "" + redis.port(), "2");
        private final NodePeer two = NodePeer.start("v09", "server.js", "" + redis.port(), "3");
        private final String portOfOne = one.await("listening ").substring("listening ".length());
        private final String portOfTwo = two.await("listening ").substring("listening ".length());

        @Override
        public int port(int server) {
            return Integer.parseInt(server == 1 ? portOfOne : portOfTwo);
        }

        @Override
        public void awaitKnown(String id) {
            String tables = "";
            while (!tables.contains(id)) {
                two.tell("tables");
                tables = two.await("tables ");
            }
        }

        @Override
        public void act(int server, String action, String idOfA) {
            NodePeer peer = server == 1 ? one : two;
            peer.tell("A " + idOfA);
            peer.tell(action);
        }

        @Override
        public void close() {
            one.close();
            two.close();
            redis.close();
        }
    }

    private static NodeServers node() {
        NodePeer.requirePackages("v09");
        return new NodeServers();
    }

    @Test
    @DisplayName(
            "socket.io 0.9.19: gets no ack from the server that it did not poll first (manager.js handleClient, namespace.js socket)")
    void not_heard_by_node() throws Exception {
        try (Servers servers = node()) {
            assertThat(asksElsewhere(servers)).noneMatch(answer -> answer.contains("6:::1+"));
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("ours: gets no ack there either")
    void not_heard_by_ours(Dialect dialect) throws Exception {
        try (Servers servers = ours(dialect)) {
            assertThat(asksElsewhere(servers)).noneMatch(answer -> answer.contains("6:::1+"));
        }
    }

    /** What polls bring to a client that connected to server 1 and asks server 2, up to an event that server 2 emits afterwards. */
    private List<String> asksElsewhere(Servers servers) throws Exception {
        String id = connect(servers);
        CompletableFuture<String> poll = poll(servers.port(2), id);
        while (!isDone(poll)) {
            servers.act(2, "everyone", id);
        }
        assertThat(send(servers.port(2), id, "POST", "5:1+::{\"name\":\"echo\",\"args\":[\"x\"]}")
                        .get(30, TimeUnit.SECONDS))
                .isEqualTo("1");
        servers.act(2, "send", id);
        List<String> answers = new ArrayList<>();
        while (answers.isEmpty() || !answers.get(answers.size() - 1).contains("3:::news")) {
            answers.add(poll(servers.port(2), id).get(30, TimeUnit.SECONDS));
        }
        answers.removeIf(answer -> answer.contains("\"news\""));
        return answers;
    }

    private static boolean isDone(CompletableFuture<String> poll) throws ExecutionException, InterruptedException {
        try {
            poll.get(100, TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException notYet) {
            return false;
        }
    }

    @Test
    @DisplayName("socket.io 0.9.19: its own server crashes if another one sends to it directly between two polls"
            + " (manager.js initStore, dispatch-remote; transports/xhr-polling.js doWrite)")
    void node_crashes() throws Exception {
        try (NodeServers servers = node()) {
            String id = connect(servers);
            servers.act(2, "direct-A", id);
            assertThat(servers.one.await(
                            line -> line.contains("ERR_HTTP_HEADERS_SENT"), "the end of a process that writes twice"))
                    .contains("Cannot write headers after they are sent to the client");
        }
    }

    /** The id of a session that has polled server 1. Server 2 has heard all that followed, since it has heard of a later handshake. */
    private String connect(Servers servers) throws Exception {
        String id = handshake(servers);
        assertThat(poll(servers.port(1), id).get(30, TimeUnit.SECONDS)).isEqualTo("1::");
        servers.awaitKnown(handshake(servers));
        return id;
    }

    private String handshake(Servers servers) throws Exception {
        return http.send(request(servers.port(1), "").build(), HttpResponse.BodyHandlers.ofString())
                .body()
                .split(":")[0];
    }

    private CompletableFuture<String> poll(int port, String id) {
        return send(port, id, "GET", "");
    }

    private CompletableFuture<String> send(int port, String id, String method, String body) {
        HttpRequest request = request(port, "xhr-polling/" + id)
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        return http.sendAsync(request, HttpResponse.BodyHandlers.ofString()).thenApply(HttpResponse::body);
    }

    private static HttpRequest.Builder request(int port, String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/socket.io/1/" + path + "?t=1"));
    }

    @Test
    @DisplayName("the record has all scenarios of the suite")
    void record() {
        JsonNode record = Vectors.load("round-robin.json");
        List<String> scenarios = new ArrayList<>();
        try (NodePeer suite = NodePeer.start("v09", "suite.js", "titles")) {
            suite.await("done");
            scenarios.addAll(suite.lines().subList(0, suite.lines().indexOf("done")));
        }
        for (String server : List.of(NODE, OURS)) {
            for (String transport : TRANSPORTS) {
                assertThat(record.get(server).get(transport).propertyNames()).containsExactlyElementsOf(scenarios);
            }
        }
    }

    private static int passes(JsonNode record, String server, String transport, String scenario) {
        return record.get(server).get(transport).get(scenario).get("pass").intValue();
    }

    @Test
    @DisplayName("the table in legacy-store/README.md shows the record")
    void table() throws IOException {
        JsonNode record = Vectors.load("round-robin.json");
        String readme = Files.readString(Path.of("README.md"));
        StringBuilder table = new StringBuilder(
                "| Passed, of " + 2 * record.get("times").intValue() + " | socket.io 0.9.19 | here |\n|---|--:|--:|\n");
        for (String scenario : record.get(NODE).get("xhr-polling").propertyNames()) {
            table.append("| ").append(scenario);
            for (String server : List.of(NODE, OURS)) {
                int passed = TRANSPORTS.stream()
                        .mapToInt(transport -> passes(record, server, transport, scenario))
                        .sum();
                table.append(" | ").append(passed);
            }
            table.append(" |\n");
        }
        assertThat(readme).contains(table);
    }

    /** Records round-robin.json, which takes minutes: {@code -Drecord.round-robin=10}. */
    @Test
    @DisplayName("is recorded")
    void records() {
        String times = System.getProperty("record.round-robin");
        if (times == null) {
            System.out.println(
                    "SKIPPED: recording takes minutes; -Drecord.round-robin=10 plays each scenario ten times");
        }
        assumeTrue(times != null, "records when told how often");
        try (SuiteCluster ours = new SuiteCluster(Dialect.V0_9_17);
                EmbeddedRedis redis = EmbeddedRedis.start();
                NodePeer recorder = NodePeer.start(
                        "v09", "record-round-robin.js", "" + redis.port(), times, OURS + "=" + ours.ports())) {
            String line = "";
            while (!line.equals("recorded")) {
                line = recorder.await(any -> !any.isEmpty(), "what it does");
                System.out.println(line);
                if (line.startsWith("handshake ")) {
                    String id = line.substring("handshake ".length());
                    ours.awaitKnown(id);
                    recorder.tell("known " + id);
                }
            }
        }
    }
}
