package io.github.fanoutlab.adapter.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

import io.github.fanoutlab.adapter.engine.EnginePacket.Type;
import io.github.fanoutlab.platform.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Payloads of Engine.IO 3 that the recordings of EngineStoriesTest do not have")
class EngineRevision3Test {

    private final EngineRevision revision = EngineRevision.of(HttpRequest.get("/?EIO=3"));
    private final SplittableRandom random = new SplittableRandom(42);

    @Test
    void random_packets_come_back_from_text_and_from_bytes() {
        EngineRevision base64 = EngineRevision.of(HttpRequest.get("/?EIO=3&b64=1"));
        for (int i = 0; i < 500; i++) {
            List<EnginePacket> packets = packets();
            EngineRevision.Payload text = base64.encodePayload(packets);
            List<EnginePacket> fromText = new ArrayList<>();
            base64.decodePayload(text.text(), fromText::add);
            assertThat(fromText)
                    .usingRecursiveComparison()
                    .ignoringFields("wire")
                    .isEqualTo(packets);

            EngineRevision.Payload mixed = revision.encodePayload(packets);
            List<EnginePacket> fromBytes = new ArrayList<>();
            if (mixed.text() == null) {
                revision.decodePayload(mixed.bytes(), fromBytes::add);
            } else {
                revision.decodePayload(mixed.text(), fromBytes::add);
            }
            assertThat(fromBytes)
                    .usingRecursiveComparison()
                    .ignoringFields("wire")
                    .isEqualTo(packets);
        }
    }

    private List<EnginePacket> packets() {
        List<EnginePacket> packets = new ArrayList<>();
        for (int i = random.nextInt(1, 6); i > 0; i--) {
            byte[] bytes = new byte[random.nextInt(300)];
            random.nextBytes(bytes);
            packets.add(
                    random.nextBoolean()
                            ? EnginePacket.message(bytes)
                            : EnginePacket.message("ü€😀:".repeat(random.nextInt(30))));
        }
        return packets;
    }

    @ParameterizedTest(name = "\"{0}\"")
    @ValueSource(strings = {"1e1:4123456789", "+1:2", "1:", "1.0:2", "99999999999:2", "5:4", "1:2:", "١:2"})
    void a_text_with_a_strange_length_is_a_parse_error(String payload) {
        assertThat(typesOf(payload)).endsWith(Type.ERROR).doesNotContain(Type.MESSAGE);
    }

    @ParameterizedTest(name = "<{0}>")
    @ValueSource(strings = {"00", "0001", "00ff32", "0005ff32", "000aff32", "000101010101010101010101ff32", "0001fff0"})
    void bytes_with_a_strange_length_or_no_text_are_a_parse_error(String hex) {
        List<Type> types = new ArrayList<>();
        revision.decodePayload(HexFormat.of().parseHex(hex), packet -> types.add(packet.type()));
        assertThat(types).containsExactly(Type.ERROR);
    }

    @Test
    void any_bytes_are_read_to_an_end() {
        assertThatNoException().isThrownBy(() -> {
            for (int i = 0; i < 5_000; i++) {
                byte[] bytes = new byte[random.nextInt(40)];
                for (int at = 0; at < bytes.length; at++) {
                    bytes[at] = (byte) (random.nextInt(4) == 0 ? 0xff : random.nextInt(12) + random.nextInt(2) * 0x30);
                }
                revision.decodePayload(bytes, packet -> {});
                revision.decodePayload(new String(bytes, StandardCharsets.ISO_8859_1), packet -> {});
                revision.decode(bytes);
            }
        });
    }

    private List<Type> typesOf(String payload) {
        List<Type> types = new ArrayList<>();
        revision.decodePayload(payload, packet -> types.add(packet.type()));
        return types;
    }
}
