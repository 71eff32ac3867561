package io.github.fanoutlab.adapter;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fanoutlab.adapter.server.Ack;
import io.github.fanoutlab.platform.http.ListenOptions;
import io.github.fanoutlab.platform.node.Network;
import io.socket.client.IO;
import io.socket.client.Socket;
import io.socket.emitter.Emitter;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName(
        "The official Java client, io.socket:socket.io-client: over WebSocket, over polling, and from one to the other")
@ParameterizedClass(name = "{0}")
@ValueSource(strings = {"websocket", "polling", "polling,websocket"})
class JavaClientTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Parameter
    private String transports;

    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
    private SocketIoServer io;
    private Network.Listening listening;

    @BeforeEach
    void listen() {
        io = SocketIoServer.create();
        listening = io.listen(ListenOptions.loopback(0));
    }

    @AfterEach
    void close() {
        io.close();
    }

    @Test
    void is_greeted_gets_an_ack_and_gives_one() throws Exception {
        io.on("connection", socket -> {
            socket.emit("data", "connected to worker: 1");
            socket.on("question", event -> {
                event.ack("answer", event.get(0).intValue() + 1);
                socket.emit("counter-question", 7, (Ack) answer -> told.add("server got " + answer.args()));
            });
        });
        Socket client = client("/");
        tellOf(client, "data");
        client.on("counter-question", args -> ((io.socket.client.Ack) args[1]).call("yes", args[0]));
        client.connect();

        assertThat(next()).isEqualTo("data [connected to worker: 1]");
        client.emit("question", new Object[] {41}, args -> told.add("client got " + Arrays.toString(args)));
        assertThat(next()).isEqualTo("client got [answer, 42]");
        assertThat(next()).isEqualTo("server got [\"yes\", 7]");
        client.close();
    }

    @Test
    void sends_auth_to_a_namespace_gets_bytes_and_leaves() throws Exception {
        io.of("/chat").on("connection", socket -> {
            socket.emit("bytes", socket.handshake().auth().get("token"), new byte[] {1, 2, 3});
            socket.on("disconnect", event -> told.add(event.string(0)));
        });
        Socket client = client("/chat");
        client.on("bytes", args -> told.add(args[0] + " " + Arrays.toString((byte[]) args[1])));
        client.connect();

        assertThat(next()).isEqualTo("secret [1, 2, 3]");
        client.close();
        assertThat(next()).isEqualTo("client namespace disconnect");
    }

    @Test
    void hears_that_the_server_disconnects_it() throws Exception {
        io.on("connection", socket -> socket.disconnect(true));
        Socket client = client("/");
        tellOf(client, Socket.EVENT_DISCONNECT);
        client.connect();

        assertThat(next()).isEqualTo("disconnect [io server disconnect]");
        client.close();
    }

    @Test
    void gets_and_sends_a_hundred_events_in_order_while_it_finds_its_transport() throws Exception {
        io.on("connection", socket -> {
            socket.on("count", event -> socket.emit("counted", event.get(0).intValue()));
            IntStream.range(0, 100).forEach(i -> socket.emit("counted", i));
        });
        Socket client = client("/");
        client.on("counted", args -> told.add(args[0].toString()));
        client.connect();
        assertThat(nexts(100)).isEqualTo(range(0, 100));
        for (int i = 100; i < 200; i++) {
            client.emit("count", i);
        }
        assertThat(nexts(100)).isEqualTo(range(100, 200));
        for (int i = 200; i < 300; i++) {
            client.emit("count", i);
            io.emit("counted", i + 1000);
        }
        List<String> both = nexts(200);
        assertThat(both).filteredOn(number -> number.length() == 3).isEqualTo(range(200, 300));
        assertThat(both).filteredOn(number -> number.length() == 4).isEqualTo(range(1200, 1300));
        client.close();
    }

    private List<String> nexts(int count) throws InterruptedException {
        List<String> nexts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            nexts.add(next());
        }
        return nexts;
    }

    private static List<String> range(int from, int to) {
        return IntStream.range(from, to).mapToObj(String::valueOf).toList();
    }

    private Socket client(String namespace) {
        IO.Options options = IO.Options.builder()
                .setTransports(transports.split(","))
                .setForceNew(true)
                .setReconnection(false)
                .setAuth(Map.of("token", "secret"))
                .build();
        return IO.socket(URI.create("http://127.0.0.1:" + listening.port() + namespace), options);
    }

    private void tellOf(Emitter client, String event) {
        client.on(event, args -> told.add(event + " " + Arrays.toString(args)));
    }

    private String next() throws InterruptedException {
        return told.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    }
}
