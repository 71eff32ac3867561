package io.github.fanoutlab.adapter.engine;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.fanoutlab.adapter.SocketIoServer;
import io.github.fanoutlab.adapter.server.ServerOptions;
import io.github.fanoutlab.platform.http.ListenOptions;
import io.github.fanoutlab.testbed.peer.NodePeer;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("POSTs that arrive in pieces, byte for byte over TCP")
class PollingWireTest {

    private static final String OPEN = "/socket.io/?EIO=4&transport=polling";
    private static final String UNKNOWN_SESSION =
            "HTTP/1.1 400 Bad Request | {\"code\":1,\"message\":\"Session ID unknown\"}";
    private static final int PATIENCE_MILLIS = 30_000;

    /** How the sockets of the server end, one by one. */
    private interface Endings {
        String next() throws Exception;
    }

    private int port;

    @Test
    @DisplayName("are refused or given up by our server")
    void ours() throws Exception {
        BlockingQueue<String> endings = new LinkedBlockingQueue<>();
        SocketIoServer io = SocketIoServer.create(
                ServerOptions.engine(EngineOptions.builder().maxPayloadBytes(1_000)));
        io.on("connection", socket -> socket.on("disconnect", event -> endings.add("ended: " + event.string(0))));
        try {
            port = io.listen(ListenOptions.loopback(0)).port();
            isRefusedAndGivenUp(() -> endings.poll(PATIENCE_MILLIS, TimeUnit.MILLISECONDS));
            isRefusedOnItsAnnouncement();
        } finally {
            io.close();
        }
    }

    @Test
    @DisplayName("are refused or given up by Node's server in the same way")
    void nodes() throws Exception {
        try (NodePeer node = NodePeer.start("v4", "wire-server.js")) {
            port = Integer.parseInt(node.await("listening ").substring("listening ".length()));
            isRefusedAndGivenUp(() -> node.await("ended: "));
        }
    }

    private void isRefusedAndGivenUp(Endings endings) throws Exception {
        twoAtATime();
        assertThat(endings.next()).isEqualTo("ended: transport error");
        aClientThatLeaves();
        assertThat(endings.next()).isEqualTo("ended: transport error");
        tooMuch();
        assertThat(endings.next()).isEqualTo("ended: transport error");
        aPollAfterTheUpgrade();
    }

    private void twoAtATime() throws IOException {
        String session = connect();
        try (Socket first = dial();
                Socket second = dial()) {
            begin(first, session, "Content-Length: 12");
            write(first, "42[\"ec");
            write(second, post(session, "42[\"echo\",2]"));
            assertThat(answer(second)).isEqualTo("HTTP/1.1 400 Bad Request | ");
            assertThat(endsWithoutAWord(first)).isTrue();
        }
        assertThat(get(session)).isEqualTo(UNKNOWN_SESSION);
    }

    private void aClientThatLeaves() throws IOException {
        String session = connect();
        try (Socket client = dial()) {
            begin(client, session, "Content-Length: 12");
            write(client, "42[\"ec");
        }
    }

    private void tooMuch() throws IOException {
        String session = connect();
        try (Socket client = dial()) {
            begin(client, session, "Transfer-Encoding: chunked");
            write(client, "3e8\r\n4" + "x".repeat(999) + "\r\n1\r\nx\r\n");
            assertThat(answer(client)).isEqualTo("HTTP/1.1 413 Payload Too Large | ");
        }
        assertThat(get(session)).isEqualTo(UNKNOWN_SESSION);
    }

    /** However quickly it follows the last packet of the upgrade; frames of the client are masked with 0 (RFC 6455, 5.3). */
    private void aPollAfterTheUpgrade() throws IOException {
        for (int i = 0; i < 30; i++) {
            String session = connect();
            try (Socket upgraded = dial()) {
                write(
                        upgraded,
                        "GET " + session.replace("polling", "websocket") + " HTTP/1.1\r\nHost: localhost\r\n"
                                + "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
                assertThat(answer(upgraded)).startsWith("HTTP/1.1 101 ");
                upgraded.getOutputStream().write("\u0081\u0086\0\0\0\0002probe".getBytes(ISO_8859_1));
                upgraded.getOutputStream().write("\u0081\u0081\0\0\0\0005".getBytes(ISO_8859_1));
                assertThat(get(session))
                        .isEqualTo("HTTP/1.1 400 Bad Request | {\"code\":3,\"message\":\"Bad request\"}");
            }
        }
    }

    /** Node waits for the bytes themselves. */
    private void isRefusedOnItsAnnouncement() throws IOException {
        String session = connect();
        try (Socket client = dial()) {
            write(client, head(session, "Content-Length: 1001"));
            assertThat(answer(client)).isEqualTo("HTTP/1.1 413 Payload Too Large | ");
        }
        assertThat(get(session)).isEqualTo(UNKNOWN_SESSION);
    }

    /** The target of a session that is connected to the namespace. */
    private String connect() throws IOException {
        String sid = get(OPEN).replaceAll(".*\"sid\":\"([^\"]+)\".*", "$1");
        String session = OPEN + "&sid=" + sid;
        assertThat(send(post(session, "40"))).isEqualTo("HTTP/1.1 200 OK | ok");
        assertThat(get(session)).startsWith("HTTP/1.1 200 OK | 40{");
        return session;
    }

    private Socket dial() throws IOException {
        Socket socket = new Socket("127.0.0.1", port);
        socket.setSoTimeout(PATIENCE_MILLIS);
        return socket;
    }

    /** Sends the head of a POST; the server's 100 says that it has begun to read the body. */
    private static void begin(Socket socket, String session, String length) throws IOException {
        write(socket, head(session, "Expect: 100-continue\r\n" + length));
        assertThat(line(socket)).isEqualTo("HTTP/1.1 100 Continue");
        assertThat(line(socket)).isEmpty();
    }

    private static String head(String session, String more) {
        return "POST " + session + " HTTP/1.1\r\nHost: localhost\r\n" + more + "\r\n\r\n";
    }

    private static String post(String session, String body) {
        return head(session, "Content-Length: " + body.length()) + body;
    }

    /** In HTTP/1.0, where a body without a length ends with the connection. */
    private String get(String target) throws IOException {
        try (Socket socket = dial()) {
            write(socket, "GET " + target + " HTTP/1.0\r\nHost: localhost\r\n\r\n");
            String answer = new String(socket.getInputStream().readAllBytes(), UTF_8);
            return answer.substring(0, answer.indexOf('\r')) + " | " + answer.substring(answer.indexOf("\r\n\r\n") + 4);
        }
    }

    private String send(String request) throws IOException {
        try (Socket socket = dial()) {
            write(socket, request);
            return answer(socket);
        }
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(UTF_8));
    }

    /** The status line and the body. */
    private static String answer(Socket socket) throws IOException {
        String status = line(socket);
        int length = 0;
        for (String header = line(socket); !header.isEmpty(); header = line(socket)) {
            if (header.toLowerCase().startsWith("content-length: ")) {
                length = Integer.parseInt(header.substring("content-length: ".length()));
            }
        }
        return status + " | " + new String(socket.getInputStream().readNBytes(length), UTF_8);
    }

    private static String line(Socket socket) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = socket.getInputStream().read();
                c != '\n';
                c = socket.getInputStream().read()) {
            if (c < 0) {
                throw new AssertionError("the server closed after: " + line);
            }
            line.append((char) c);
        }
        return line.toString().strip();
    }

    private static boolean endsWithoutAWord(Socket socket) {
        try {
            return socket.getInputStream().read() < 0;
        } catch (IOException reset) {
            return !(reset instanceof SocketTimeoutException);
        }
    }
}
