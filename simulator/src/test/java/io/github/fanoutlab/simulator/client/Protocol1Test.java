package io.github.fanoutlab.simulator.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.StringNode;

/** The examples of the protocol's specification. */
@DisplayName("A client's own reader and writer of protocol 1")
class Protocol1Test {

    private static final List<JsonNode> PAYLOAD = List.of(StringNode.valueOf("payload"));

    @ParameterizedTest
    @DisplayName("reads each kind of packet, and writes it back to the same text")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "0::/test                       | DISCONNECT | ``  | false | /test | ``",
                "1::/test:?my=param             | CONNECT    | ``  | false | /test | ?my=param",
                "2::                            | HEARTBEAT  | ``  | false | ``    | ``",
                "3:1::blabla                    | MESSAGE    | 1   | false | ``    | blabla",
                "4:1::{\"a\":\"b\"}             | JSON       | 1   | false | ``    | {\"a\":\"b\"}",
                "5:7+:/chat:{\"name\":\"data\"} | EVENT      | 7   | true  | /chat | {\"name\":\"data\"}",
                "6:::4+[\"A\",\"B\"]            | ACK        | ``  | false | ``    | 4+[\"A\",\"B\"]",
                "7:::1+0                        | ERROR      | ``  | false | ``    | 1+0",
                "8::                            | NOOP       | ``  | false | ``    | ``",
            })
    void both_ways(String text, Protocol1.Type type, String id, boolean wantsData, String endpoint, String data) {
        assertThat(Protocol1.read(text)).containsExactly(new Protocol1.Packet(type, id, wantsData, endpoint, data));
        assertThat(Protocol1.read(text).get(0).text()).isEqualTo(text);
    }

    @Test
    @DisplayName("writes events and acks with and without arguments")
    void events_and_acks() {
        assertThat(Protocol1.event("/chat", "data", PAYLOAD, 7L))
                .isEqualTo("5:7+:/chat:{\"name\":\"data\",\"args\":[\"payload\"]}");
        assertThat(Protocol1.event("", "data", List.of(), null)).isEqualTo("5:::{\"name\":\"data\"}");
        assertThat(Protocol1.ack("/chat", "7", PAYLOAD)).isEqualTo("6::/chat:7+[\"payload\"]");
        assertThat(Protocol1.ack("", "7", List.of())).isEqualTo("6:::7");
    }

    @Test
    @DisplayName("puts several packets into one body with their lengths, and takes them out again")
    void payloads() {
        String body = Protocol1.payload(List.of("5:::{\"name\":\"ü\"}", "2::"));

        assertThat(body).isEqualTo("\ufffd16\ufffd5:::{\"name\":\"ü\"}\ufffd3\ufffd2::");
        assertThat(Protocol1.read(body))
                .extracting(Protocol1.Packet::type)
                .containsExactly(Protocol1.Type.EVENT, Protocol1.Type.HEARTBEAT);
        assertThat(Protocol1.payload(List.of("2::"))).isEqualTo("2::");
    }

    @Test
    @DisplayName("knows which event an ack belongs to, and ignores what is no packet")
    void answers() {
        assertThat(Protocol1.answer(Protocol1.read("6:::4+[\"payload\"]").get(0)))
                .isEqualTo(new Protocol1.Answer(4, PAYLOAD));
        assertThat(Protocol1.answer(Protocol1.read("6:::4").get(0))).isEqualTo(new Protocol1.Answer(4, List.of()));
        assertThat(Protocol1.answer(Protocol1.read("6:::x").get(0))).isNull();
        assertThat(Protocol1.read("no packet")).isEmpty();
    }
}
