package io.github.fanoutlab.simulator.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import io.github.fanoutlab.adapter.SocketIoServer;
import io.github.fanoutlab.adapter.server.Ack;
import io.github.fanoutlab.platform.ClientConnection;
import io.github.fanoutlab.platform.http.ClientHandler;
import io.github.fanoutlab.platform.http.HttpExchange;
import io.github.fanoutlab.platform.http.ListenOptions;
import io.github.fanoutlab.platform.http.WebSocketUpgrade;
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

@DisplayName("A Socket.IO 4 client in the virtual world")
class SocketIoClientTest {

    private static final long SECOND = 1_000_000;
    private static final URI W1 = URI.create("http://W1:80");

    private final World world = World.of(WorldOptions.seed(4));
    private final List<String> seen = new ArrayList<>();
    private SocketIoServer io;

    private void boot() {
        SimNode node = world.node("W1");
        io = SocketIoServer.create(node);
        io.on("connection", socket -> {
            socket.emit("data", "connected to worker: 1");
            socket.on("add", event -> event.ack(event.as(0, Integer.class) + event.as(1, Integer.class)));
            socket.on("bytes", event -> socket.emit("bytes", event.bytes(0), "back"));
            socket.on("kick", event -> socket.disconnect(false));
        });
        io.of("/chat").on("connection", socket -> seen.add("server has " + socket.id()));
        io.listen(80);
    }

    private SocketIoClient client(String name, ClientOptions options) {
        SimNode node = world.node(name);
        SocketIoClient client = new SocketIoClient(node, node, options);
        client.onConnect(() -> seen.add("connected"));
        client.onDisconnect(reason -> seen.add("disconnected: " + reason));
        client.on("data", event -> seen.add(event.text()));
        return client;
    }

    private void settle() {
        world.runToQuiescence(world.nowMicros() + SECOND);
    }

    @Test
    @DisplayName("does not take what a handler throws for a packet that cannot be read")
    void it_does_not_take_what_a_handler_throws_for_a_packet_that_cannot_be_read() {
        boot();
        SocketIoClient client = client("C1", ClientOptions.ONCE);
        client.on("data", event -> Integer.parseInt("no number"));
        client.connect(W1, "/");

        assertThatThrownBy(this::settle).isInstanceOf(NumberFormatException.class);
        assertThat(client.state()).isEqualTo(State.CONNECTED);
    }

    @Test
    @DisplayName("connects and is greeted; the wire is that of Engine.IO 4")
    void it_connects_and_is_greeted_and_the_wire_is_that_of_engine_io_4() {
        boot();
        SocketIoClient client = client("C1", ClientOptions.ONCE);
        client.connect(W1, "/");
        settle();

        assertThat(seen).containsExactly("connected", "[\"connected to worker: 1\"]");
        assertThat(client.state()).isEqualTo(State.CONNECTED);
        assertThat(client.id()).hasSize(20);
        assertThat(world.trace().events(Kind.FRAME_SENT))
                .extracting(TraceEvent::lane, event -> event.text().replaceAll("\"sid\":\"[^\"]{20}\"", "SID"))
                .containsExactly(
                        tuple(
                                "W1",
                                "0{SID,\"upgrades\":[],\"pingInterval\":25000,\"pingTimeout\":20000,"
                                        + "\"maxPayload\":1000000}"),
                        tuple("C1", "40"),
                        tuple("W1", "40{SID}"),
                        tuple("W1", "42[\"data\",\"connected to worker: 1\"]"));
    }

    @Test
    @DisplayName("records deliveries and emits with their causes")
    void deliveries_and_emits_are_recorded_with_their_causes() {
        boot();
        client("C1", ClientOptions.ONCE).connect(W1, "/");
        settle();
        TraceEvent delivery = world.trace().events(Kind.DELIVERY).get(0);
        assertThat(delivery.lane()).isEqualTo("C1");
        assertThat(delivery.peer()).isEqualTo("W1");
        assertThat(delivery.name()).isEqualTo("data");
        assertThat(delivery.text()).isEqualTo("[\"connected to worker: 1\"]");
        assertThat(world.trace().causesOf(delivery))
                .extracting(TraceEvent::lane, TraceEvent::kind)
                .startsWith(
                        tuple("C1", Kind.FRAME_RECEIVED),
                        tuple("W1", Kind.FRAME_SENT),
                        tuple("W1", Kind.FRAME_RECEIVED));
    }

    @Test
    @DisplayName("keeps what it emits before it is connected, and then gets the acks")
    void what_is_emitted_before_it_is_connected_waits_and_is_answered() {
        boot();
        SocketIoClient client = client("C1", ClientOptions.ONCE);
        client.emitWithAck(answer -> seen.add("answer " + answer), "add", 2, 3);
        client.connect(W1, "/");
        settle();
        assertThat(seen).contains("answer [5]");
    }

    @Test
    @DisplayName("acknowledges an event of the server")
    void the_server_asks_and_the_client_answers() {
        boot();
        SocketIoClient client = client("C1", ClientOptions.ONCE);
        client.on("question", event -> event.ack("answer to " + event.string(0), 7));
        client.connect(W1, "/");
        settle();
        world.at(
                world.nowMicros(),
                "W1",
                () -> io.sockets()
                        .sockets()
                        .values()
                        .forEach(socket -> socket.emit("question", 42, (Ack) ack -> seen.add("got " + ack.args()))));
        settle();
        assertThat(seen).contains("got [\"answer to 42\", 7]");
    }

    @Test
    @DisplayName("sends bytes and receives them")
    void bytes_travel_both_ways() {
        boot();
        SocketIoClient client = client("C1", ClientOptions.ONCE);
        client.on("bytes", event -> seen.add(event.args().get(0).isBinary() + " " + event.string(1)));
        client.emit("bytes", new byte[] {1, 2, 3});
        client.connect(W1, "/");
        settle();
        assertThat(seen).contains("true back");
    }

    @Test
    @DisplayName("receives the events of its own namespace; an unknown namespace is refused")
    void a_namespace_has_its_own_events_and_an_unknown_one_is_refused() {
        boot();
        SocketIoClient chat = client("C1", ClientOptions.RECONNECTING);
        chat.connect(W1, "/chat");
        settle();
        assertThat(seen).containsExactlyInAnyOrder("connected", "server has " + chat.id());
        seen.clear();
        SocketIoClient nowhere = client("C2", ClientOptions.RECONNECTING);
        nowhere.connect(W1, "/nowhere");
        settle();
        assertThat(seen).containsExactly("disconnected: refused: Invalid namespace");
        assertThat(nowhere.state()).isEqualTo(State.CLOSED);
    }

    @Test
    @DisplayName("stays connected for minutes, by heartbeats")
    void heartbeats_keep_it_connected_for_minutes() {
        boot();
        SocketIoClient client = client("C1", ClientOptions.ONCE);
        client.connect(W1, "/");
        world.runUntil(300 * SECOND);
        assertThat(client.state()).isEqualTo(State.CONNECTED);
        assertThat(world.trace()
                        .events(event -> event.kind() == Kind.FRAME_RECEIVED
                                && event.text().equals("3")))
                .hasSizeBetween(11, 12);
    }

    @Test
    @DisplayName("gives up a server that is silent for ping interval and ping timeout")
    void a_server_that_has_gone_silent_is_given_up_after_interval_and_timeout() {
        world.at(
                0,
                "W1",
                () -> world.node("W1").network().listen(ListenOptions.port(80), new ClientHandler() {
                    @Override
                    public void onRequest(HttpExchange exchange) {}

                    @Override
                    public void onUpgrade(WebSocketUpgrade upgrade) {
                        ClientConnection connection = upgrade.accept(1_000);
                        connection.send("0{\"sid\":\"x\",\"pingInterval\":300,\"pingTimeout\":200}");
                        connection.listen(new Deaf());
                    }
                }));
        world.node("W1");
        SocketIoClient client = client("C1", ClientOptions.ONCE);
        world.at(10, "C1", () -> client.connect(W1, "/"));
        world.runUntil(400_000);
        assertThat(client.state()).isEqualTo(State.CONNECTING);
        world.runUntil(SECOND);
        assertThat(seen).containsExactly("disconnected: ping timeout");
    }

    @Test
    @DisplayName("reconnects after its server died and was started again")
    void after_its_server_died_it_comes_back_when_there_is_one_again() {
        boot();
        SocketIoClient client = client("C1", ClientOptions.RECONNECTING);
        client.connect(W1, "/");
        settle();
        world.at(2 * SECOND, "script", () -> world.faults().kill("W1"));
        world.at(6 * SECOND, "script", this::boot);
        world.runUntil(5 * SECOND);
        assertThat(client.state()).isIn(State.WAITING, State.CONNECTING);
        world.runUntil(20 * SECOND);
        assertThat(client.state()).isEqualTo(State.CONNECTED);
        assertThat(seen)
                .startsWith("connected", "[\"connected to worker: 1\"]", "disconnected: transport close")
                .endsWith("connected", "[\"connected to worker: 1\"]");
    }

    @Test
    @DisplayName("stays disconnected if its options say so")
    void one_that_does_not_reconnect_stays_away() {
        boot();
        SocketIoClient client = client("C1", ClientOptions.ONCE);
        client.connect(W1, "/");
        world.at(2 * SECOND, "script", () -> world.faults().kill("W1"));
        world.at(3 * SECOND, "script", this::boot);
        world.runUntil(20 * SECOND);
        assertThat(client.state()).isEqualTo(State.CLOSED);
        assertThat(seen).endsWith("disconnected: transport close");
    }

    @Test
    @DisplayName("does not reconnect after it or the server has disconnected")
    void the_server_or_the_client_may_end_it_and_neither_comes_back() {
        boot();
        SocketIoClient kicked = client("C1", ClientOptions.RECONNECTING);
        kicked.connect(W1, "/");
        kicked.emit("kick");
        settle();
        assertThat(seen).endsWith("disconnected: server disconnect");

        SocketIoClient leaving = client("C2", ClientOptions.RECONNECTING);
        leaving.connect(W1, "/");
        settle();
        leaving.disconnect();
        settle();
        assertThat(seen).endsWith("disconnected: client disconnect");
        world.runUntil(60 * SECOND);
        assertThat(List.of(kicked.state(), leaving.state())).containsOnly(State.CLOSED);
        assertThat(io.sockets().sockets()).isEmpty();
    }

    @Test
    @DisplayName("closes the connection on a frame that is no packet; no exception escapes")
    void what_is_no_packet_ends_the_connection_and_nothing_escapes() {
        List<String> garbage = List.of("0{", "9", "", "45", "451-[", "42", "42{}", "43", "40[]", "4451-[]", "bGGG");
        world.at(
                0,
                "W1",
                () -> world.node("W1").network().listen(ListenOptions.port(80), new ClientHandler() {
                    private int next;

                    @Override
                    public void onRequest(HttpExchange exchange) {}

                    @Override
                    public void onUpgrade(WebSocketUpgrade upgrade) {
                        ClientConnection connection = upgrade.accept(1_000);
                        connection.listen(new Deaf());
                        connection.send(garbage.get(next++));
                        connection.send(new byte[] {1});
                    }
                }));
        world.node("W1");
        for (int i = 0; i < garbage.size(); i++) {
            SocketIoClient client = client("C" + i, ClientOptions.ONCE);
            world.at(10, "C" + i, () -> client.connect(W1, "/"));
        }
        world.runUntil(SECOND);
        assertThat(seen).hasSameSizeAs(garbage).allMatch(line -> line.startsWith("disconnected: parse error"));
    }

    private static final class Deaf implements ClientConnection.Listener {

        @Override
        public void onText(String text) {}

        @Override
        public void onBinary(byte[] binary) {}

        @Override
        public void onClose(int code, String reason) {}
    }
}
