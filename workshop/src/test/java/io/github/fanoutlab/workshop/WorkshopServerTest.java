package io.github.fanoutlab.workshop;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fanoutlab.simulator.cli.Fanout;
import io.github.fanoutlab.simulator.fault.RunString;
import io.github.fanoutlab.simulator.stage.CalmRun;
import io.github.fanoutlab.simulator.stage.FaultyRun;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@DisplayName("The server of the workshop page")
class WorkshopServerTest {

    private static WorkshopServer server;

    @BeforeAll
    static void start() {
        server = WorkshopServer.start(0);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static HttpResponse<String> get(String target) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + target))
                                .timeout(Duration.ofSeconds(30))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    private static HttpResponse<String> run(String string) throws IOException, InterruptedException {
        return get("/run?string=" + URLEncoder.encode(string, StandardCharsets.UTF_8));
    }

    private static JsonNode json(HttpResponse<String> answer) {
        return JsonMapper.shared().readTree(answer.body());
    }

    @Test
    @DisplayName("plays a run string in both generations, with the traces that ./fanout replay plays")
    void playsBoth() throws IOException, InterruptedException {
        JsonNode played = json(run("heartbeat;kill:W2@3.2s"));
        assertThat(played.get("question").asString()).startsWith("A master that never listens");
        assertThat(played.get("runs"))
                .hasSize(2)
                .allSatisfy(run -> assertThat(run.get("traceHash").asString())
                        .isEqualTo(
                                FaultyRun.of(RunString.parse(run.get("string").asString()))
                                        .trace()
                                        .hash()));
        JsonNode legacy = played.get("runs").get(0);
        assertThat(legacy.get("faults").get(0).get("fault").asString()).isEqualTo("kill:W2@3.2s");
        assertThat(legacy.get("misses").get(0).get("why").asString()).isEqualTo("the client's worker was dead");
    }

    @Test
    @DisplayName("plays a documented scenario step by step, as ./fanout run does")
    void playsCalmly() throws IOException, InterruptedException {
        JsonNode played = json(run("mirror;adapter"));
        assertThat(played.get("runs")).hasSize(1);
        assertThat(played.get("runs").get(0).get("traceHash").asString())
                .isEqualTo(CalmRun.of(RunString.parse("mirror;adapter")).trace().hash());
    }

    @Test
    @DisplayName("says what is wrong with a string that names no run, and where")
    void refuses() throws IOException, InterruptedException {
        HttpResponse<String> answer = run("heartbeat;kil:W2@3s");
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(json(answer).get("error").asString())
                .startsWith("not a run string: at column 11: found \"kil\"")
                .contains("\n  heartbeat;kil:W2@3s\n            ^");
    }

    @Test
    @DisplayName("plays every exhibit of the museum, and reports a name that no exhibit has")
    void museum() throws IOException, InterruptedException {
        for (JsonNode room : json(get("/museum"))) {
            for (JsonNode exhibit : room.get("exhibits")) {
                JsonNode shown = json(run("museum:" + exhibit.get("name").asString()));
                assertThat(shown.get("runs")).as(exhibit.toString()).isNotEmpty();
            }
        }
        HttpResponse<String> none = run("museum:nothing");
        assertThat(none.statusCode()).isEqualTo(400);
        assertThat(json(none).get("error").asString()).isEqualTo("the museum has no exhibit 'nothing'");
    }

    @Test
    @DisplayName("finds the order that somebody asks for, and shrinks it, or says that there is none")
    void findsOrders() throws IOException, InterruptedException {
        JsonNode swapped = json(get("/find?string=sixteen&wish=order"));
        assertThat(swapped.get("seen").asString()).contains("and C1 at W4 got them the other way round");
        assertThat(RunString.parseAll(swapped.get("found").asString()))
                .hasSize(2)
                .allSatisfy(run -> assertThat(run.scenario().workers()).hasSize(2));
        JsonNode missed = json(get("/find?string=heartbeat;adapter;kill:W2@3s&wish=miss"));
        assertThat(missed.get("found").asString()).startsWith("heartbeat;adapter=8;seed=1;nodes=master,");
        assertThat(json(get("/find?string=heartbeat&wish=order")).get("none").asString())
                .startsWith("No order does that: explore has played all orders")
                .endsWith("Only master emits, and every connection keeps the order of what is sent on it.");
        assertThat(json(get("/find?string=four-emitters&wish=order"))
                        .get("none")
                        .asString())
                .startsWith("There is one client with one connection");
        assertThat(json(get("/find?string=mirror&wish=luck")).get("error").asString())
                .isEqualTo("found wish=luck, expected wish=order or wish=miss");
    }

    @Test
    @DisplayName("plays no string that is too long for a person")
    void refusesLong() throws IOException, InterruptedException {
        HttpResponse<String> answer = run("heartbeat" + ";kill:W2@3s+1s".repeat(200));
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(json(answer).get("error").asString())
                .isEqualTo("a run string of 2809 characters is too long; at most 2000 are allowed");
    }

    @Test
    @DisplayName("has the page and its files, and nothing else")
    void files() throws IOException, InterruptedException {
        assertThat(get("/").body()).contains("<title>Fanout Lab: workshop</title>");
        assertThat(get("/app.js").headers().firstValue("Content-Type")).contains("text/javascript; charset=utf-8");
        assertThat(get("/pom.xml").statusCode()).isEqualTo(404);
        assertThat(get("/scenarios").body()).startsWith("[\"heartbeat\",\"mirror\"");
    }

    @Test
    @DisplayName("fetches nothing from elsewhere")
    void noNetwork() throws IOException, InterruptedException {
        for (String file : new String[] {"/", "/page.css", "/app.js", "/stage.js", "/timeline.js"}) {
            assertThat(get(file).body().replace("http://www.w3.org/2000/svg", ""))
                    .as(file)
                    .doesNotContain("http:", "https:", "//cdn");
        }
    }

    @Test
    @DisplayName("when a run cannot be shown, says so to the page, and why in the terminal")
    void logsDefects() {
        PrintStream terminal = System.err;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setErr(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try (WorkshopServer failing = WorkshopServer.start(0)) {
            io.github.fanoutlab.platform.http.HttpResponse answer = failing.answered("heartbeat", string -> {
                throw new AssertionError("an impossible run");
            });
            assertThat(answer.status()).isEqualTo(500);
            assertThat(answer.text()).isEqualTo("{\"error\":\"this run cannot be shown; the terminal says why\"}");
        } finally {
            System.setErr(terminal);
        }
        assertThat(printed.toString(StandardCharsets.UTF_8))
                .contains("[workshop] the page asked for \"heartbeat\", which failed.")
                .contains("java.lang.AssertionError: an impossible run\n\tat "
                        + getClass().getName());
    }

    @Test
    @DisplayName("says so when its port is taken")
    void portTaken() {
        StringWriter err = new StringWriter();
        int code = Fanout.execute(
                new PrintWriter(new StringWriter()),
                new PrintWriter(err),
                "workshop",
                "--port",
                String.valueOf(server.port()));
        assertThat(code).isEqualTo(2);
        assertThat(err.toString()).contains(String.valueOf(server.port()), "Name another port: --port 0");
    }
}
