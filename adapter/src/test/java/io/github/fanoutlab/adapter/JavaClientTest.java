package io.github.fanoutlab.adapter;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fanoutlab.adapter.server.Ack;
import io.github.fanoutlab.platform.http.ListenOptions;
import io.github.fanoutlab.platform.node.Network;
import io.socket.client.IO;
import io.socket.client.Socket;
import io.socket.emitter.Emitter;
import java.net.URI;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The official Java client, io.socket:socket.io-client, over WebSocket")
class JavaClientTest {

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

    private Socket client(String namespace) {
        IO.Options options = IO.Options.builder()
                .setTransports(new String[] {"websocket"})
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
        return told.poll(5, TimeUnit.SECONDS);
    }
}
