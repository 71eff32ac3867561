package io.github.fanoutlab.legacy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fanoutlab.platform.DebugLog;
import io.github.fanoutlab.platform.http.ListenOptions;
import io.github.fanoutlab.platform.real.RealNode;
import io.github.fanoutlab.platform.real.jetty.JettyHost;
import java.io.IOException;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A server in the real world")
class RealServerTest {

    @Test
    void listens_greets_acknowledges_emits_from_any_thread_and_closes() throws Exception {
        LegacyServer io = LegacyServer.create();
        io.set("log", false);
        io.on("connection", socket -> {
            socket.emit("data", "connected to worker: 1");
            socket.on(
                    "add",
                    event -> event.ack(event.get(0).intValue() + event.get(1).intValue()));
        });
        int port = io.listen(ListenOptions.loopback(0)).port();
        try (RealNode world = RealNode.create("client", DebugLog.silent())) {
            RawClient client = RawClient.open(world, port, RawClient.handshake(world, port));
            assertThat(client.next()).isEqualTo("1::");
            assertThat(client.next()).isEqualTo("5:::{\"name\":\"data\",\"args\":[\"connected to worker: 1\"]}");

            client.say("5:1+::{\"name\":\"add\",\"args\":[19,23]}");
            assertThat(client.next()).isEqualTo("6:::1+[42]");
            io.sockets().emit("data", "payload");
            assertThat(client.next()).isEqualTo("5:::{\"name\":\"data\",\"args\":[\"payload\"]}");

            io.close();
            assertThat(client.next()).isEqualTo("closed 1000");
        }
    }

    @Test
    void a_post_may_be_as_long_as_destroy_buffer_size() throws Exception {
        try (RealNode node = RealNode.create("W1", DebugLog.silent())) {
            LegacyServer io = LegacyServer.create(node);
            io.on(
                    "connection",
                    socket -> socket.on(
                            "message",
                            event -> socket.emit("length", event.string(0).length())));
            int roomy = io.listen(0).port();
            RawClient client = RawClient.open(node, roomy, RawClient.handshake(node, roomy));
            assertThat(client.next()).isEqualTo("1::");
            String id = RawClient.handshake(node, roomy);

            assertThat(RawClient.post(node, roomy, id, "3:::" + "x".repeat(2_000_000)))
                    .isEqualTo("1");
            io.set("destroy buffer size", 1_000);
            int narrow = io.listen(0).port();
            assertThat(RawClient.post(node, narrow, id, "3:::" + "x".repeat(1_000)))
                    .isEqualTo("the request's body is longer than 1000 bytes");
            assertThat(RawClient.post(node, roomy, id, "3:::" + "x".repeat(1_000)))
                    .isEmpty();
            io.sockets().emit("data", "still here");
            assertThat(client.next()).contains("still here");
            io.close();
        }
    }

    @Test
    void takes_a_query_that_no_uri_may_have_and_long_cookies() throws Exception {
        try (RealNode node = RealNode.create("W1", DebugLog.silent())) {
            LegacyServer io = LegacyServer.create(node);
            int port = io.listen(ListenOptions.loopback(0)).port();
            for (String odd : List.of("f=a|b", "b=100%", "b=Jos%E9", "x={\"a\":1}", "x=^`", "%61=%zz")) {
                String more = "Cookie: token=" + "x".repeat(15_000) + "\r\n";
                String handshake = ask(port, "/socket.io/1/?" + odd, more + "Connection: close");
                assertThat(handshake).as(odd).startsWith("HTTP/1.1 200 OK\r\n");
                String id =
                        handshake.substring(handshake.indexOf("\r\n\r\n") + 4).split(":")[0];
                assertThat(ask(
                                port,
                                "/socket.io/1/websocket/" + id + "?" + odd,
                                more + "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                                        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="))
                        .as(odd)
                        .startsWith("HTTP/1.1 101 Switching Protocols\r\n");
            }
            io.close();
        }
    }

    @Test
    @DisplayName(
            "a WebSocket client that offers subprotocols gets the first of them, without which browsers refuse the connection")
    void agrees_on_a_subprotocol() throws Exception {
        try (RealNode node = RealNode.create("W1", DebugLog.silent())) {
            LegacyServer io = LegacyServer.create(node);
            int port = io.listen(ListenOptions.loopback(0)).port();
            String id = RawClient.handshake(node, port);

            assertThat(ask(
                            port,
                            "/socket.io/1/websocket/" + id,
                            "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                                    + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                                    + "Sec-WebSocket-Protocol: my-protocol, other"))
                    .startsWith("HTTP/1.1 101 Switching Protocols\r\n")
                    .contains("\r\nSec-WebSocket-Protocol: my-protocol\r\n");
            io.close();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @DisplayName("a polling session whose client left, between two polls or during one, keeps 16 KiB at most")
    void sessions_keep_nothing_of_their_requests(boolean duringAPoll) throws Exception {
        try (RealNode node = RealNode.create("W1", DebugLog.silent())) {
            LegacyServer io = LegacyServer.create(node);
            int port = io.listen(ListenOptions.loopback(0)).port();
            pollAndLeave(port, 50, duringAPoll);
            long before = usedBytes();
            pollAndLeave(port, 200, duringAPoll);
            long noticed = System.nanoTime() + TimeUnit.SECONDS.toNanos(15); // that all of them have left
            long each = Long.MAX_VALUE;
            while (each >= 16 << 10 && System.nanoTime() < noticed) {
                each = (usedBytes() - before) / 200;
            }
            assertThat(node.loop().call(() -> io.connected().size())).isEqualTo(250);
            assertThat(each).isLessThan(16 << 10);
            io.close();
        }
    }

    /** So many clients shake hands and poll, each over one connection, and leave without a word. */
    private static void pollAndLeave(int port, int clients, boolean duringAPoll) throws IOException {
        for (int client = 0; client < clients; client++) {
            try (Socket socket = new Socket("127.0.0.1", port)) {
                String poll = "/socket.io/1/xhr-polling/"
                        + exchange(socket, "/socket.io/1/").split(":")[0];
                assertThat(exchange(socket, poll)).isEqualTo("1::");
                if (duringAPoll) {
                    send(socket, poll);
                }
            }
        }
    }

    private static void send(Socket socket, String target) throws IOException {
        socket.getOutputStream().write(("GET " + target + " HTTP/1.1\r\nHost: localhost\r\n\r\n").getBytes(UTF_8));
    }

    /** The body of a short response on a connection that stays open. */
    private static String exchange(Socket socket, String target) throws IOException {
        send(socket, target);
        socket.setSoTimeout(30_000);
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) socket.getInputStream().readNBytes(1)[0]);
        }
        int length = Integer.parseInt(head.toString().replaceAll("(?s).*Content-Length: (\\d+)\r.*", "$1"));
        return new String(socket.getInputStream().readNBytes(length), UTF_8);
    }

    private static long usedBytes() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    /** The whole response, or the head of one after which the connection stays open. */
    private static String ask(int port, String target, String headers) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(30_000);
            String request = "GET " + target + " HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(UTF_8));
            if (headers.endsWith("close")) {
                return new String(socket.getInputStream().readAllBytes(), UTF_8);
            }
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                int next = socket.getInputStream().read();
                assertThat(next)
                        .as("the end of a head that begins with %s", head)
                        .isNotNegative();
                head.append((char) next);
            }
            return head.toString();
        }
    }

    @Test
    void can_be_attached_to_somebody_else_s_jetty_with_all_transports() throws Exception {
        Server jetty = new Server(0);
        try (RealNode node = RealNode.create("W1", DebugLog.silent())) {
            LegacyServer io = LegacyServer.create(node).attach(JettyHost.of(jetty));
            jetty.start();
            int port = ((ServerConnector) jetty.getConnectors()[0]).getLocalPort();

            String id = RawClient.handshake(node, port);
            assertThat(RawClient.get(node, port, "/socket.io/1/xhr-polling/" + id))
                    .isEqualTo("1::");
            RawClient client = RawClient.open(node, port, RawClient.handshake(node, port));
            assertThat(client.next()).isEqualTo("1::");
            io.close();
            assertThatThrownBy(() -> LegacyServer.create(node)
                            .set("resource", Pattern.compile("/x"))
                            .attach(JettyHost.of(jetty)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("resource");
        } finally {
            jetty.stop();
        }
    }
}
