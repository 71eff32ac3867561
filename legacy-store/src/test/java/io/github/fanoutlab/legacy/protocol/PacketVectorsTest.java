package io.github.fanoutlab.legacy.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fanoutlab.platform.json.JsonText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;

@DisplayName("Compared with the vectors that peers/v09/record-vectors.js recorded from socket.io 0.9.19")
class PacketVectorsTest {

    private final JsonNode vectors = load();

    @TestFactory
    @DisplayName("text decodes to the same object as in Node, byte for byte")
    Stream<DynamicTest> decoding() {
        return vectors.get("decode").valueStream().map(vector -> {
            String text = vector.get("text").stringValue();
            return DynamicTest.dynamicTest(JsonText.quote(text), () -> {
                String tree = JsonText.stringify(PacketJson.of(PacketText.decode(text)));
                assertThat(tree).isEqualTo(vector.get("tree").stringValue());
            });
        });
    }

    @TestFactory
    @DisplayName("a decoded packet survives the channel message-remote")
    Stream<DynamicTest> trees() {
        return vectors.get("decode").valueStream().map(vector -> {
            String tree = vector.get("tree").stringValue();
            return DynamicTest.dynamicTest(JsonText.quote(tree), () -> {
                Packet packet = PacketJson.toPacket(JavaScriptJson.parse(tree));
                assertThat(JsonText.stringify(PacketJson.of(packet))).isEqualTo(tree);
            });
        });
    }

    @TestFactory
    @DisplayName("packets encode to the same text as in Node")
    Stream<DynamicTest> encoding() {
        return vectors.get("encode").valueStream().map(vector -> {
            String text = vector.get("text").stringValue();
            return DynamicTest.dynamicTest(
                    JsonText.quote(text),
                    () -> assertThat(PacketText.encode(PacketJson.toPacket(vector.get("packet"))))
                            .isEqualTo(text));
        });
    }

    @Test
    @DisplayName("bytes encode like a Buffer in Node")
    void buffers() {
        Packet packet = Packet.event("", "x", JavaScriptJson.listOf(new byte[] {1, -1}));

        assertThat(PacketText.encode(packet)).isEqualTo("""
                5:::{"name":"x","args":[{"type":"Buffer","data":[1,255]}]}""");
    }

    private static JsonNode load() {
        try (InputStream file = PacketVectorsTest.class.getResourceAsStream("/vectors/packets.json")) {
            return JavaScriptJson.parse(new String(file.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
