package io.github.fanoutlab.simulator.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fanoutlab.adapter.SocketIoServer;
import io.github.fanoutlab.legacy.LegacyServer;
import io.github.fanoutlab.platform.DebugLog;
import io.github.fanoutlab.platform.http.ListenOptions;
import io.github.fanoutlab.platform.real.RealNode;
import io.github.fanoutlab.testbed.trace.Kind;
import java.net.URI;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The clients of the simulator, unchanged, over real sockets")
class ClientsOverTheRealEdgeTest {

    private static final int PATIENCE_SECONDS = 30;

    private final RealNode serverNode = RealNode.create("W1", DebugLog.silent());
    private final RealNode clientNode = RealNode.create("C1", DebugLog.silent());
    private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();

    @AfterEach
    void close() {
        clientNode.close();
        serverNode.close();
    }

    private void record(Kind kind, String peer, String name, String text) {
        seen.add(kind == Kind.CONNECTED ? kind + " " + name : kind + " " + name + " " + text);
    }

    private String next() throws InterruptedException {
        String next = seen.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        return next == null ? "nothing within " + PATIENCE_SECONDS + " s" : next;
    }

    private void converse(LabClient client, int port) throws InterruptedException {
        client.connect(URI.create("http://127.0.0.1:" + port), "/");
        assertThat(List.of(next(), next()))
                .containsExactly("CONNECTED /", "DELIVERY data [\"connected to worker: 1\"]");
        client.emitWithAck(answer -> seen.add("answer " + answer), "add", 2, 3);
        assertThat(List.of(next(), next())).containsExactly("EMIT add [2,3]", "answer [5]");
    }

    @Test
    @DisplayName("Socket.IO 4: connects, is greeted, gets an ack, and leaves")
    void socket_io_4_connects_is_greeted_asks_and_leaves() throws InterruptedException {
        SocketIoServer io = SocketIoServer.create(serverNode);
        io.on("connection", socket -> {
            socket.emit("data", "connected to worker: 1");
            socket.on("add", event -> event.ack(event.as(0, Integer.class) + event.as(1, Integer.class)));
            socket.on("disconnect", event -> seen.add("server: gone"));
        });
        int port = io.listen(ListenOptions.loopback(0)).port();
        SocketIoClient client = new SocketIoClient(clientNode, this::record, ClientOptions.ONCE);

        converse(client, port);
        client.disconnect();
        assertThat(List.of(next(), next()))
                .containsExactlyInAnyOrder("DISCONNECTED client disconnect ", "server: gone");
    }

    @Test
    @DisplayName("Socket.IO 0.9: makes a handshake, is greeted, gets an ack, and leaves")
    void socket_io_0_9_shakes_hands_is_greeted_asks_and_leaves() throws InterruptedException {
        LegacyServer io = LegacyServer.create(serverNode);
        io.sockets().on("connection", socket -> {
            socket.emit("data", "connected to worker: 1");
            socket.on("add", event -> event.ack(event.as(0, Integer.class) + event.as(1, Integer.class)));
            socket.on("disconnect", event -> seen.add("server: gone"));
        });
        int port = io.listen(ListenOptions.loopback(0)).port();
        LegacyClient client = new LegacyClient(clientNode, this::record, ClientOptions.ONCE);

        converse(client, port);
        client.disconnect();
        assertThat(List.of(next(), next()))
                .containsExactlyInAnyOrder("DISCONNECTED client disconnect ", "server: gone");
    }

    @Test
    @DisplayName("a client that finds no server tries again until one listens")
    void who_finds_nobody_tries_again_until_somebody_listens() throws InterruptedException {
        int port = serverNode.network().listen(ListenOptions.loopback(0), null).port();
        serverNode.close();
        SocketIoClient client = new SocketIoClient(clientNode, this::record, new ClientOptions(true, 20, 100, 0));
        client.connect(URI.create("http://127.0.0.1:" + port), "/");
        assertThat(next()).startsWith("DISCONNECTED ");

        try (RealNode late = RealNode.create("W1", DebugLog.silent())) {
            SocketIoServer.create(late).listen(ListenOptions.loopback(port));
            String last = next();
            while (last.startsWith("DISCONNECTED ")) {
                last = next();
            }
            assertThat(last).isEqualTo("CONNECTED /");
        }
    }
}
