package io.github.fanoutlab.simulator.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/** The examples of the protocol's specification, and what it forbids. */
@DisplayName("A client's own reader and writer of protocol 5")
class Protocol5Test {

    @ParameterizedTest
    @DisplayName("reads each kind of packet, and writes it back to the same text")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "0                                    | CONNECT       | /      |    | 0",
                "0{\"sid\":\"oSO0OpakMV_3jnilAAAA\"}  | CONNECT       | /      |    | 0",
                "0/admin,{\"token\":\"123\"}          | CONNECT       | /admin |    | 0",
                "1/admin,                             | DISCONNECT    | /admin |    | 0",
                "2[\"foo\"]                           | EVENT         | /      |    | 0",
                "2/admin,456[\"project:delete\",123]  | EVENT         | /admin |456 | 0",
                "3/admin,456[]                        | ACK           | /admin |456 | 0",
                "4{\"message\":\"Not authorized\"}    | CONNECT_ERROR | /      |    | 0",
                "51-[\"baz\",{\"_placeholder\":true,\"num\":0}] | BINARY_EVENT | / |  | 1",
                "61-/admin,456[{\"_placeholder\":true,\"num\":0}] | BINARY_ACK | /admin | 456 | 1",
            })
    void both_ways(String text, Protocol5.Type type, String namespace, Long id, int attachments) {
        Protocol5.Packet packet = Protocol5.read(text);

        assertThat(packet.type()).isEqualTo(type);
        assertThat(packet.namespace()).isEqualTo(namespace);
        assertThat(packet.id()).isEqualTo(id);
        assertThat(packet.attachments()).isEqualTo(attachments);
        assertThat(Protocol5.text(packet)).isEqualTo(text);
    }

    @Test
    @DisplayName("takes bytes out of an event, at any depth, and puts those that arrive in their place again")
    void bytes() {
        ArrayNode data = JsonMapper.shared().createArrayNode().add("bytes").add(new byte[] {1, 2});
        data.addObject().putArray("more").add(new byte[] {3});

        Protocol5.Frames frames = Protocol5.write(Protocol5.Type.EVENT, "/", 7L, data);

        assertThat(frames.text())
                .isEqualTo("52-7[\"bytes\",{\"_placeholder\":true,\"num\":0},"
                        + "{\"more\":[{\"_placeholder\":true,\"num\":1}]}]");
        assertThat(frames.binary()).containsExactly(new byte[] {1, 2}, new byte[] {3});
        assertThat(Protocol5.withBinary(Protocol5.read(frames.text()), frames.binary()))
                .isEqualTo(new Protocol5.Packet(Protocol5.Type.EVENT, "/", 7L, data, 0));
    }

    @ParameterizedTest
    @DisplayName("says where a frame stops being a packet")
    @ValueSource(strings = {"", "7", "x", "2[", "5[\"no count\"]", "51[\"no dash\"]", "2/admin,1x"})
    void malformed(String text) {
        assertThatThrownBy(() -> Protocol5.read(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("expected ")
                .hasMessageContaining("at character ");
    }

    @ParameterizedTest
    @DisplayName("refuses data that a packet of its type cannot have")
    @ValueSource(strings = {"0[]", "1{}", "2", "2{}", "2[]", "2[{}]", "3", "3{}", "4", "4[]"})
    void unfit_data(String text) {
        assertThatThrownBy(() -> Protocol5.read(text)).hasMessageEndingWith("cannot have this data: " + text);
    }

    @Test
    @DisplayName("refuses a placeholder without an attachment")
    void missing_attachment() {
        Protocol5.Packet packet = Protocol5.read("51-[\"x\",{\"_placeholder\":true,\"num\":1}]");

        assertThatThrownBy(() -> Protocol5.withBinary(packet, List.of(new byte[] {1})))
                .hasMessage("a placeholder names attachment 1 (from 0), but there are only 1");
    }
}
