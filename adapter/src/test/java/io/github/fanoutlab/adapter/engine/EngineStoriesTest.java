package io.github.fanoutlab.adapter.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fanoutlab.adapter.Golden;
import io.github.fanoutlab.adapter.SocketIoServer;
import io.github.fanoutlab.adapter.server.ServerOptions;
import io.github.fanoutlab.platform.http.HttpRequest;
import io.github.fanoutlab.platform.http.HttpResponse;
import io.github.fanoutlab.testbed.world.MemoryClient;
import io.github.fanoutlab.testbed.world.MemoryExchange;
import io.github.fanoutlab.testbed.world.SimNode;
import io.github.fanoutlab.testbed.world.TestLab;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

@DisplayName(
        "Polling, upgrades, CORS: each story of peers/v4/engine-stories.js is answered as engine.io 6.6 answered it")
class EngineStoriesTest {

    private static final Pattern OPEN =
            Pattern.compile("^[^|]*\\| (?:___eio\\[\\d+]\\(\")?(?:\\d+:)?0\\{\\\\?\"sid\\\\?\":\\\\?\"([^\"\\\\]+)");
    private static final Pattern NAME = Pattern.compile("^(.*?)( \\||: | ;| closed)");
    private static final List<String> UNTOLD = List.of("connection", "content-length");

    private final TestLab lab = new TestLab();
    private final SimNode node = lab.node("W1");
    private final Map<String, MemoryExchange> requests = new LinkedHashMap<>();
    private final Map<String, MemoryClient> sockets = new LinkedHashMap<>();
    private final List<String> heard = new ArrayList<>();
    private SocketIoServer io;
    private String sid;

    static Stream<Arguments> stories() {
        return Stream.of("engine", "engine3")
                .flatMap(key -> StreamSupport.stream(Golden.vectors(key).spliterator(), false))
                .map(story -> Arguments.of(story.get("title").stringValue(), story));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("stories")
    void a_story(String title, JsonNode story) {
        io = SocketIoServer.create(
                node, ServerOptions.engine(options(story.get("options").stringValue())));
        if (story.get("options").stringValue().equals("headers")) {
            io.engine().onInitialHeaders((headers, request) -> headers.put("x-first", "yes"));
            io.engine().onHeaders((headers, request) -> headers.put("x-all", "yes"));
        }
        io.on("connection", socket -> {
            socket.on("echo", event -> socket.emit("echo", event.args().toArray()));
            socket.on("disconnect", event -> heard.add("ended: " + event.string(0)));
        });
        io.of("/chat")
                .on(
                        "connection",
                        socket -> socket.emit(
                                "welcome", socket.id(), socket.handshake().auth()));
        io.of("/closed")
                .use((socket, next) ->
                        next.fail("not you", socket.handshake().auth().get("data")));
        List<String> wanted = new ArrayList<>();
        List<String> told = new ArrayList<>();
        for (JsonNode step : story.get("steps")) {
            wanted.add("> " + without(step));
            wanted.addAll(Golden.texts(step.get("hears")));
            told.add("> " + without(step));
            act(step);
            told.addAll(news());
        }
        assertThat(told).containsExactlyElementsOf(wanted);
        assertThat(node.warnings()).isEmpty();
    }

    private static EngineOptions.Builder options(String name) {
        EngineOptions.Builder options = EngineOptions.builder().upgradeTimeoutMillis(400);
        return switch (name) {
            case "default", "headers" -> options;
            case "eio3" -> options.allowEio3(true);
            case "eio3, short heartbeat" ->
                options.allowEio3(true).pingIntervalMillis(1000).pingTimeoutMillis(1000);
            case "no compression" -> options.noHttpCompression();
            case "small" -> options.maxPayloadBytes(100);
            case "polling only" -> options.transports("polling");
            case "websocket only" -> options.transports("websocket");
            case "no upgrades" -> options.allowUpgrades(false);
            case "cookie" -> options.cookie(Cookie.DEFAULT);
            case "own cookie" -> options.cookie(new Cookie("lb", "/x", false, "None", true, "a.example", 60L));
            case "refusing" -> options.allowRequest((request, callback) -> callback.call(null, false));
            case "refusing with words" ->
                options.allowRequest((request, callback) -> callback.call("not \"you\"", false));
            case "cors any" -> options.cors(Cors.anyOrigin());
            case "cors one" -> options.cors(Cors.origin("http://a.example"));
            case "cors some" ->
                options.cors(
                        Cors.origins("http://a.example", "http://c.example").withCredentials());
            case "cors full" ->
                options.cors(Cors.origin("http://a.example")
                        .withMethods("GET", "POST")
                        .withAllowedHeaders("x-one")
                        .withExposedHeaders("x-three", "x-four")
                        .withCredentials()
                        .withMaxAgeSeconds(7));
            default -> throw new IllegalArgumentException("no such options: " + name);
        };
    }

    private static String without(JsonNode step) {
        List<String> parts = new ArrayList<>();
        step.properties().forEach(part -> {
            if (!part.getKey().equals("hears")) {
                parts.add(part.toString());
            }
        });
        return String.join(" ", parts);
    }

    private void act(JsonNode step) {
        String target = step.path("target").asString("").replace("SID", String.valueOf(sid));
        if (step.has("as")) {
            HttpRequest request = request(step, target);
            requests.put(
                    step.get("as").stringValue(),
                    step.has("unfinished")
                            ? MemoryExchange.begin(io.ports(), io.handler(), request)
                            : MemoryExchange.of(io.ports(), io.handler(), request));
        } else if (step.has("more")) {
            requests.get(step.get("more").stringValue()).goOn(body(step), false);
        } else if (step.has("finish")) {
            requests.get(step.get("finish").stringValue()).goOn(body(step), true);
        } else if (step.has("leave")) {
            requests.remove(step.get("leave").stringValue()).leave();
        } else if (step.has("ws")) {
            sockets.put(step.get("ws").stringValue(), MemoryClient.connect(io.ports(), io.handler(), target));
        } else if (step.has("say")) {
            MemoryClient socket = sockets.get(step.get("say").stringValue());
            if (socket != null) {
                say(socket, step);
            }
        } else if (step.has("drop")) {
            sockets.remove(step.get("drop").stringValue()).vanish();
        } else if (step.has("server")) {
            serve(step.get("server").stringValue());
        } else {
            lab.advance(step.get("wait").intValue());
        }
    }

    private static void say(MemoryClient socket, JsonNode step) {
        if (step.has("hex")) {
            socket.say(Golden.bytes(step.get("hex").stringValue()));
        } else {
            socket.say(step.get("text").stringValue());
        }
    }

    private static HttpRequest request(JsonNode step, String target) {
        Map<String, String> headers = new LinkedHashMap<>();
        step.get("headers")
                .properties()
                .forEach(
                        header -> headers.put(header.getKey(), header.getValue().stringValue()));
        return new HttpRequest(step.get("method").stringValue(), target, headers, body(step), "127.0.0.1");
    }

    private static byte[] body(JsonNode step) {
        return step.has("hex")
                ? Golden.bytes(step.get("hex").stringValue())
                : step.get("body").stringValue().getBytes(StandardCharsets.UTF_8);
    }

    private void serve(String what) {
        switch (what) {
            case "emit" -> io.emit("x", 1);
            case "bytes" -> io.emit("x", new byte[] {1, 2, 3});
            case "long" -> io.emit("x", "x".repeat(1014));
            case "nearly long" -> io.emit("x", "x".repeat(1013));
            case "disconnect" -> io.disconnectSockets(true);
            default -> throw new IllegalArgumentException("the server cannot do this: " + what);
        }
    }

    /** What was heard since the last call, by the names of who heard it, as in the recording. */
    private List<String> news() {
        lab.settle();
        requests.forEach((name, exchange) -> {
            tell(name, exchange.response());
            if (exchange.isDropped()) {
                hear(name + " closed");
            }
        });
        requests.values().removeIf(exchange -> exchange.response() != null || exchange.isDropped());
        sockets.forEach((name, socket) -> {
            tell(name, socket.rejection());
            socket.hearsNow().forEach(frame -> hear(name + " | " + frame));
            if (socket.closedByServer() != null) {
                hear(name + " closed");
            }
        });
        sockets.values().removeIf(socket -> socket.rejection() != null || socket.closedByServer() != null);
        heard.sort(Comparator.comparing(EngineStoriesTest::name));
        List<String> news = List.copyOf(heard);
        heard.clear();
        return news;
    }

    private static String name(String line) {
        Matcher name = NAME.matcher(line);
        assertThat(name.find()).isTrue();
        return name.group(1);
    }

    private void tell(String name, HttpResponse response) {
        if (response == null) {
            return;
        }
        Map<String, String> headers = new TreeMap<>();
        response.headers().forEach((key, value) -> headers.put(key.toLowerCase(Locale.ROOT), value));
        UNTOLD.forEach(headers::remove);
        StringBuilder line = new StringBuilder(name + " ; " + response.status());
        headers.forEach(
                (key, value) -> line.append(" ; ").append(key).append(": ").append(value));
        boolean octets = "application/octet-stream".equals(headers.get("content-type"));
        byte[] body = decompressed(response.body(), headers.getOrDefault("content-encoding", "none"));
        hear(line + " | " + (octets ? "<" + Golden.hex(body) + ">" : new String(body, StandardCharsets.UTF_8)));
    }

    private static byte[] decompressed(byte[] body, String encoding) {
        try (InputStream in = decompressor(new ByteArrayInputStream(body), encoding)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream decompressor(InputStream in, String encoding) throws IOException {
        return switch (encoding) {
            case "gzip" -> new GZIPInputStream(in);
            case "deflate" -> new InflaterInputStream(in);
            default -> in;
        };
    }

    private void hear(String line) {
        Matcher open = OPEN.matcher(line);
        if (open.find()) {
            sid = open.group(1);
        }
        heard.add(line.replaceAll("sid(\\\\?\":\\\\?\")[^\"\\\\]+", "sid$1…")
                .replaceAll("(io|lb)=[A-Za-z0-9_-]{20}", "$1=…")
                .replace("#" + sid, "#SID"));
    }
}
