package io.github.fanoutlab.adapter.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fanoutlab.adapter.Connections;
import io.github.fanoutlab.adapter.SocketIoServer;
import io.github.fanoutlab.adapter.server.ServerOptions;
import io.github.fanoutlab.platform.Backlogs;
import io.github.fanoutlab.platform.http.HttpRequest;
import io.github.fanoutlab.platform.http.HttpResponse;
import io.github.fanoutlab.testbed.world.MemoryClient;
import io.github.fanoutlab.testbed.world.MemoryExchange;
import io.github.fanoutlab.testbed.world.SimNode;
import io.github.fanoutlab.testbed.world.TestLab;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Clients that do not read; a packet of 1,000 characters counts as 1,256 bytes")
class SlowClientsTest {

    private static final String POLLING = "/socket.io/?EIO=4&transport=polling";

    /** In a packet, 1,000 characters: {@code 2["…"]} has five more. */
    private static final String KILO = "x".repeat(995);

    private final TestLab lab = new TestLab();
    private final SimNode node = lab.node("W1");
    private final List<String> endings = new ArrayList<>();

    private SocketIoServer server(EngineOptions.Builder options) {
        SocketIoServer io = SocketIoServer.create(node, ServerOptions.engine(options));
        io.on("connection", socket -> socket.on("disconnect", event -> endings.add(event.string(0))));
        return io;
    }

    @Test
    @DisplayName(
            "The limit for one is 10,000 bytes: seven packets may wait, the eighth disconnects; others hear all of them")
    void one_client() {
        SocketIoServer io = server(EngineOptions.builder().maxBacklogBytes(10_000));
        MemoryClient slow = Connections.connected(io);
        MemoryClient other = Connections.connected(io);
        slow.reads(false);

        for (int i = 0; i < 7; i++) {
            io.emit(KILO);
        }
        assertThat(slow.isOpen()).isTrue();
        assertThat(node.backlogs().totalBytes()).isEqualTo(7 * 1_256);
        io.emit(KILO);
        lab.settle();

        assertThat(endings).containsExactly("transport close");
        assertThat(node.warnings().get(0))
                .contains(" reads too slowly: 8792 bytes wait for it and 1256 more were sent, the limit is 10000;"
                        + " it is disconnected");
        assertThat(node.counters().get(Backlogs.TOO_SLOW)).isEqualTo(1);
        assertThat(node.backlogs().totalBytes()).isZero();
        assertThat(other.heard()).hasSize(8);
    }

    @Test
    @DisplayName("The limit for all is 10,000 bytes: the client that has most goes, and the others stay")
    void all_clients() {
        SocketIoServer io = server(EngineOptions.builder().maxTotalBacklogBytes(10_000));
        MemoryClient one = Connections.connected(io);
        MemoryClient two = Connections.connected(io);
        MemoryClient three = Connections.connected(io);
        List.of(one, two, three).forEach(client -> client.reads(false));
        List<String> sockets = new ArrayList<>(io.sockets().sockets().keySet());

        io.to(sockets.get(1)).emit(KILO);
        io.emit(KILO);
        io.emit(KILO);
        lab.settle();
        assertThat(endings).isEmpty();
        io.to(sockets.get(2)).emit(KILO);
        lab.settle();

        assertThat(endings).containsExactly("transport close");
        assertThat(io.sockets().sockets().keySet()).containsExactly(sockets.get(0), sockets.get(2));
        assertThat(node.warnings().get(0))
                .contains(" reads too slowly: 3768 bytes wait for it, more than for any other client, and 10048 for"
                        + " all; the limit for all is 10000; it is disconnected");
        one.reads(true);
        three.reads(true);
        assertThat(node.backlogs().totalBytes()).isZero();
        assertThat(three.heard()).hasSize(3);
    }

    @Test
    @DisplayName("A client that polls gets more than the limit in all, one poll after the other")
    void reads_what_waits() {
        SocketIoServer io = server(EngineOptions.builder().maxBacklogBytes(10_000));
        String session = poller(io);
        for (int round = 0; round < 10; round++) {
            io.emit(KILO);
            io.emit(KILO);
            assertThat(poll(io, session).text()).hasSize(2 * 1_001 + 1);
        }
        assertThat(endings).isEmpty();
        assertThat(node.backlogs().totalBytes()).isZero();
    }

    @Test
    @DisplayName(
            "A client that posts pongs and never polls: it goes by the limit, or when it has read nothing for five minutes")
    void pongs_and_does_not_read() {
        SocketIoServer io = server(EngineOptions.builder().maxBacklogBytes(10_000));
        String many = poller(io);
        for (int i = 0; i < 8; i++) {
            io.emit(KILO);
        }
        lab.settle();
        assertThat(endings).containsExactly("transport error");
        assertThat(poll(io, many).text()).contains("Session ID unknown");

        String few = poller(io);
        io.emit(KILO);
        for (int seconds = 0; seconds <= 300; seconds += 10) {
            assertThat(post(io, few, "3")).isEqualTo("ok");
            lab.advance(10_000);
        }
        lab.advance(20_000);
        assertThat(endings).containsExactly("transport error", "transport error");
        assertThat(node.warnings().get(1)).contains(" reads too slowly: ", " of which it has read nothing for 3");
        assertThat(node.backlogs().totalBytes()).isZero();
    }

    @Test
    @DisplayName("What waits for a poll is counted on the WebSocket to which the client moves, until that takes it")
    void moves() {
        SocketIoServer io = server(EngineOptions.builder());
        String session = poller(io);
        io.emit(KILO);
        assertThat(node.backlogs().totalBytes()).isEqualTo(1_256);
        MemoryClient socket = MemoryClient.connect(node, io.handler(), session.replace("polling", "websocket"));
        socket.say("2probe");
        socket.reads(false);
        socket.say("5");
        assertThat(node.backlogs().totalBytes()).isEqualTo(1_256);
        socket.reads(true);
        assertThat(node.backlogs().totalBytes()).isZero();
        assertThat(socket.heard()).hasSize(2);
    }

    private String poller(SocketIoServer io) {
        HttpResponse open = MemoryClient.request(node, io.handler(), "GET", POLLING, "");
        String session = POLLING + "&sid=" + Connections.sid(List.of(open.text()));
        assertThat(post(io, session, "40")).isEqualTo("ok");
        assertThat(poll(io, session).text()).startsWith("40{");
        return session;
    }

    private HttpResponse poll(SocketIoServer io, String session) {
        return MemoryExchange.of(node, io.handler(), HttpRequest.get(session)).response();
    }

    private String post(SocketIoServer io, String session, String body) {
        return MemoryClient.request(node, io.handler(), "POST", session, body).text();
    }
}
