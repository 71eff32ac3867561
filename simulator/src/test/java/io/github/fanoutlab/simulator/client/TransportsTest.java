package io.github.fanoutlab.simulator.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.github.fanoutlab.adapter.SocketIoServer;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("A Socket.IO 4 client in the virtual world, over each transport")
class TransportsTest {

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
        });
        io.listen(80);
    }

    private SocketIoClient connect(Transport transport) {
        SimNode node = world.node("C1");
        SocketIoClient client = new SocketIoClient(node, node, ClientOptions.RECONNECTING, transport);
        client.onConnect(() -> seen.add("connected"));
        client.onDisconnect(reason -> seen.add("disconnected: " + reason));
        client.on("data", event -> seen.add(event.text()));
        client.on("bytes", event -> seen.add(event.args().get(0).isBinary() + " " + event.string(1)));
        client.connect(W1, "/");
        pass(1);
        return client;
    }

    private void pass(long seconds) {
        world.runUntil(world.nowMicros() + seconds * SECOND);
    }

    private List<String> said(String lane, Kind kind) {
        return world.trace().events(kind).stream()
                .filter(event -> event.lane().equals(lane))
                .map(event -> event.text()
                        .replaceAll("[&?](EIO|t)=[^& ]*", "")
                        .replaceAll("([&?]sid=|\"sid\":\")[^\" ]{20}\"?", "SID")
                        .replace('\u001e', '|'))
                .toList();
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("connects, receives each emit once, gets an ack, and gets its bytes back")
    void connects_gets_each_emit_once_asks_and_is_answered_sends_bytes_and_gets_them_back(Transport transport) {
        boot();
        SocketIoClient client = connect(transport);
        for (int i = 1; i <= 3; i++) {
            io.emit("data", i);
        }
        client.emitWithAck(answer -> seen.add("answer " + answer), "add", 2, 3);
        client.emit("bytes", new byte[] {1, 2, 3});
        pass(1);

        assertThat(seen)
                .containsExactly(
                        "connected", "[\"connected to worker: 1\"]", "[1]", "[2]", "[3]", "answer [5]", "true back");
    }

    @Test
    @DisplayName("polls with one GET after the other, and sends with a POST")
    void polling_is_one_get_after_the_other_and_a_post_for_what_there_is_to_say() {
        boot();
        connect(Transport.POLLING).emit("bytes", new byte[] {1, 2, 3});
        pass(1);

        assertThat(said("C1", Kind.HTTP_REQUEST_SENT))
                .containsExactly(
                        "GET /socket.io/&transport=polling",
                        "POST /socket.io/&transport=pollingSID 40",
                        "GET /socket.io/&transport=pollingSID",
                        "GET /socket.io/&transport=pollingSID",
                        "POST /socket.io/&transport=pollingSID" + " 451-[\"bytes\",{\"_placeholder\":true,\"num\":0}]",
                        "POST /socket.io/&transport=pollingSID bAQID",
                        "GET /socket.io/&transport=pollingSID",
                        "GET /socket.io/&transport=pollingSID");
        assertThat(said("C1", Kind.FRAME_SENT)).isEmpty();
    }

    @Test
    @DisplayName("upgrades: probes while it polls, waits for the last poll, and sends 5")
    void upgrading_probes_while_it_polls_waits_for_the_last_poll_and_says_5() {
        boot();
        connect(Transport.CHANGING);

        assertThat(said("C1", Kind.HTTP_REQUEST_SENT)).contains("GET /socket.io/&transport=websocketSID");
        assertThat(said("C1", Kind.FRAME_SENT)).containsExactly("2probe", "5");
        world.faults().cut("W1", "C1");
        pass(1);
        assertThat(seen).endsWith("disconnected: transport close");
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("stays connected by heartbeats, and leaves, which the server notices at once")
    void heartbeats_keep_it_connected_and_leaving_is_noticed_at_once(Transport transport) {
        boot();
        SocketIoClient client = connect(transport);
        pass(200);
        assertThat(seen).containsExactly("connected", "[\"connected to worker: 1\"]");
        client.disconnect();
        pass(1);

        assertThat(seen).endsWith("disconnected: client disconnect");
        assertThat(io.sockets().sockets()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("reconnects after its server died and was started again")
    void after_its_server_died_it_comes_back_when_there_is_one_again(Transport transport) {
        boot();
        SocketIoClient client = connect(transport);
        world.faults().kill("W1");
        pass(3);
        assertThat(client.state()).isIn(State.WAITING, State.CONNECTING);
        boot();
        pass(10);

        assertThat(client.state()).isEqualTo(State.CONNECTED);
        assertThat(seen).endsWith("connected", "[\"connected to worker: 1\"]");
    }

    @Test
    @DisplayName("polling a server that was started again: its session is unknown, and it opens another")
    void a_client_that_polls_a_server_started_anew_is_told_that_its_session_is_unknown_and_opens_another() {
        boot();
        SocketIoClient client = connect(Transport.POLLING);
        world.faults().kill("W1");
        boot();
        client.emit("add", 1, 1);
        pass(10);

        assertThat(world.trace().events(Kind.HTTP_RESPONSE_RECEIVED))
                .extracting(TraceEvent::lane, TraceEvent::text)
                .contains(tuple("C1", "400 {\"code\":1,\"message\":\"Session ID unknown\"}"));
        assertThat(client.state()).isEqualTo(State.CONNECTED);
    }
}
