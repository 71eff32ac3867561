package io.github.fanoutlab.legacy.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;

@DisplayName("Against the vectors that peers/v09/record-vectors.js took from socket.io 0.9.19")
class PacketVectorsTest {

    private final JsonNode vectors = load();

    @TestFactory
    @DisplayName("text decodes to the object that Node makes of it, byte for byte")
    Stream<DynamicTest> decoding() {
        return vectors.get("decode").valueStream().map(vector -> {
            String text = vector.get("text").stringValue();
            return DynamicTest.dynamicTest(readable(text), () -> {
                String tree = JavaScriptJson.stringify(PacketTree.of(PacketText.decode(text)));
                assertThat(tree).isEqualTo(vector.get("tree").stringValue());
            });
        });
    }

    @TestFactory
    @DisplayName("a decoded packet survives the way over the channel message-remote")
    Stream<DynamicTest> trees() {
        return vectors.get("decode").valueStream().map(vector -> {
            String tree = vector.get("tree").stringValue();
            return DynamicTest.dynamicTest(readable(tree), () -> {
                Packet packet = PacketTree.toPacket(JavaScriptJson.parse(tree));
                assertThat(JavaScriptJson.stringify(PacketTree.of(packet))).isEqualTo(tree);
            });
        });
    }

    @TestFactory
    @DisplayName("packets encode to the text that Node writes")
    Stream<DynamicTest> encoding() {
        return vectors.get("encode").valueStream().map(vector -> {
            String text = vector.get("text").stringValue();
            return DynamicTest.dynamicTest(
                    readable(text),
                    () -> assertThat(PacketText.encode(PacketTree.toPacket(vector.get("packet"))))
                            .isEqualTo(text));
        });
    }

    private static String readable(String text) {
        StringBuilder quoted = new StringBuilder();
        JavaScriptJson.quote(text, quoted);
        return quoted.toString();
    }

    private static JsonNode load() {
        try (InputStream file = PacketVectorsTest.class.getResourceAsStream("/vectors/packets.json")) {
            return JavaScriptJson.parse(new String(file.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
