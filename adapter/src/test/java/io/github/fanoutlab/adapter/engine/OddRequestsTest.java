package io.github.fanoutlab.adapter.engine;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.fanoutlab.adapter.SocketIoServer;
import io.github.fanoutlab.platform.http.ListenOptions;
import io.github.fanoutlab.testbed.peer.NodePeer;
import java.io.IOException;
import java.net.Socket;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Requests that no URI parser likes, byte for byte over TCP")
class OddRequestsTest {

    private static final String POLLING = "/socket.io/?EIO=4&transport=polling";
    private static final String WEB_SOCKET = "/socket.io/?EIO=4&transport=websocket";
    private static final int PATIENCE_MILLIS = 30_000;

    private static final List<String> ODD_QUERIES = List.of(
            "&f=a|b",
            "&b=100%",
            "&b=Jos%E9",
            "&x={\"a\":1}",
            "&x=^`",
            "&x=<>\\",
            "&%61=%zz",
            "&a=%00",
            "&a=%2e%2e",
            "&a=b#f",
            "&sid=",
            "&x");

    private static final List<String> ODD_TARGETS = List.of(
            "/socket.io/..?",
            "/socket.io//?",
            "/socket.io/%2e%2e?",
            "/socket.io/%00?",
            "/socket.io/%zz?",
            "/socket.io/%?");

    private static final List<String> ODD_HOSTS =
            List.of("", " ", "a b", "@:", "x:99999", "[::1", "a,b", "a/b", "redis_1", "a\r\nHost: b");

    private static final List<String> BAD_KEYS =
            List.of("x", "", "dGhlIHNhbXBsZSBub25jZQ", "dGhlIHNhbXBsZSBub25jZQ===");

    private int port;

    @Test
    @DisplayName("are answered by our server")
    void ours() throws Exception {
        SocketIoServer io = SocketIoServer.create();
        io.on("connection", socket -> socket.on("leave", event -> socket.disconnect(true)));
        try {
            port = io.listen(ListenOptions.loopback(0)).port();
            answersAsNode();
            io.engine().onHeaders((headers, request) -> headers.put("X-Cookie", request.header("cookie")));
            assertThat(get(POLLING, "localhost", "Cookie: session=abc\r\nCookie: theme=dark\r\n"))
                    .contains("\r\nX-Cookie: session=abc; theme=dark\r\n");
            isStricterThanNode();
            assertThat(upgrade(WEB_SOCKET, "localhost", "Sec-WebSocket-Version: 7"))
                    .contains("\r\nSec-WebSocket-Version: 13\r\n")
                    .endsWith("\r\n\r\nMissing or invalid Sec-WebSocket-Version header");
        } finally {
            io.close();
        }
    }

    @Test
    @DisplayName("are answered by Node's server in the same way")
    void nodes() throws Exception {
        try (NodePeer node = NodePeer.start("v4", "wire-server.js")) {
            port = Integer.parseInt(node.await("listening ").substring("listening ".length()));
            answersAsNode();
        }
    }

    @Test
    @DisplayName("may have headers as long as the server is told to take")
    void limit() throws Exception {
        SocketIoServer io = SocketIoServer.create();
        try {
            port = io.listen(ListenOptions.loopback(0).withMaxHeaderBytes(40_000))
                    .port();
            assertThat(get(POLLING + "&token=" + "x".repeat(39_000), "localhost", ""))
                    .startsWith("HTTP/1.1 200 ");
            assertThat(get(POLLING, "localhost", "Cookie: a=" + "x".repeat(41_000) + "\r\n"))
                    .startsWith("HTTP/1.1 431 Request Header Fields Too Large\r\n");
            assertThat(get(POLLING + "&token=" + "x".repeat(41_000), "localhost", ""))
                    .startsWith("HTTP/1.1 414 URI Too Long\r\n");
        } finally {
            io.close();
        }
    }

    /** What READING.md lists beside Node's limits. */
    private void isStricterThanNode() throws IOException {
        assertThat(upgrade(WEB_SOCKET, "localhost", "Sec-WebSocket-Version: 8")).startsWith("HTTP/1.1 400 ");
    }

    private void answersAsNode() throws IOException {
        for (String query : ODD_QUERIES) {
            assertThat(get(POLLING + query, "localhost", "")).as(query).startsWith("HTTP/1.1 200 OK\r\n");
            assertThat(upgrade(WEB_SOCKET + query, "localhost", ""))
                    .as(query)
                    .startsWith("HTTP/1.1 101 Switching Protocols\r\n");
        }
        for (String target : ODD_TARGETS) {
            assertThat(get(POLLING.replace("/socket.io/?", target), "localhost", ""))
                    .as(target)
                    .startsWith("HTTP/1.1 200 OK\r\n");
            assertThat(upgrade(WEB_SOCKET.replace("/socket.io/?", target), "localhost", ""))
                    .as(target)
                    .startsWith("HTTP/1.1 101 Switching Protocols\r\n");
        }
        for (String host : ODD_HOSTS) {
            assertThat(get(POLLING, host, "")).as(host).startsWith("HTTP/1.1 200 OK\r\n");
            assertThat(upgrade(WEB_SOCKET, host, "")).as(host).startsWith("HTTP/1.1 101 Switching Protocols\r\n");
        }
        assertThat(get(POLLING, "localhost", "")).contains("\r\nContent-Type: text/plain; charset=UTF-8\r\n");
        assertThat(get("/socket.io/socket.io.js.map", "localhost", ""))
                .contains("\r\nContent-Type: application/json; charset=utf-8\r\n");
        takesALongToken();
        agreesOnASubprotocol();
        refusesBadKeys();
        closesWithoutACode();
    }

    private void takesALongToken() throws IOException {
        for (int length : List.of(9_000, 15_000)) {
            String token = "x".repeat(length);
            assertThat(get(POLLING + "&token=" + token, "localhost", "")).startsWith("HTTP/1.1 200 OK\r\n");
            assertThat(get(POLLING, "localhost", "Cookie: token=" + token + "\r\n"))
                    .startsWith("HTTP/1.1 200 OK\r\n");
            assertThat(upgrade(WEB_SOCKET + "&token=" + token, "localhost", ""))
                    .startsWith("HTTP/1.1 101 Switching Protocols\r\n");
            assertThat(upgrade(WEB_SOCKET, "localhost", "Cookie: token=" + token))
                    .startsWith("HTTP/1.1 101 Switching Protocols\r\n");
        }
        assertThat(get(POLLING, "localhost", "Cookie: token=" + "x".repeat(17_000) + "\r\n"))
                .startsWith("HTTP/1.1 431 Request Header Fields Too Large\r\n");
    }

    private void agreesOnASubprotocol() throws IOException {
        assertThat(upgrade(WEB_SOCKET, "localhost", "Sec-WebSocket-Protocol: my-protocol, other"))
                .contains("\r\nSec-WebSocket-Protocol: my-protocol\r\n");
        assertThat(upgrade(WEB_SOCKET, "localhost", "")).doesNotContain("Sec-WebSocket-Protocol");
        String many = IntStream.range(0, 2_500).mapToObj(i -> "p" + i).collect(Collectors.joining(","));
        assertThat(upgrade(WEB_SOCKET, "localhost", "Sec-WebSocket-Protocol: " + many))
                .contains("\r\nSec-WebSocket-Protocol: p0\r\n");
        for (String wrong : List.of("my protocol", "a, b , a", "a,", ",a")) {
            assertThat(upgrade(WEB_SOCKET, "localhost", "Sec-WebSocket-Protocol: " + wrong))
                    .as(wrong)
                    .startsWith("HTTP/1.1 400 Bad Request\r\n")
                    .endsWith("\r\n\r\nInvalid Sec-WebSocket-Protocol header");
        }
    }

    private void refusesBadKeys() throws IOException {
        for (String key : BAD_KEYS) {
            String request = handshake(WEB_SOCKET, "localhost", "").replace("dGhlIHNhbXBsZSBub25jZQ==", key);
            assertThat(send(request))
                    .as(key)
                    .startsWith("HTTP/1.1 400 Bad Request\r\n")
                    .endsWith("\r\n\r\nMissing or invalid Sec-WebSocket-Key header");
        }
    }

    /** Frames of the client are masked with 0 here (RFC 6455, 5.3). */
    private void closesWithoutACode() throws IOException {
        try (Socket socket = dial()) {
            write(socket, handshake(WEB_SOCKET, "localhost", ""));
            assertThat(head(socket)).startsWith("HTTP/1.1 101 ");
            assertThat(frame(socket)).startsWith("0{");
            write(socket, "\u0081\u0082\0\0\0\0" + "40");
            assertThat(frame(socket)).startsWith("40{");
            write(socket, "\u0081\u008b\0\0\0\0" + "42[\"leave\"]");
            assertThat(frame(socket)).isEqualTo("41");
            assertThat(socket.getInputStream().readNBytes(2)).isEqualTo(new byte[] {(byte) 0x88, 0});
        }
    }

    private static String frame(Socket socket) throws IOException {
        assertThat(socket.getInputStream().read()).isEqualTo(0x81);
        int length = socket.getInputStream().read();
        return new String(socket.getInputStream().readNBytes(length), ISO_8859_1);
    }

    private String get(String target, String host, String more) throws IOException {
        return send("GET " + target + " HTTP/1.1\r\nHost: " + host + "\r\n" + more + "Connection: close\r\n\r\n");
    }

    private String upgrade(String target, String host, String more) throws IOException {
        return send(handshake(target, host, more));
    }

    /** A header in {@code more} takes the place of the standard one. */
    private static String handshake(String target, String host, String more) {
        String version = more.startsWith("Sec-WebSocket-Version") ? "" : "Sec-WebSocket-Version: 13\r\n";
        return "GET " + target + " HTTP/1.1\r\nHost: " + host
                + "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                + version + (more.isEmpty() ? "" : more + "\r\n") + "\r\n";
    }

    private Socket dial() throws IOException {
        Socket socket = new Socket("127.0.0.1", port);
        socket.setSoTimeout(PATIENCE_MILLIS);
        return socket;
    }

    /** The response; of one that switches protocols, its head. */
    private String send(String request) throws IOException {
        try (Socket socket = dial()) {
            write(socket, request);
            String head = head(socket);
            return head.startsWith("HTTP/1.1 101 ")
                    ? head
                    : head + new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
        }
    }

    private static String head(Socket socket) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = socket.getInputStream().read();
            assertThat(next).as("the end after " + head).isNotNegative();
            head.append((char) next);
        }
        return head.toString();
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(ISO_8859_1));
    }
}
