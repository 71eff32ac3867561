package io.github.fanoutlab.adapter.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fanoutlab.adapter.SocketIoServer;
import io.github.fanoutlab.adapter.server.ConnectionStateRecovery;
import io.github.fanoutlab.adapter.server.ServerOptions;
import io.github.fanoutlab.platform.http.ListenOptions;
import io.github.fanoutlab.testbed.peer.NodePeer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("socket.io-client 4.8 that loses its connection")
class RecoveringClientTest {

    @Test
    @DisplayName("comes back with its id and gets what it missed")
    void recovers() throws Exception {
        NodePeer.requirePackages("v4");
        BlockingQueue<String> told = new LinkedBlockingQueue<>();
        SocketIoServer io = SocketIoServer.create(ServerOptions.builder()
                .connectionStateRecovery(ConnectionStateRecovery.DEFAULT)
                .build());
        io.on("connection", socket -> {
            told.add(
                    socket.id() + " " + socket.recovered() + " " + socket.data().get("user"));
            socket.join("room");
            socket.data().put("user", "alice");
            socket.on("disconnect", event -> told.add(event.string(0)));
        });
        int port = io.listen(ListenOptions.loopback(0)).port();
        try (NodePeer client = NodePeer.start("v4", "client.js", "http://127.0.0.1:" + port)) {
            String id = client.await("connected ").substring(10);
            assertThat(next(told)).isEqualTo(id + " false null");
            io.emit("before", 1);
            assertThat(client.await("event ")).startsWith("event [\"before\",1,\"");

            client.tell("socket.io.engine.close()");
            assertThat(next(told)).isEqualTo("transport close");
            client.await("disconnect ");
            io.to("room").emit("missed", 2);
            client.tell("void socket.connect()");

            assertThat(client.await("event ")).startsWith("event [\"missed\",2,\"");
            assertThat(client.await("connected ")).isEqualTo("connected " + id);
            assertThat(next(told)).isEqualTo(id + " true alice");
            client.tell("socket.recovered");
            assertThat(client.await("result t")).isEqualTo("result true");
        } finally {
            io.close();
        }
    }

    private static String next(BlockingQueue<String> told) throws InterruptedException {
        return told.poll(30, TimeUnit.SECONDS);
    }
}
