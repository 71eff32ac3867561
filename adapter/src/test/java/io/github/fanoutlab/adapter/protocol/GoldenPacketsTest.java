package io.github.fanoutlab.adapter.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fanoutlab.adapter.Golden;
import io.github.fanoutlab.platform.DebugLog;
import io.github.fanoutlab.platform.json.JsonText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.DoubleNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

@DisplayName("Packets, byte for byte as socket.io-parser 4.2 has them")
class GoldenPacketsTest {

    static Iterable<JsonNode> encoded() {
        return Golden.vectors("encoded");
    }

    static Iterable<JsonNode> decoded() {
        return Golden.vectors("decoded");
    }

    @ParameterizedTest
    @MethodSource
    void encoded(JsonNode vector) {
        JsonNode recorded = vector.get("packet");
        Packet packet = new Packet(
                PacketType.values()[recorded.get("type").intValue()],
                recorded.get("nsp").stringValue(),
                recorded.has("id") ? recorded.get("id").longValue() : null,
                recorded.has("data") ? Golden.value(recorded.get("data")) : null);

        PacketEncoder.Encoded encoded = new PacketEncoder(DebugLog.silent()).encode(packet);

        List<String> frames = new ArrayList<>(List.of(encoded.text()));
        encoded.attachments().forEach(bytes -> frames.add("<" + Golden.hex(bytes) + ">"));
        assertThat(frames).isEqualTo(Golden.texts(vector.get("frames")));
    }

    @ParameterizedTest
    @MethodSource
    void decoded(JsonNode vector) {
        List<String> frames = Golden.texts(vector.get("frames"));
        if (vector.has("error")) {
            assertThatThrownBy(() -> decode(frames)).isInstanceOf(MalformedPacketException.class);
            return;
        }
        JsonNode recorded = vector.get("packet");

        Packet packet = decode(frames).orElseThrow();

        assertThat(packet.type().digit()).isEqualTo(recorded.get("type").intValue());
        assertThat(packet.namespace()).isEqualTo(recorded.get("nsp").stringValue());
        assertThat(packet.id())
                .isEqualTo(recorded.has("id") ? recorded.get("id").longValue() : null);
        assertThat(packet.data() == null ? null : JsonText.stringify(packet.data()))
                .isEqualTo(recorded.has("data") ? JsonText.stringify(Golden.value(recorded.get("data"))) : null);
    }

    @Test
    @DisplayName("Properties that are array indexes come first, as in every object of JavaScript; their bytes too")
    void order_of_properties() {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        object.put("b", new byte[] {1}).put("10", 0).put("1", new byte[] {2});
        Packet packet = Packet.event("/", Payloads.event("x", object));

        PacketEncoder.Encoded encoded = new PacketEncoder(DebugLog.silent()).encode(packet);

        assertThat(encoded.text()).isEqualTo("""
                52-["x",{"1":{"_placeholder":true,"num":0},"10":0,"b":{"_placeholder":true,"num":1}}]""");
        assertThat(encoded.attachments()).containsExactly(new byte[] {2}, new byte[] {1});
    }

    @Test
    void numbers() {
        List<String> ours = new ArrayList<>();
        List<String> recorded = new ArrayList<>();
        for (JsonNode vector : Golden.vectors("numbers")) {
            long bits = Long.parseUnsignedLong(vector.get("bits").stringValue(), 16);
            ours.add(JsonText.stringify(DoubleNode.valueOf(Double.longBitsToDouble(bits))));
            recorded.add(vector.get("json").stringValue());
        }

        assertThat(ours).hasSizeGreaterThan(900).isEqualTo(recorded);
    }

    private static Optional<Packet> decode(List<String> frames) {
        PacketDecoder decoder = new PacketDecoder(DebugLog.silent());
        Optional<Packet> packet = Optional.empty();
        for (String frame : frames) {
            packet = frame.matches("<[0-9a-f]*>")
                    ? decoder.add(Golden.bytes(frame.substring(1, frame.length() - 1)))
                    : decoder.add(frame);
        }
        return packet;
    }
}
