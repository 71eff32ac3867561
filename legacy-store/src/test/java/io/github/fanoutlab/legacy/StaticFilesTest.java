package io.github.fanoutlab.legacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fanoutlab.legacy.server.BrowserClient;
import io.github.fanoutlab.platform.http.HttpExchange;
import io.github.fanoutlab.platform.http.HttpRequest;
import io.github.fanoutlab.platform.http.HttpResponse;
import io.github.fanoutlab.platform.json.JsonText;
import io.github.fanoutlab.testbed.peer.NodePeer;
import io.github.fanoutlab.testbed.world.MemoryClient;
import io.github.fanoutlab.testbed.world.TestLab;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

@DisplayName("The client for browsers")
class StaticFilesTest {

    private final TestLab lab = new TestLab();

    @TestFactory
    Stream<DynamicTest> is_served_byte_for_byte_as_node_s_0_9_19_served_it() throws IOException {
        Path folder = NodePeer.requirePackages("v09").resolve("node_modules/socket.io/node_modules/socket.io-client");
        BrowserClient client = ClientPackage.read(folder);
        return Vectors.load("static.json")
                .valueStream()
                .map(recorded -> DynamicTest.dynamicTest(
                        recorded.get("method").stringValue() + " "
                                + recorded.get("target").stringValue() + " " + recorded.get("settings") + " "
                                + recorded.get("headers"),
                        () -> compare(recorded, client)));
    }

    private void compare(JsonNode recorded, BrowserClient client) {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("browser client source", client);
        recorded.get("settings").forEachEntry((name, value) -> settings.put(name, Vectors.value(value)));
        JsonNode expected = recorded.get("answer");

        HttpResponse answer = ask(
                LegacyNode.alone(lab, settings),
                recorded.get("method").stringValue(),
                recorded.get("target").stringValue(),
                texts(recorded.get("headers")));

        assertThat(answer.status()).isEqualTo(expected.get("status").intValue());
        Map<String, String> headers = texts(expected.get("headers"));
        headers.remove("content-length");
        Map<String, String> ours = new LinkedHashMap<>();
        answer.headers().forEach((name, value) -> ours.put(name.toLowerCase(Locale.ROOT), value));
        ours.remove("expires");
        assertThat(ours).isEqualTo(headers);
        if (expected.has("sha1")) {
            assertThat(sha1(answer.body())).isEqualTo(expected.get("sha1").stringValue());
        } else {
            assertThat(answer.text()).isEqualTo(expected.get("body").stringValue());
        }
    }

    @Test
    void without_a_source_the_answer_is_404_and_says_why() {
        HttpResponse answer = ask(LegacyNode.alone(lab), "GET", "/socket.io.js", Map.of());

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.text()).contains("\"browser client source\"");
    }

    @Test
    void may_be_served_by_a_handler_instead() {
        Consumer<HttpExchange> handler = exchange -> exchange.respond(
                HttpResponse.of(200, "text/plain", exchange.request().target()));
        LegacyNode legacy = LegacyNode.alone(lab, Map.of("browser client handler", handler));

        assertThat(ask(legacy, "GET", "/socket.io.v1.js", Map.of()).text()).isEqualTo("/socket.io/socket.io.v1.js");
    }

    @Test
    void is_compressed_minified_and_cached_as_the_settings_say() throws IOException {
        LegacyNode legacy = LegacyNode.alone(
                lab,
                Map.of(
                        "browser client source",
                        new BrowserClient("0.9.17", Map.of(), "minified()"),
                        "browser client minification",
                        true,
                        "browser client gzip",
                        true,
                        "browser client expires",
                        3_600));

        HttpResponse answer = ask(legacy, "GET", "/socket.io.v0.9.17.js", Map.of("Accept-Encoding", "deflate, GZIP"));

        assertThat(answer.headers())
                .containsEntry("Content-Encoding", "gzip")
                .containsEntry("Vary", "Accept-Encoding")
                .containsEntry("Expires", "Thu, 01 Jan 2026 01:00:00 GMT");
        byte[] unzipped = new GZIPInputStream(new ByteArrayInputStream(answer.body())).readAllBytes();
        assertThat(new String(unzipped, StandardCharsets.UTF_8)).isEqualTo("minified()");
        assertThat(ask(legacy, "GET", "/socket.io.js", Map.of()).text()).isEqualTo("minified()");
    }

    @Test
    void a_folder_that_is_not_a_package_of_0_9_is_refused(@TempDir Path folder) throws IOException {
        assertThatThrownBy(() -> ClientPackage.read(folder)).isInstanceOf(IOException.class);
        Files.writeString(folder.resolve("package.json"), "{\"version\":\"4.8.1\"}");
        assertThatThrownBy(() -> ClientPackage.read(folder))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("socket.io-client 0.9")
                .hasMessageContaining("4.8.1");
    }

    private HttpResponse ask(LegacyNode legacy, String method, String target, Map<String, String> headers) {
        HttpRequest request = new HttpRequest(method, "/socket.io" + target, headers, new byte[0], "127.0.0.1");
        return MemoryClient.request(legacy.io.ports(), legacy.io.handler(), request);
    }

    private static Map<String, String> texts(JsonNode object) {
        Map<String, String> texts = new LinkedHashMap<>();
        object.forEachEntry(
                (name, value) -> texts.put(name, value.isString() ? value.stringValue() : JsonText.stringify(value)));
        return texts;
    }

    private static String sha1(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(bytes));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
