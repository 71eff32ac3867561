package io.github.fanoutlab.adapter;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fanoutlab.adapter.engine.Cors;
import io.github.fanoutlab.adapter.engine.EngineOptions;
import io.github.fanoutlab.adapter.server.ServerOptions;
import io.github.fanoutlab.platform.http.HttpRequest;
import io.github.fanoutlab.platform.http.HttpResponse;
import io.github.fanoutlab.testbed.world.MemoryClient;
import io.github.fanoutlab.testbed.world.TestLab;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;
import org.brotli.dec.BrotliInputStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

@DisplayName("The client for browsers, as socket.io 4.8.4 serves it")
class ClientFilesTest {

    private final TestLab lab = new TestLab();

    static Stream<JsonNode> recorded() {
        return StreamSupport.stream(Golden.vectors("clientFiles").spliterator(), false);
    }

    @ParameterizedTest
    @MethodSource("recorded")
    void the_responses_are_those_of_node(JsonNode recorded) throws Exception {
        EngineOptions.Builder engine = EngineOptions.builder().cors(Cors.origin("http://a.example"));
        SocketIoServer io = SocketIoServer.create(lab.node("W1"), ServerOptions.engine(engine));
        Map<String, String> headers = new LinkedHashMap<>();
        recorded.get("headers")
                .properties()
                .forEach(
                        header -> headers.put(header.getKey(), header.getValue().stringValue()));
        String target = recorded.get("target").stringValue();

        HttpResponse response = MemoryClient.request(
                io.ports(), io.handler(), new HttpRequest("GET", target, headers, new byte[0], "127.0.0.1"));

        assertThat(response.status()).isEqualTo(recorded.get("status").intValue());
        assertThat(told(response)).isEqualTo(Golden.texts(recorded.get("told")));
        assertThat(sha256(response)).isEqualTo(recorded.get("sha256").stringValue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"br", "gzip", "deflate"})
    void is_compressed_as_the_client_prefers(String encoding) throws Exception {
        SocketIoServer io = SocketIoServer.create(lab.node("W1"));
        for (String file : List.of("socket.io.js", "socket.io.esm.min.js.map")) {
            HttpRequest plain = HttpRequest.get("/socket.io/" + file);
            Map<String, String> accepted = Map.of("Accept-Encoding", "identity;q=0.1, *;q=0.5, " + encoding);
            HttpRequest compressed = new HttpRequest("GET", plain.target(), accepted, new byte[0], "127.0.0.1");

            HttpResponse response = MemoryClient.request(io.ports(), io.handler(), compressed);

            assertThat(response.headers()).containsEntry("Content-Encoding", encoding);
            assertThat(decoded(encoding, response.body()).readAllBytes())
                    .isEqualTo(MemoryClient.request(io.ports(), io.handler(), plain)
                            .body());
        }
    }

    private static InputStream decoded(String encoding, byte[] body) throws IOException {
        InputStream in = new ByteArrayInputStream(body);
        return switch (encoding) {
            case "br" -> new BrotliInputStream(in);
            case "gzip" -> new GZIPInputStream(in);
            default -> new InflaterInputStream(in);
        };
    }

    @Test
    void is_not_served_with_serve_client_false() {
        ServerOptions options = ServerOptions.builder().serveClient(false).build();
        SocketIoServer io = SocketIoServer.create(lab.node("W1"), options);

        HttpResponse response =
                MemoryClient.request(io.ports(), io.handler(), HttpRequest.get("/socket.io/socket.io.js"));

        assertThat(response.text()).isEqualTo("{\"code\":0,\"message\":\"Transport unknown\"}");
    }

    private static List<String> told(HttpResponse response) {
        return response.headers().entrySet().stream()
                .map(header -> header.getKey().toLowerCase(Locale.ROOT) + ": " + header.getValue())
                .sorted()
                .toList();
    }

    private static String sha256(HttpResponse response) throws Exception {
        boolean compressed = "gzip".equals(response.headers().get("Content-Encoding"));
        byte[] body = compressed ? decoded("gzip", response.body()).readAllBytes() : response.body();
        return Golden.hex(MessageDigest.getInstance("SHA-256").digest(body));
    }
}
