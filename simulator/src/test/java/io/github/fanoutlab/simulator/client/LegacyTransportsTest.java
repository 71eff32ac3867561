package io.github.fanoutlab.simulator.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fanoutlab.legacy.LegacyServer;
import io.github.fanoutlab.simulator.client.LabClient.State;
import io.github.fanoutlab.testbed.trace.Kind;
import io.github.fanoutlab.testbed.world.SimNode;
import io.github.fanoutlab.testbed.world.World;
import io.github.fanoutlab.testbed.world.WorldOptions;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("A Socket.IO 0.9 client in the virtual world, over each transport")
class LegacyTransportsTest {

    private static final long SECOND = 1_000_000;

    private final World world = World.of(WorldOptions.seed(4));
    private final List<String> seen = new ArrayList<>();
    private LegacyServer io;

    private void boot() {
        io = LegacyServer.create(world.node("W1"));
        io.sockets().on("connection", socket -> {
            socket.emit("data", "connected to worker: 1");
            socket.on("join", event -> event.ack("joined " + event.string(0)));
        });
        io.listen(80);
    }

    private LegacyClient connect(Transport transport) {
        SimNode node = world.node("C1");
        LegacyClient client = new LegacyClient(node, node, ClientOptions.LEGACY_RECONNECTING, transport);
        client.onConnect(() -> seen.add("connected"));
        client.onDisconnect(reason -> seen.add("disconnected: " + reason));
        client.on("data", event -> seen.add(event.string(0)));
        client.connect(URI.create("http://W1:80"), "/");
        return client;
    }

    private void pass(long seconds) {
        world.runUntil(world.nowMicros() + seconds * SECOND);
    }

    private List<String> requests() {
        return world.trace().events(Kind.HTTP_REQUEST_SENT).stream()
                .map(event -> event.text().replaceAll("\\?t=\\d+", "").replaceAll("/[\\w-]{20}", "/SID"))
                .toList();
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("connects, receives each emit once, and gets an ack")
    void connects_gets_each_emit_once_asks_and_is_answered(Transport transport) {
        boot();
        LegacyClient client = connect(transport);
        pass(1);
        for (int i = 1; i <= 3; i++) {
            io.sockets().emit("data", i);
        }
        client.emitWithAck(answer -> seen.add("answer " + answer), "join", "red");
        pass(1);

        assertThat(seen)
                .containsExactly("connected", "connected to worker: 1", "1", "2", "3", "answer [\"joined red\"]");
    }

    @Test
    @DisplayName("polls with one GET after the other; each lasts 20 seconds if there is nothing to receive")
    void polling_is_one_get_after_the_other_and_lasts_twenty_seconds_when_there_is_no_news() {
        boot();
        LegacyClient client = connect(Transport.POLLING);
        pass(1);
        client.emit("join", "red");
        client.emit("join", "blue");
        client.emit("join", "green");
        pass(25);

        assertThat(requests())
                .startsWith(
                        "GET /socket.io/1/",
                        "GET /socket.io/1/xhr-polling/SID",
                        "GET /socket.io/1/xhr-polling/SID",
                        "GET /socket.io/1/xhr-polling/SID",
                        "POST /socket.io/1/xhr-polling/SID 5:::{\"name\":\"join\",\"args\":[\"red\"]}",
                        "POST /socket.io/1/xhr-polling/SID \ufffd35\ufffd5:::{\"name\":\"join\",\"args\":[\"blue\"]}"
                                + "\ufffd36\ufffd5:::{\"name\":\"join\",\"args\":[\"green\"]}");
        assertThat(world.trace().events(Kind.HTTP_RESPONSE_RECEIVED))
                .anyMatch(answer -> answer.text().equals("200 8::"));
    }

    @Test
    @DisplayName(
            "falls back to polling after ten seconds if no WebSocket gets through, in the same session and for good")
    void where_no_web_socket_gets_through_it_polls_after_ten_seconds_in_the_same_session_and_does_not_try_again() {
        boot();
        world.letNoWebSocketThrough();
        LegacyClient client = connect(Transport.CHANGING);
        pass(9);
        assertThat(client.state()).isEqualTo(State.CONNECTING);
        pass(2);
        assertThat(seen).containsExactly("connected", "connected to worker: 1");
        assertThat(requests())
                .startsWith("GET /socket.io/1/", "GET /socket.io/1/websocket/SID", "GET /socket.io/1/xhr-polling/SID");

        world.faults().kill("W1");
        boot();
        pass(10);
        assertThat(client.state()).isEqualTo(State.CONNECTED);
        assertThat(requests())
                .filteredOn(request -> request.contains("websocket"))
                .hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("leaves, which the server notices at once")
    void leaving_is_noticed_at_once(Transport transport) {
        boot();
        LegacyClient client = connect(transport);
        pass(2);
        client.disconnect();
        pass(2);

        assertThat(seen).endsWith("disconnected: client disconnect");
        assertThat(io.tableSizes().values()).containsOnly(0);
    }
}
