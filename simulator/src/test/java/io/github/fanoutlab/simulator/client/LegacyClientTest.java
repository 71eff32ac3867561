package io.github.fanoutlab.simulator.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.github.fanoutlab.legacy.LegacyServer;
import io.github.fanoutlab.legacy.server.Ack;
import io.github.fanoutlab.legacy.server.Authorization;
import io.github.fanoutlab.simulator.client.LabClient.State;
import io.github.fanoutlab.testbed.trace.Kind;
import io.github.fanoutlab.testbed.trace.TraceEvent;
import io.github.fanoutlab.testbed.world.SimNode;
import io.github.fanoutlab.testbed.world.World;
import io.github.fanoutlab.testbed.world.WorldOptions;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A Socket.IO 0.9 client in the virtual world")
class LegacyClientTest {

    private static final long SECOND = 1_000_000;
    private static final URI W1 = URI.create("http://W1:80");

    private final World world = World.of(WorldOptions.seed(4));
    private final List<String> seen = new ArrayList<>();
    private LegacyServer io;

    private void boot() {
        io = LegacyServer.create(world.node("W1"));
        io.sockets().on("connection", socket -> {
            socket.emit("data", "connected to worker: 1");
            socket.on("add", event -> event.ack(event.as(0, Integer.class) + event.as(1, Integer.class)));
            socket.on("kick", event -> socket.disconnect());
            socket.on("ask", event -> socket.emit("question", 42, (Ack) answer -> seen.add("got " + answer)));
            socket.on("talk", event -> socket.send("hello", () -> seen.add("receipt")));
        });
        io.of("/chat").on("connection", socket -> seen.add("server has " + socket.id()));
        io.listen(80);
    }

    private LegacyClient client(String name, ClientOptions options) {
        SimNode node = world.node(name);
        LegacyClient client = new LegacyClient(node, node, options);
        client.onConnect(() -> seen.add("connected"));
        client.onDisconnect(reason -> seen.add("disconnected: " + reason));
        client.on("data", event -> seen.add(event.text()));
        return client;
    }

    private void settle() {
        world.runToQuiescence(world.nowMicros() + SECOND);
    }

    @Test
    @DisplayName("makes a handshake, connects, and is greeted; the wire is that of protocol 1")
    void it_shakes_hands_and_connects_and_is_greeted_and_the_wire_is_that_of_protocol_1() {
        boot();
        LegacyClient client = client("C1", ClientOptions.ONCE);
        client.connect(W1, "/");
        settle();

        assertThat(seen).containsExactly("connected", "[\"connected to worker: 1\"]");
        assertThat(client.state()).isEqualTo(State.CONNECTED);
        assertThat(client.id()).hasSize(20);
        assertThat(world.trace().events(Kind.HTTP_REQUEST_RECEIVED))
                .extracting(event -> event.text().replace(client.id(), "SID"))
                .containsExactly("GET /socket.io/1/?t=" + World.EPOCH_MILLIS, "GET /socket.io/1/websocket/SID");
        assertThat(world.trace().events(Kind.HTTP_RESPONSE_RECEIVED).get(0).text())
                .startsWith("200 " + client.id() + ":60:60:websocket");
        assertThat(world.trace().events(Kind.FRAME_SENT))
                .extracting(TraceEvent::lane, TraceEvent::text)
                .contains(
                        tuple("W1", "1::"),
                        tuple("W1", "5:::{\"name\":\"data\",\"args\":[\"connected to worker: 1\"]}"));
    }

    @Test
    @DisplayName("keeps what it emits before it is connected, and then gets the acks")
    void what_is_emitted_before_it_is_connected_waits_and_is_answered() {
        boot();
        LegacyClient client = client("C1", ClientOptions.ONCE);
        client.emitWithAck(answer -> seen.add("answer " + answer), "add", 2, 3);
        client.connect(W1, "/");
        settle();
        assertThat(seen).contains("answer [5]");
    }

    @Test
    @DisplayName("acknowledges an event of the server")
    void the_server_asks_and_the_client_answers() {
        boot();
        LegacyClient client = client("C1", ClientOptions.ONCE);
        client.on("question", event -> event.ack("answer to " + event.string(0), 7));
        client.on("message", event -> seen.add("message " + event.text()));
        client.connect(W1, "/");
        client.emit("ask");
        client.emit("talk");
        settle();
        assertThat(seen).contains("got [\"answer to 42\", 7]", "message [\"hello\"]", "receipt");
    }

    @Test
    @DisplayName("receives only the events of its own namespace")
    void a_namespace_has_its_own_events() {
        boot();
        LegacyClient chat = client("C1", ClientOptions.ONCE);
        chat.connect(W1, "/chat");
        settle();
        assertThat(seen).containsExactlyInAnyOrder("connected", "server has " + chat.id());
        world.at(world.nowMicros(), "W1", () -> {
            io.sockets().emit("data", "not for the chat");
            io.of("/chat").emit("data", "for the chat");
        });
        settle();
        assertThat(seen).endsWith("[\"for the chat\"]").doesNotContain("[\"not for the chat\"]");
    }

    @Test
    @DisplayName("stays connected for minutes, by heartbeats")
    void heartbeats_keep_it_connected_for_minutes() {
        boot();
        LegacyClient client = client("C1", ClientOptions.ONCE);
        client.connect(W1, "/");
        world.runUntil(300 * SECOND);
        assertThat(client.state()).isEqualTo(State.CONNECTED);
        assertThat(world.trace()
                        .events(event -> event.kind() == Kind.FRAME_RECEIVED
                                && event.lane().equals("W1")
                                && event.text().equals("2::")))
                .hasSizeGreaterThan(9);
    }

    @Test
    @DisplayName("does not try again after it was not authorized")
    void who_is_not_authorized_is_refused_and_does_not_try_again() {
        boot();
        io.set("authorization", (Authorization) (data, callback) -> callback.done(null, false));
        LegacyClient client = client("C1", ClientOptions.LEGACY_RECONNECTING);
        client.connect(W1, "/");
        world.runUntil(10 * SECOND);
        assertThat(seen).containsExactly("disconnected: refused: handshake unauthorized");
        assertThat(client.state()).isEqualTo(State.CLOSED);
    }

    @Test
    @DisplayName("reconnects with a new session after its server died and was started again")
    void after_its_server_died_it_comes_back_with_a_new_session_when_there_is_one_again() {
        boot();
        LegacyClient client = client("C1", ClientOptions.LEGACY_RECONNECTING);
        client.connect(W1, "/");
        settle();
        String firstSession = client.id();
        world.at(2 * SECOND, "script", () -> world.faults().kill("W1"));
        world.at(6 * SECOND, "script", this::boot);
        world.runUntil(5 * SECOND);
        assertThat(client.state()).isIn(State.WAITING, State.CONNECTING);
        world.runUntil(30 * SECOND);
        assertThat(client.state()).isEqualTo(State.CONNECTED);
        assertThat(client.id()).isNotEqualTo(firstSession);
        assertThat(seen)
                .startsWith("connected", "[\"connected to worker: 1\"]", "disconnected: transport close")
                .endsWith("connected", "[\"connected to worker: 1\"]");
    }

    @Test
    @DisplayName("does not reconnect after it or the server has disconnected")
    void the_server_or_the_client_may_end_it_and_neither_comes_back() {
        boot();
        LegacyClient kicked = client("C1", ClientOptions.LEGACY_RECONNECTING);
        kicked.connect(W1, "/");
        kicked.emit("kick");
        settle();
        assertThat(seen).endsWith("disconnected: booted");

        LegacyClient leaving = client("C2", ClientOptions.LEGACY_RECONNECTING);
        leaving.connect(W1, "/");
        settle();
        leaving.disconnect();
        settle();
        assertThat(seen).endsWith("disconnected: client disconnect");
        world.runUntil(60 * SECOND);
        assertThat(List.of(kicked.state(), leaving.state())).containsOnly(State.CLOSED);
        assertThat(io.sockets().clients()).isEmpty();
    }
}
