package io.github.fanoutlab.platform.real.jetty;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fanoutlab.platform.ClientConnection;
import io.github.fanoutlab.platform.http.HttpExchange;
import io.github.fanoutlab.platform.http.HttpRequest;
import io.github.fanoutlab.platform.http.HttpResponse;
import io.github.fanoutlab.platform.http.HttpStream;
import io.github.fanoutlab.platform.http.ListenOptions;
import io.github.fanoutlab.platform.node.Network.Listening;
import io.github.fanoutlab.platform.node.Network.StreamListener;
import io.github.fanoutlab.platform.node.Network.WebSocketCallback;
import io.github.fanoutlab.platform.real.LogProbe;
import io.github.fanoutlab.platform.real.Next;
import io.github.fanoutlab.platform.real.RealNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.condition.OS;

class NetworkTest {

    private final LogProbe log = new LogProbe();
    private final RealNode server = RealNode.create("server", log);
    private final RealNode client = RealNode.create("client", log);
    private final EchoServer echo = new EchoServer();
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private final BlockingQueue<ClientConnection> opened = new LinkedBlockingQueue<>();
    private Listening listening;

    @BeforeEach
    void listen() {
        listening = server.network().listen(new ListenOptions("127.0.0.1", 0, false, 10_000), echo);
    }

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    @Test
    @DisplayName("An HTTP request reaches the handler as it was sent, and the response reaches the client")
    void echoes_http() {
        request(new HttpRequest(
                "POST", "/a%20b/?q=%C3%A9&EIO=4", Map.of("X-Test", "1"), "body é".getBytes(UTF_8), "ignored"));
        assertThat(Next.of(heard)).isEqualTo("200 POST /a%20b/?q=%C3%A9&EIO=4 x-test=1 from 127.0.0.1: body é");
    }

    @Test
    @DisplayName("The response has the handler's headers, Content-Length and Date, and does not name the software")
    void sends_headers() throws IOException {
        String answer = raw("GET /x HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        assertThat(answer)
                .startsWith("HTTP/1.1 200 OK\r\n")
                .contains(
                        "\r\nContent-Type: text/plain\r\n",
                        "\r\nX-Answer: yes\r\n",
                        "\r\nDate: ",
                        "\r\nContent-Length: ")
                .doesNotContainIgnoringCase("jetty");
    }

    @Test
    @DisplayName("A request may be answered later; other requests are answered meanwhile")
    void holds_a_request() {
        request(HttpRequest.get("/hold"));
        var held = Next.of(echo.held);
        request(HttpRequest.get("/quick"));
        assertThat(Next.of(heard)).startsWith("200 GET /quick");
        server.loop().execute(() -> {
            held.respond(HttpResponse.of(200, "text/plain", "at last"));
            held.respond(HttpResponse.of(200, "text/plain", "once more: dropped"));
        });
        assertThat(Next.of(heard)).isEqualTo("200 at last");
    }

    @Test
    @DisplayName("A client leaves before it was answered: the handler is told, once and at once")
    void hears_that_a_client_left() throws IOException {
        Socket socket = new Socket("127.0.0.1", listening.port());
        socket.getOutputStream().write("GET /hold HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(UTF_8));
        var held = Next.of(echo.held);
        socket.close();
        assertThat(Next.of(echo.said)).isEqualTo("aborted");
        server.loop().execute(() -> {
            held.respond(HttpResponse.of(200, "text/plain", "too late: dropped"));
            echo.said.add("answered");
        });
        assertThat(Next.of(echo.said)).isEqualTo("answered");
    }

    @Test
    @DisplayName("A streamed response reaches the client piece by piece, until it is ended")
    void streams_an_answer() {
        stream("/stream");
        assertThat(Next.of(heard)).isEqualTo("head 200 text/html");
        assertThat(Next.of(heard)).isEqualTo("chunk beginning,");
        HttpStream stream = Next.of(echo.streams);
        server.loop().execute(() -> stream.write("middle".getBytes(UTF_8)));
        assertThat(Next.of(heard)).isEqualTo("chunk middle");
        server.loop().execute(() -> {
            stream.write("one ".getBytes(UTF_8));
            stream.write("turn".getBytes(UTF_8));
            stream.end();
            stream.end();
            stream.write("too late: dropped".getBytes(UTF_8));
        });
        StringBuilder rest = new StringBuilder();
        for (String piece = Next.of(heard); !piece.equals("end null"); piece = Next.of(heard)) {
            rest.append(piece.substring("chunk ".length()));
        }
        assertThat(rest).hasToString("one turn");
        assertThat(echo.said).isEmpty();
    }

    @Test
    @DisplayName("A long streamed response arrives whole, however slowly it is read")
    void streams_to_a_slow_reader() throws IOException {
        byte[] chunk = "0123456789".repeat(10_000).getBytes(UTF_8);
        try (Socket socket = new Socket("127.0.0.1", listening.port())) {
            socket.getOutputStream().write("GET /stream HTTP/1.0\r\nHost: localhost\r\n\r\n".getBytes(UTF_8));
            HttpStream stream = Next.of(echo.streams);
            server.loop().execute(() -> {
                for (int i = 0; i < 100; i++) {
                    stream.write(chunk.clone());
                }
                stream.end();
            });
            readHead(socket);
            assertThat(socket.getInputStream().readAllBytes()).hasSize("beginning,".length() + 100 * chunk.length);
        }
    }

    @Test
    @DisplayName("A client that does not read a streamed response is disconnected before its backlog fills the memory")
    void disconnects_a_slow_reader_of_a_stream() throws IOException {
        byte[] megabyte = new byte[1 << 20];
        try (Socket socket = new Socket("127.0.0.1", listening.port())) {
            socket.getOutputStream().write("GET /stream HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(UTF_8));
            HttpStream stream = Next.of(echo.streams);
            Runnable[] pour = new Runnable[1];
            pour[0] = () -> {
                stream.write(megabyte.clone());
                if (echo.said.isEmpty()) {
                    server.loop().schedule(1, pour[0]);
                }
            };
            server.loop().execute(pour[0]);
            assertThat(Next.of(echo.said)).isEqualTo("aborted");
        }
    }

    @Test
    @DisplayName("A client leaves during a streamed response: the handler is told, once and at once")
    void hears_that_a_client_left_a_stream() throws IOException {
        Socket socket = new Socket("127.0.0.1", listening.port());
        socket.getOutputStream().write("GET /stream HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(UTF_8));
        HttpStream stream = Next.of(echo.streams);
        readHead(socket);
        socket.close();
        assertThat(Next.of(echo.said)).isEqualTo("aborted");
        server.loop().execute(() -> {
            stream.write("too late: dropped".getBytes(UTF_8));
            stream.end();
            echo.said.add("done");
        });
        assertThat(Next.of(echo.said)).isEqualTo("done");
    }

    @Test
    @DisplayName("A server dies during a streamed response: the client is told why it ended")
    void a_stream_breaks() {
        stream("/stream");
        assertThat(Next.of(heard)).startsWith("head 200");
        assertThat(Next.of(heard)).isEqualTo("chunk beginning,");
        listening.close();
        assertThat(Next.of(heard)).startsWith("end the connection broke");
        stream("/stream");
        assertThat(Next.of(heard)).startsWith("end connection refused");
    }

    private void stream(String target) {
        URI server = URI.create("http://127.0.0.1:" + listening.port());
        client.loop()
                .execute(() -> client.network().stream(server, HttpRequest.get(target), new StreamListener() {
                    @Override
                    public void onHead(HttpResponse head) {
                        heard.add("head " + head.status() + " " + head.headers().get("Content-Type"));
                    }

                    @Override
                    public void onChunk(byte[] chunk) {
                        heard.add("chunk " + new String(chunk, UTF_8));
                    }

                    @Override
                    public void onEnd(String failure) {
                        heard.add("end " + failure);
                    }
                }));
    }

    @Test
    @DisplayName("Pipelined requests are answered in their order")
    void answers_pipelined_requests() throws IOException {
        try (Socket socket = new Socket("127.0.0.1", listening.port())) {
            socket.getOutputStream().write("GET /hold HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(UTF_8));
            var held = Next.of(echo.held);
            socket.getOutputStream().write("GET /second HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(UTF_8));
            server.loop()
                    .execute(() -> server.loop()
                            .schedule(20, () -> held.respond(HttpResponse.of(200, "text/plain", "first"))));
            readHead(socket);
            assertThat(socket.getInputStream().readNBytes(5)).asString(UTF_8).isEqualTo("first");
            assertThat(readHead(socket)).startsWith("HTTP/1.1 200 OK");
            assertThat(socket.getInputStream().readNBytes(11)).asString(UTF_8).isEqualTo("GET /second");
        }
    }

    @Test
    @DisplayName("A response of megabytes arrives whole")
    void sends_large_answers() {
        request(HttpRequest.get("/hold"));
        byte[] megabytes = new byte[3_000_000];
        Arrays.fill(megabytes, (byte) 'x');
        var held = Next.of(echo.held);
        server.loop().execute(() -> held.respond(new HttpResponse(200, Map.of(), megabytes)));
        assertThat(Next.of(heard)).hasSize("200 ".length() + megabytes.length);
    }

    @Test
    @DisplayName("Responses and messages from before a port is closed are written first, however large they are")
    void closes_after_its_last_words() {
        request(HttpRequest.get("/hold"));
        var held = Next.of(echo.held);
        open("/");
        Next.of(opened);
        assertThat(Next.of(heard)).isEqualTo("hello from /");
        ClientConnection connection = Next.of(echo.connections);
        byte[] megabyte = new byte[1_000_000];
        Arrays.fill(megabyte, (byte) 'x');
        server.loop().execute(() -> {
            held.respond(new HttpResponse(200, Map.of(), megabyte));
            connection.send("goodbye");
            connection.close(1000, "");
            listening.close();
        });
        assertThat(List.of(Next.of(heard), Next.of(heard), Next.of(heard)))
                .containsExactlyInAnyOrder("200 " + new String(megabyte, UTF_8), "goodbye", "closed 1000 ");
        log.assertNoMoreWarnings();
    }

    @Test
    @DisplayName("Responses from after the port was closed are dropped silently")
    void drops_what_comes_too_late() {
        request(HttpRequest.get("/hold"));
        var held = Next.of(echo.held);
        stream("/hold");
        var streamed = Next.of(echo.held);
        server.loop().execute(() -> {
            listening.close();
            held.respond(HttpResponse.of(200, "text/plain", "too late"));
            streamed.stream(HttpResponse.of(200, "text/plain", "too late")).end();
            echo.said.add("done");
        });
        Next.of(echo.said);
        log.assertNoMoreWarnings();
    }

    @Test
    @DisplayName("A body over the limit is answered with 413, by its Content-Length alone")
    void refuses_a_long_body() throws IOException {
        assertThat(raw("POST /x HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10001\r\n\r\n"))
                .startsWith("HTTP/1.1 413 ")
                .endsWith("\r\n\r\nthe request's body is longer than 10000 bytes");
    }

    @Test
    @DisplayName("A body without a Content-Length is cut off at the limit")
    void refuses_a_long_chunked_body() throws IOException {
        String chunk = "1000\r\n" + "x".repeat(4_096) + "\r\n";
        assertThat(raw("POST /x HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk.repeat(3)))
                .startsWith("HTTP/1.1 413 ");
    }

    @Test
    @DisplayName("A handler throws: its client gets a 500, and other clients do not notice")
    void survives_a_handler_that_throws() {
        request(HttpRequest.get("/throw"));
        assertThat(Next.of(heard)).isEqualTo("500 the server failed to handle the request");
        assertThat(log.nextWarning()).contains("a defect in the handler");
        open("/throw");
        assertThat(Next.of(heard)).isEqualTo("refused: the server answered with HTTP status 500");
        assertThat(log.nextWarning()).contains("a defect in the handler");
        open("/accept-and-throw");
        assertThat(Next.of(heard)).isEqualTo("closed 1011 the server failed to handle the connection");
        assertThat(log.nextWarning()).contains("a defect after accepting");
        request(HttpRequest.get("/next"));
        assertThat(Next.of(heard)).startsWith("200 GET /next");
    }

    @Test
    @DisplayName("A WebSocket: first the greeting that was sent before the upgrade was complete, then echoes in order")
    void echoes_web_socket() {
        open("/chat?id=1");
        ClientConnection connection = Next.of(opened);
        onClient(() -> {
            connection.send("one");
            connection.send(new byte[] {0, 1, (byte) 255});
            connection.send("zwei ✓ 😀");
        });
        assertThat(IntStream.range(0, 4).mapToObj(i -> Next.of(heard)))
                .containsExactly("hello from /chat?id=1", "echo one", "[0, 1, -1]", "echo zwei ✓ 😀");
        assertThat(connection.remoteAddress()).isEqualTo("127.0.0.1:" + listening.port());
        assertThat(Next.of(echo.connections).remoteAddress()).isEqualTo("127.0.0.1");
    }

    @Test
    @DisplayName("A thousand messages of one turn arrive in their order")
    void gathers() {
        open("/");
        Next.of(opened);
        Next.of(heard);
        ClientConnection connection = Next.of(echo.connections);
        server.loop().execute(() -> IntStream.range(0, 1_000).forEach(i -> connection.send("m" + i)));
        assertThat(IntStream.range(0, 1_000).mapToObj(i -> Next.of(heard)))
                .containsExactlyElementsOf(
                        IntStream.range(0, 1_000).mapToObj(i -> "m" + i).toList());
    }

    @Test
    @DisplayName("A rejected upgrade is answered with the handler's status and body")
    void rejects() throws IOException {
        open("/closed");
        assertThat(Next.of(heard)).isEqualTo("refused: the server answered with HTTP status 403");
        assertThat(raw(upgradeRequest("/closed")))
                .startsWith("HTTP/1.1 403 ")
                .contains("Content-Type: application/json")
                .endsWith("\r\n\r\n{\"message\":\"Forbidden\"}");
    }

    @Test
    @DisplayName("An accepted upgrade is answered with the handler's headers")
    void upgrades_with_headers() throws IOException {
        try (Socket socket = new Socket("127.0.0.1", listening.port())) {
            socket.getOutputStream().write(upgradeRequest("/").getBytes(UTF_8));
            assertThat(readHead(socket)).startsWith("HTTP/1.1 101 ").contains("\r\nX-Answer: agreed\r\n");
        }
    }

    @Test
    @DisplayName("A handshake without a key is answered with 400, and the handler does not hear of it")
    void refuses_a_handshake_without_a_key() throws IOException {
        assertThat(raw("GET / HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                        + "Sec-WebSocket-Version: 13\r\n\r\n"))
                .startsWith("HTTP/1.1 400 ")
                .endsWith("Missing or invalid Sec-WebSocket-Key header");
        assertThat(echo.connections).isEmpty();
    }

    @Test
    @DisplayName(
            "A POST that asks for a WebSocket and is accepted is answered with 400, and the handler is told that it is over")
    void refuses_a_broken_handshake() throws IOException {
        assertThat(raw(upgradeRequest("/").replace("GET", "POST"))).startsWith("HTTP/1.1 400 ");
        assertThat(Next.of(echo.said)).startsWith("closed 1006 the upgrade failed");
    }

    @Test
    @DisplayName(
            "A head or a body that takes too long to arrive ends its connection with 408; who waits for a response or has an"
                    + " open WebSocket goes on")
    void ends_slow_requests() throws IOException {
        try (Socket slowHead = new Socket("127.0.0.1", listening.port());
                Socket slowBody = new Socket("127.0.0.1", listening.port());
                Socket nextHead = new Socket("127.0.0.1", listening.port());
                Socket poll = new Socket("127.0.0.1", listening.port());
                Socket webSocket = upgraded("/")) {
            slowHead.getOutputStream().write("GET /x HTTP/1.1\r\nHo".getBytes(UTF_8));
            nextHead.getOutputStream().write("GET /x HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(UTF_8));
            assertThat(readHead(nextHead)).startsWith("HTTP/1.1 200 ");
            nextHead.getOutputStream().write("GET /x".getBytes(UTF_8));
            slowBody.getOutputStream()
                    .write("POST /x HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\n12345".getBytes(UTF_8));
            poll.getOutputStream().write("GET /hold HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(UTF_8));
            HttpExchange held = Next.of(echo.held);
            request(HttpRequest.get("/after"));
            assertThat(Next.of(heard)).startsWith("200 GET /after");

            ((JettyListening) listening).endSlowRequests(60, 300);
            slowHead.getOutputStream().write("s".getBytes(UTF_8));
            for (Socket slow : List.of(slowHead, slowBody, nextHead)) {
                assertThat(whenSlowIsEnded(slow)).endsWith("HTTP/1.1 408 Request Timeout\r\nConnection: close\r\n\r\n");
            }

            server.loop().execute(() -> held.respond(HttpResponse.of(200, "text/plain", "at last")));
            assertThat(readHead(poll)).startsWith("HTTP/1.1 200 ");
            ClientConnection open = Next.of(echo.connections);
            server.loop().execute(() -> open.send("still here"));
            assertThat(webSocket.getInputStream().read()).isEqualTo(0x81);
        }
    }

    /** All that comes; the port is told again and again that the time is up, since bytes may be under way. */
    private String whenSlowIsEnded(Socket slow) throws IOException {
        StringBuilder answer = new StringBuilder();
        slow.setSoTimeout(100);
        for (int tries = 0; tries < 300; tries++) {
            ((JettyListening) listening).endSlowRequests(0, 0);
            try {
                for (int next = slow.getInputStream().read();
                        next >= 0;
                        next = slow.getInputStream().read()) {
                    answer.append((char) next);
                }
                return answer.toString();
            } catch (SocketTimeoutException notYet) {
                // Once more.
            }
        }
        return answer + " and then nothing";
    }

    @Test
    @EnabledIf(
            value = "hasSs",
            disabledReason = "the accept queue is read with ss, a program of Linux, which is not here")
    @DisplayName("As many connections may wait to be accepted as on Node")
    void has_a_long_accept_queue() throws Exception {
        Process ss = new ProcessBuilder("ss", "-Hltn", "sport = :" + listening.port()).start();
        String line = new String(ss.getInputStream().readAllBytes(), UTF_8).strip();
        int most = Integer.parseInt(
                Files.readAllLines(Path.of("/proc/sys/net/core/somaxconn")).get(0));
        assertThat(line.split("\\s+")[2]).as(line).isEqualTo(String.valueOf(Math.min(511, most)));
    }

    static boolean hasSs() {
        return Files.isExecutable(Path.of("/usr/bin/ss"));
    }

    @Test
    @DisplayName("A message over the limit ends its connection with 1009, before all of it has arrived")
    void refuses_a_long_message() throws IOException {
        try (Socket socket = upgraded("/")) {
            byte[] header = {(byte) 0x81, (byte) 0xff, 0, 0, 0, 0, 0x40, 0, 0, 0, 0, 0, 0, 0};
            socket.getOutputStream().write(header);
            socket.getOutputStream().write("x".repeat(70_000).getBytes(UTF_8));
            assertThat(closeCode(socket)).isEqualTo(1009);
        }
        assertThat(Next.of(echo.said)).startsWith("closed 1009");
    }

    @Test
    @DisplayName("A message at the limit passes; one byte more ends the connection with 1009")
    void knows_the_limit() {
        open("/");
        ClientConnection connection = Next.of(opened);
        Next.of(heard);
        onClient(() -> connection.send("x".repeat(EchoServer.MAX_MESSAGE_BYTES)));
        assertThat(Next.of(heard)).hasSize("echo ".length() + EchoServer.MAX_MESSAGE_BYTES);
        onClient(() -> connection.send(new byte[EchoServer.MAX_MESSAGE_BYTES + 1]));
        assertThat(Next.of(heard)).startsWith("closed 1009");
        assertThat(Next.of(echo.said)).startsWith("closed 1009");
    }

    @Test
    @DisplayName("Text that is not UTF-8 ends its connection with 1007")
    void refuses_malformed_text() throws IOException {
        try (Socket socket = upgraded("/")) {
            socket.getOutputStream().write(new byte[] {(byte) 0x81, (byte) 0x82, 0, 0, 0, 0, (byte) 0xc3, 0x28});
            assertThat(closeCode(socket)).isEqualTo(1007);
        }
        assertThat(Next.of(echo.said)).startsWith("closed 1007");
    }

    @Test
    @DisplayName("Each end may close the connection, after what it sent; both are told once, with code and reason")
    void closes() {
        open("/");
        ClientConnection first = Next.of(opened);
        Next.of(heard);
        onClient(() -> {
            first.send("last");
            first.close(4001, "bye");
            first.send("dropped");
        });
        assertThat(Next.of(echo.said)).isEqualTo("closed 4001 bye");
        assertThat(Next.of(heard)).isEqualTo("closed 4001 bye");

        Next.of(echo.connections);
        open("/");
        Next.of(opened);
        Next.of(heard);
        ClientConnection second = Next.of(echo.connections);
        server.loop().execute(() -> {
            second.send("last");
            second.close(1008, "é".repeat(100));
            second.send("dropped");
        });
        assertThat(Next.of(heard)).isEqualTo("last");
        assertThat(Next.of(heard)).isEqualTo("closed 1008 " + "é".repeat(61));
        assertThat(Next.of(echo.said)).isEqualTo("closed 1008 " + "é".repeat(61));
        assertThat(echo.said).isEmpty();
        assertThat(heard).isEmpty();
    }

    @Test
    @DisplayName("A peer vanishes without a close frame: the code is 1006")
    void hears_of_a_broken_connection() throws IOException {
        upgraded("/").close();
        assertThat(Next.of(echo.said)).startsWith("closed 1006");
    }

    @Test
    @DisplayName("A slow reader: not writable until it has caught up; the loop does not wait for it")
    void waits_for_a_slow_reader() throws IOException {
        try (Socket socket = upgraded("/")) {
            ClientConnection connection = Next.of(echo.connections);
            byte[] megabytes = new byte[8 << 20];
            server.loop().execute(() -> {
                connection.send(megabytes);
                inALaterTurn(() -> echo.said.add("writable: " + connection.isWritable()));
            });
            assertThat(Next.of(echo.said)).isEqualTo("writable: false");

            InputStream in = socket.getInputStream();
            in.skipNBytes(megabytes.length);
            assertThat(Next.of(echo.said)).isEqualTo("writable again");
            server.loop().execute(() -> echo.said.add("writable: " + connection.isWritable()));
            assertThat(Next.of(echo.said)).isEqualTo("writable: true");
        }
    }

    @Test
    @DisplayName("A reader that does not catch up is disconnected with a warning; other clients do not notice")
    @SuppressWarnings("try") // the socket is there so as not to be read
    void disconnects_a_reader_that_does_not_read() throws IOException {
        try (Socket socket = upgraded("/")) {
            ClientConnection connection = Next.of(echo.connections);
            server.loop().execute(() -> {
                connection.send(new byte[10 << 20]);
                inALaterTurn(() -> connection.send(new byte[10 << 20]));
            });
            assertThat(log.nextWarning())
                    .startsWith("websocket: 127.0.0.1 reads too slowly: 10486016 bytes wait for it and 10486016 more");
            assertThat(Next.of(echo.said)).isEqualTo("closed 1006 the peer read too slowly");
            request(HttpRequest.get("/still-there"));
            assertThat(Next.of(heard)).startsWith("200 GET /still-there");
            assertThat(echo.said).isEmpty();
        }
    }

    @Test
    @DisplayName("A message of 20 MiB to a client that keeps up, and others behind it: it reads all of them")
    void sends_a_message_longer_than_the_limit() throws IOException {
        try (Socket socket = upgraded("/")) {
            ClientConnection connection = Next.of(echo.connections);
            server.loop().execute(() -> {
                connection.send(new byte[20 << 20]);
                inALaterTurn(() -> {
                    echo.said.add("writable: " + connection.isWritable());
                    connection.send("behind");
                });
            });
            assertThat(Next.of(echo.said)).isEqualTo("writable: false");
            InputStream in = socket.getInputStream();
            in.skipNBytes(20 << 20);
            StringBuilder rest = new StringBuilder();
            while (rest.indexOf("behind") < 0) {
                int next = in.read();
                assertThat(next).isNotNegative();
                rest.append((char) next);
            }
        }
    }

    @Test
    @DisplayName(
            "Responses of 8, 9 and 8 MiB that nobody reads, where 20 MiB may wait for all: the connection of the longest is closed")
    void closes_the_longest_response_that_is_not_read() throws IOException {
        server.loop().call(() -> {
            server.backlogs().limit(Long.MAX_VALUE, 20 << 20);
            return null;
        });
        try (Socket first = unread(8 << 20);
                Socket second = unread(9 << 20);
                Socket third = unread(8 << 20)) {
            assertThat(log.nextWarning())
                    .startsWith(
                            "http: 127.0.0.1 reads too slowly: 9437440 bytes wait for it, more than for any other client, and ");
            assertThat(lengthOfBody(second)).isLessThan(9 << 20);
            assertThat(lengthOfBody(first)).isEqualTo(8 << 20);
            assertThat(lengthOfBody(third)).isEqualTo(8 << 20);
        }
        long begin = System.nanoTime();
        while (server.loop().call(server.backlogs()::totalBytes) > 0) {
            assertThat(System.nanoTime() - begin).isLessThan(30_000_000_000L);
        }
    }

    /** A connection on which a response with so many bytes is on its way. */
    private Socket unread(int bytes) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(64 << 10);
        socket.setSoTimeout(30_000);
        socket.connect(new InetSocketAddress("127.0.0.1", listening.port()));
        socket.getOutputStream()
                .write("GET /hold HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".getBytes(UTF_8));
        HttpExchange exchange = Next.of(echo.held);
        server.loop().call(() -> {
            exchange.respond(HttpResponse.of(200, "text/plain", "x".repeat(bytes)));
            return null;
        });
        return socket;
    }

    /** How much of the body arrives before the connection ends. */
    private static long lengthOfBody(Socket socket) throws IOException {
        readHead(socket);
        long length = 0;
        byte[] chunk = new byte[64 << 10];
        try {
            for (int count = 0; count >= 0; count = socket.getInputStream().read(chunk)) {
                length += count;
            }
        } catch (SocketException reset) {
            // That is its end, too.
        }
        return length;
    }

    @Test
    @DisplayName("A port in use: the message says which one, and what to do")
    void explains_a_port_in_use() {
        assertThatThrownBy(() -> client.network().listen(ListenOptions.loopback(listening.port()), echo))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage("Cannot listen on port " + listening.port()
                        + " on 127.0.0.1: it is in use. Choose another port, or end the program that listens there.");
    }

    @Test
    @DisplayName("An address that this machine does not have: the message says so")
    void explains_a_foreign_address() {
        assertThatThrownBy(() -> server.network().listen(new ListenOptions("192.0.2.1", 0, false, 1), echo))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage(
                        "Cannot listen on port 0 on 192.0.2.1: this machine does not have that address. Use 0.0.0.0 for all that"
                                + " it has, 127.0.0.1 for itself only.");
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "Windows has no SO_REUSEPORT")
    @DisplayName("Two servers listen on one shared port, and both get connections")
    void shares_a_port() throws IOException {
        ListenOptions any = new ListenOptions("127.0.0.1", 0, true, 1_000);
        int port = server.network().listen(any, echo).port();
        EchoServer other = new EchoServer();
        client.network().listen(new ListenOptions("127.0.0.1", port, true, 1_000), other);
        for (int i = 0; i < 1_000 && (echo.held.isEmpty() || other.held.isEmpty()); i++) {
            Socket socket = new Socket("127.0.0.1", port);
            socket.getOutputStream().write("GET /hold HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(UTF_8));
        }
        Next.of(echo.held);
        Next.of(other.held);
    }

    @Test
    @DisplayName("The server stops: clients are told, the port is free, and nothing listens there")
    void stops() {
        open("/");
        Next.of(opened);
        Next.of(heard);
        int port = listening.port();
        listening.close();
        listening.close();
        assertThat(Next.of(heard)).startsWith("closed 1006");
        request(HttpRequest.get("/"));
        assertThat(Next.of(heard)).isEqualTo("failed: connection refused: nothing listens there");
        open("/");
        assertThat(Next.of(heard)).isEqualTo("refused: connection refused: nothing listens there");
        server.network().listen(ListenOptions.loopback(port), echo);
    }

    private void request(HttpRequest request) {
        client.network()
                .request(
                        URI.create("http://127.0.0.1:" + listening.port()),
                        request,
                        response -> heard.add(response.status() + " " + response.text()),
                        reason -> heard.add("failed: " + reason));
    }

    private void open(String target) {
        URI uri = URI.create("ws://127.0.0.1:" + listening.port() + target);
        client.network().openWebSocket(uri, new WebSocketCallback() {
            @Override
            public void onOpen(ClientConnection connection) {
                connection.listen(new Hearing());
                opened.add(connection);
            }

            @Override
            public void onRefused(String reason) {
                heard.add("refused: " + reason);
            }
        });
    }

    /** Called on the server's loop. */
    private void inALaterTurn(Runnable task) {
        server.loop().schedule(0, () -> server.loop().execute(task));
    }

    private void onClient(Runnable task) {
        client.loop().execute(task);
    }

    private String upgradeRequest(String target) {
        return "GET " + target + " HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n";
    }

    /** The response to {@code request}, up to the end of the body that it announces. */
    private String raw(String request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", listening.port())) {
            socket.getOutputStream().write(request.getBytes(UTF_8));
            StringBuilder answer = new StringBuilder(readHead(socket));
            int length = 0;
            for (String line : answer.toString().split("\r\n")) {
                if (line.toLowerCase().startsWith("content-length: ")) {
                    length = Integer.parseInt(line.substring(16));
                }
            }
            return answer + new String(socket.getInputStream().readNBytes(length), UTF_8);
        }
    }

    /** A WebSocket whose greeting was read. */
    private Socket upgraded(String target) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(64 << 10);
        socket.connect(new InetSocketAddress("127.0.0.1", listening.port()));
        socket.getOutputStream().write(upgradeRequest(target).getBytes(UTF_8));
        assertThat(readHead(socket)).startsWith("HTTP/1.1 101 ");
        InputStream in = socket.getInputStream();
        assertThat(in.read()).isEqualTo(0x81);
        in.skipNBytes(in.read());
        return socket;
    }

    private static String readHead(Socket socket) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int c = socket.getInputStream().read();
            if (c < 0) {
                throw new AssertionError("the server closed after: " + head);
            }
            head.append((char) c);
        }
        return head.toString();
    }

    private static int closeCode(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        assertThat(in.read()).as("a close frame").isEqualTo(0x88);
        byte[] payload = in.readNBytes(in.read());
        return ByteBuffer.wrap(payload).getShort();
    }

    private final class Hearing implements ClientConnection.Listener {

        @Override
        public void onText(String text) {
            heard.add(text);
        }

        @Override
        public void onBinary(byte[] binary) {
            heard.add(Arrays.toString(binary));
        }

        @Override
        public void onClose(int code, String reason) {
            heard.add("closed " + code + " " + reason);
        }
    }
}
