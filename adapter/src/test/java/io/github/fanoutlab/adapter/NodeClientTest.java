package io.github.fanoutlab.adapter;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fanoutlab.adapter.server.Ack;
import io.github.fanoutlab.platform.http.ListenOptions;
import io.github.fanoutlab.platform.node.Network;
import io.github.fanoutlab.testkit.NodePeer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The official JavaScript client, socket.io-client 4.8")
class NodeClientTest {

    @ParameterizedTest(name = "over {0}")
    @ValueSource(strings = {"websocket", "polling", "polling,websocket"})
    @DisplayName("is greeted, gets an ack, gives one, joins a room, sends bytes, and is told goodbye")
    void whole_story(String transports) throws Exception {
        NodePeer.requirePackages("v4");
        BlockingQueue<String> told = new LinkedBlockingQueue<>();
        SocketIoServer io = SocketIoServer.create();
        io.on("connection", socket -> {
            told.add("auth " + socket.handshake().auth());
            socket.emit("data", "connected to worker: 1");
            socket.on("join", event -> {
                socket.join(event.string(0));
                event.ack("ok", event.string(0));
            });
            socket.on("bytes", event -> {
                socket.emit("bytes back", event.bytes(0), (Ack) answer -> told.add("acked " + answer.bytes(1).length));
                event.ack(event.bytes(0).length);
            });
            socket.on("leave me", event -> socket.disconnect(true));
            socket.on("disconnect", event -> told.add(event.string(0)));
        });
        Network.Listening listening = io.listen(ListenOptions.loopback(0));
        try (NodePeer client = NodePeer.start("v4", "client.js", "http://127.0.0.1:" + listening.port(), transports)) {
            client.await("connected ");
            assertThat(next(told)).isEqualTo("auth {\"token\":\"secret\"}");
            assertThat(client.await("event")).isEqualTo("event [\"data\",\"connected to worker: 1\"]");

            client.tell("socket.emitWithAck('join', 'r1')");
            assertThat(client.await("result")).isEqualTo("result \"ok\"");
            io.to("r1").emit("to room", 1, 0.5, "ü");
            assertThat(client.await("event")).isEqualTo("event [\"to room\",1,0.5,\"ü\"]");

            if (transports.equals("polling,websocket") && !client.lines().contains("upgraded to websocket")) {
                client.await("upgraded to websocket");
            }
            client.tell("socket.emitWithAck('bytes', Buffer.from([1, 2, 3]))");
            assertThat(client.await("event"))
                    .isEqualTo("event [\"bytes back\",{\"type\":\"Buffer\",\"data\":[1,2,3]}]");
            assertThat(client.await("result")).isEqualTo("result 3");
            assertThat(next(told)).isEqualTo("acked 3");

            client.tell("socket.emit('leave me')");
            assertThat(client.await("disconnect")).isEqualTo("disconnect io server disconnect");
            assertThat(next(told)).isEqualTo("server namespace disconnect");
        } finally {
            io.close();
        }
    }

    @Test
    void is_told_that_a_namespace_is_unknown() {
        SocketIoServer io = SocketIoServer.create();
        Network.Listening listening = io.listen(ListenOptions.loopback(0));
        try (NodePeer client = NodePeer.start("v4", "client.js", "http://127.0.0.1:" + listening.port() + "/nope")) {
            assertThat(client.await("connect_error")).isEqualTo("connect_error Invalid namespace");
        } finally {
            io.close();
        }
    }

    private static String next(BlockingQueue<String> told) throws InterruptedException {
        return told.poll(30, TimeUnit.SECONDS);
    }
}
