package io.github.fanoutlab.adapter.engine;

import static io.github.fanoutlab.adapter.Connections.TARGET;
import static io.github.fanoutlab.adapter.Connections.connected;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.fanoutlab.adapter.Connections;
import io.github.fanoutlab.adapter.SocketIoServer;
import io.github.fanoutlab.adapter.server.ServerOptions;
import io.github.fanoutlab.platform.http.HttpRequest;
import io.github.fanoutlab.platform.http.HttpResponse;
import io.github.fanoutlab.testbed.world.MemoryClient;
import io.github.fanoutlab.testbed.world.SimNode;
import io.github.fanoutlab.testbed.world.TestLab;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every expectation was seen in a run of socket.io 4.8.4. */
@DisplayName("Connections over WebSocket: opening, heartbeat, refusals, endings")
class EngineTest {

    private final TestLab lab = new TestLab();
    private final SimNode node = lab.node("W1");
    private final SocketIoServer io = SocketIoServer.create(node);
    private final List<String> endings = new ArrayList<>();

    @BeforeEach
    void note_endings() {
        io.on("connection", socket -> socket.on("disconnect", event -> endings.add(event.string(0))));
    }

    @Test
    void the_open_packet_is_that_of_node() {
        MemoryClient client = MemoryClient.connect(io.ports(), io.handler(), TARGET);

        assertThat(client.heard())
                .singleElement()
                .asString()
                .matches("0\\{\"sid\":\"[A-Za-z0-9_-]{16}AAAA\",\"upgrades\":\\[],\"pingInterval\":25000,"
                        + "\"pingTimeout\":20000,\"maxPayload\":1000000}");
        assertThat(client.maxMessageBytes()).isEqualTo(1_000_000);
    }

    @Test
    void the_server_pings_and_a_client_that_answers_stays() {
        MemoryClient client = connected(io);

        for (int beat = 0; beat < 5; beat++) {
            lab.advance(24_999);
            assertThat(client.hearsNow()).isEmpty();
            lab.advance(1);
            assertThat(client.hearsNow()).containsExactly("2");
            lab.advance(19_999);
            client.say("3");
        }

        assertThat(client.isOpen()).isTrue();
    }

    @Test
    @DisplayName(
            "a client of revision 3 that has moved to WebSocket must go on pinging (Node would wait for it forever)")
    void a_client_of_revision_3_that_falls_silent_after_its_upgrade() {
        SocketIoServer io = SocketIoServer.create(
                lab.node("W2"), ServerOptions.engine(EngineOptions.builder().allowEio3(true)));
        io.on("connection", socket -> socket.on("disconnect", event -> endings.add(event.string(0))));
        String polling = "/socket.io/?EIO=3&transport=polling";
        String open = MemoryClient.request(io.ports(), io.handler(), HttpRequest.get(polling))
                .text();
        String sid = Connections.sid(List.of(open));
        MemoryClient client =
                MemoryClient.connect(io.ports(), io.handler(), polling.replace("polling", "websocket") + "&sid=" + sid);
        client.say("2probe");
        client.say("5");
        lab.advance(44_999);
        client.say("2");
        lab.advance(44_999);
        assertThat(client.isOpen()).isTrue();

        lab.advance(1);

        assertThat(client.isOpen()).isFalse();
        assertThat(endings).containsExactly("ping timeout");
    }

    @Test
    void a_client_that_connects_to_no_namespace_in_time_is_disconnected() {
        ServerOptions options =
                ServerOptions.builder().connectTimeoutMillis(1_000).build();
        SocketIoServer io = SocketIoServer.create(lab.node("W2"), options);
        MemoryClient idle = Connections.open(io);
        MemoryClient connected = connected(io);
        lab.advance(999);
        assertThat(idle.isOpen()).isTrue();

        lab.advance(1);

        assertThat(idle.isOpen()).isFalse();
        assertThat(connected.isOpen()).isTrue();
    }

    @Test
    void a_pong_that_nobody_asked_for_postpones_the_next_ping() {
        MemoryClient client = connected(io);
        lab.advance(10_000);
        client.say("3");

        lab.advance(24_999);
        assertThat(client.hearsNow()).isEmpty();
        lab.advance(1);

        assertThat(client.hearsNow()).containsExactly("2");
    }

    @Test
    void a_client_that_does_not_answer_is_given_up() {
        MemoryClient client = connected(io);

        lab.advance(25_000 + 19_999);
        assertThat(client.isOpen()).isTrue();
        lab.advance(1);

        assertThat(client.isOpen()).isFalse();
        assertThat(endings).containsExactly("ping timeout");
    }

    @Test
    void another_packet_in_place_of_the_pong_extends_the_wait_once() {
        MemoryClient client = connected(io);
        lab.advance(25_000);

        lab.advance(19_000);
        client.say("42[\"busy\"]");
        lab.advance(19_000);
        assertThat(client.isOpen()).isTrue();
        client.say("42[\"still busy\"]");
        lab.advance(1_000);

        assertThat(endings).containsExactly("ping timeout");
    }

    @Test
    void a_connection_without_a_namespace_is_closed_after_45_seconds() {
        MemoryClient client = Connections.open(io);
        client.say("40/nope,");
        lab.advance(30_000);
        client.say("3");

        lab.advance(14_999);
        assertThat(client.isOpen()).isTrue();
        lab.advance(1);

        assertThat(client.isOpen()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "x,                forced close,  no packet of Socket.IO: 4x",
                "9,                forced close,  an unknown type",
                "2[\"a\",          forced close,  JSON that ends early",
                "2[\"disconnect\"],forced close,  a reserved name",
                "2{},              forced close,  an event that is no list",
                "0,                forced close,  connecting twice",
                "2/nope[\"a\"],    forced close,  an event for a namespace it is not in",
                "1,                client namespace disconnect, saying goodbye",
            })
    void a_message_that_is_no_valid_packet_ends_the_connection(String message, String ending, String why) {
        MemoryClient client = connected(io);

        client.say("4" + message);

        assertThat(endings).describedAs(why).containsExactly(ending);
        assertThat(client.isOpen()).isEqualTo(message.equals("1"));
        assertThat(node.warnings()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "x,  parse error",
                "``, parse error",
                "7,  parse error",
                "b%, forced close",
                "2,  transport error",
            })
    void what_is_no_packet_ends_the_connection(String frame, String ending) {
        MemoryClient client = connected(io);

        client.say(frame);

        assertThat(endings).containsExactly(ending);
        assertThat(client.isOpen()).isFalse();
    }

    /** Node's WebSocket is not writable until the handler that wrote to it has returned. */
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "1 v2,       1",
                "v1 v2,      1",
                "1 v2 3,     1 3",
                "v1 2 v3,    1 2",
            })
    void a_volatile_packet_is_dropped_once_the_same_handler_has_sent_another(String emits, String arrive) {
        io.on(
                "connection",
                socket -> socket.on("go", event -> {
                    for (String emit : emits.split(" ")) {
                        if (emit.startsWith("v")) {
                            socket.volatile_().emit("n", Integer.valueOf(emit.substring(1)));
                        } else {
                            socket.emit("n", Integer.valueOf(emit));
                        }
                    }
                }));
        MemoryClient client = connected(io);
        List<String> expected = Stream.of(arrive.split(" "))
                .map(number -> "42[\"n\"," + number + "]")
                .toList();

        client.say("42[\"go\"]");
        assertThat(client.hearsNow()).isEqualTo(expected);
        client.say("42[\"go\"]");
        assertThat(client.hearsNow()).isEqualTo(expected);
    }

    @Test
    void unannounced_bytes_end_the_connection() {
        MemoryClient client = connected(io);

        client.say(new byte[] {1, 2});

        assertThat(endings).containsExactly("forced close");
    }

    @ParameterizedTest
    @CsvSource({"0", "1", "5", "6", "42"})
    void packets_without_a_meaning_here_are_ignored(String frame) {
        MemoryClient client = connected(io);

        client.say(frame);
        io.emit("still here");

        assertThat(client.heard()).containsExactly("42[\"still here\"]");
    }

    @ParameterizedTest
    @CsvSource({"1000, transport close", "1001, transport close", "1006, transport close", "1009, transport error"})
    void the_code_of_a_closed_websocket_decides_the_reason(int code, String ending) {
        MemoryClient client = connected(io);

        client.close(code, "");

        assertThat(endings).containsExactly(ending);
    }

    @Test
    void a_malformed_packet_affects_no_other_client() {
        MemoryClient good = connected(io);
        MemoryClient bad = connected(io);

        bad.say("4{{{");
        io.emit("data");

        assertThat(bad.isOpen()).isFalse();
        assertThat(good.heard()).containsExactly("42[\"data\"]");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "GET,  /socket.io/?EIO=4&transport=carrier-pigeon,    0, Transport unknown",
                "GET,  /socket.io/?EIO=4,                             0, Transport unknown",
                "GET,  /socket.io/?EIO=3&transport=polling,           5, Unsupported protocol version",
                "GET,  /socket.io/?transport=polling,                 5, Unsupported protocol version",
                "POST, /socket.io/?EIO=4&transport=polling,           2, Bad handshake method",
                "OPTIONS, /socket.io/?EIO=4&transport=polling,        2, Bad handshake method",
                "POST, /socket.io/?EIO=4&transport=polling&sid=abc,   1, Session ID unknown",
                "GET,  /socket.io/?EIO=4&transport=websocket,         3, Bad request",
                "POST, /socket.io/?EIO=4&transport=websocket,         2, Bad handshake method",
                "GET,  /socket.io/?EIO=4&transport=websocket&sid=abc, 1, Session ID unknown",
            })
    void a_plain_request_is_refused_as_in_node(String method, String target, int code, String message) {
        HttpResponse response = MemoryClient.request(io.ports(), io.handler(), method, target, "");

        assertThat(response.status()).isEqualTo(400);
        assertThat(response.headers()).containsEntry("Content-Type", "application/json");
        assertThat(response.text()).isEqualTo("{\"code\":" + code + ",\"message\":\"" + message + "\"}");
    }

    @ParameterizedTest
    @CsvSource({"/socket.io", "/", "/other/?EIO=4&transport=websocket"})
    void another_path_is_not_found(String target) {
        assertThat(MemoryClient.request(io.ports(), io.handler(), "GET", target, "")
                        .status())
                .isEqualTo(404);
        assertThat(MemoryClient.connect(io.ports(), io.handler(), target)
                        .rejection()
                        .status())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({
        "/socket.io/?EIO=3&transport=websocket, Unsupported protocol version",
        "/socket.io/?transport=websocket, Unsupported protocol version",
        "/socket.io/?EIO=4&transport=carrier-pigeon, Transport unknown",
        "/socket.io/?EIO=4&transport=websocket&sid=abc, Session ID unknown",
    })
    void an_upgrade_is_refused_with_the_bare_message(String target, String message) {
        HttpResponse response =
                MemoryClient.connect(io.ports(), io.handler(), target).rejection();

        assertThat(response.status()).isEqualTo(400);
        assertThat(response.text()).isEqualTo(message);
    }

    @Test
    void an_origin_with_control_characters_is_refused() {
        HttpRequest request = new HttpRequest("GET", TARGET, Map.of("Origin", "a\u0000b"), new byte[0], "127.0.0.1");

        assertThat(MemoryClient.connect(io.ports(), io.handler(), request)
                        .rejection()
                        .text())
                .isEqualTo("Bad request");
    }

    @Test
    void the_log_of_a_connection_has_the_order_of_node() {
        node.logLines().clear();
        MemoryClient client = MemoryClient.connect(io.ports(), io.handler(), TARGET);
        String sid = Connections.sid(client.hearsNow());
        client.say("40");
        String id = Connections.sid(client.hearsNow());

        assertThat(node.logLines())
                .containsExactly(
                        "engine handshaking client \"" + sid + "\"",
                        "engine:socket sending packet \"open\" ({\"sid\":\"" + sid
                                + "\",\"upgrades\":[],\"pingInterval\":25000,\"pingTimeout\":20000,"
                                + "\"maxPayload\":1000000})",
                        "engine:socket flushing buffer to transport",
                        "socket.io:server incoming connection with id " + sid,
                        "engine:ws received \"40\"",
                        "engine:socket received packet message",
                        "socket.io-parser decoded 0 as {\"type\":0,\"nsp\":\"/\"}",
                        "socket.io:client connecting to namespace /",
                        "socket.io:namespace adding socket to nsp /",
                        "socket.io:socket socket connected - writing packet",
                        "socket.io:socket join room " + id,
                        "socket.io-parser encoding packet {\"type\":0,\"data\":{\"sid\":\"" + id + "\"},\"nsp\":\"/\"}",
                        "socket.io-parser encoded {\"type\":0,\"data\":{\"sid\":\"" + id
                                + "\"},\"nsp\":\"/\"} as 0{\"sid\":\"" + id + "\"}",
                        "engine:socket sending packet \"message\" (0{\"sid\":\"" + id + "\"})",
                        "engine:socket flushing buffer to transport");
    }
}
