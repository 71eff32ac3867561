package io.github.fanoutlab.platform.real.jetty;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.fanoutlab.platform.http.BodyListener;
import io.github.fanoutlab.platform.http.ClientHandler;
import io.github.fanoutlab.platform.http.HttpExchange;
import io.github.fanoutlab.platform.http.HttpResponse;
import io.github.fanoutlab.platform.http.ListenOptions;
import io.github.fanoutlab.platform.http.WebSocketUpgrade;
import io.github.fanoutlab.platform.real.LogProbe;
import io.github.fanoutlab.platform.real.Next;
import io.github.fanoutlab.platform.real.RealNode;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A handler that takes requests early")
class EarlyRequestsTest {

    private final LogProbe log = new LogProbe();
    private final RealNode server = RealNode.create("server", log);
    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
    private final BlockingQueue<HttpExchange> begun = new LinkedBlockingQueue<>();
    private Socket client;

    @BeforeEach
    void listen() throws IOException {
        ListenOptions options = new ListenOptions("127.0.0.1", 0, false, 10_000);
        client = new Socket(
                "127.0.0.1", server.network().listen(options, new Early()).port());
        client.setSoTimeout(30_000);
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        server.close();
    }

    @Test
    @DisplayName("gets a request before its body, and reads the body as it arrives")
    void sees_it_before_its_body() throws IOException {
        send("POST /read HTTP/1.1\r\nHost: localhost\r\nContent-Length: 11\r\n\r\nfirst");
        assertThat(Next.of(told)).isEqualTo("POST /read with 0 bytes");
        send(" piece");
        assertThat(Next.of(told)).isEqualTo("body: first piece");
        assertThat(answer()).isEqualTo("HTTP/1.1 200 OK");
        assertThat(told).isEmpty();
    }

    @Test
    @DisplayName("reads an empty body if the request has none, and the connection stays open")
    void reads_no_body() throws IOException {
        for (int i = 0; i < 2; i++) {
            send("GET /read HTTP/1.1\r\nHost: localhost\r\n\r\n");
            assertThat(Next.of(told)).isEqualTo("GET /read with 0 bytes");
            assertThat(Next.of(told)).isEqualTo("body: ");
            assertThat(answer()).isEqualTo("HTTP/1.1 200 OK");
        }
    }

    @Test
    @DisplayName("is told that a client left in the middle of its body")
    void hears_of_a_client_that_left() throws IOException {
        send("POST /read HTTP/1.1\r\nHost: localhost\r\nContent-Length: 11\r\n\r\nfirst");
        assertThat(Next.of(told)).isEqualTo("POST /read with 0 bytes");
        client.close();
        assertThat(Next.of(told)).isEqualTo("aborted");
    }

    @Test
    @DisplayName("is told of a body that is announced as too long; its response is the last on the connection")
    void hears_of_a_body_that_is_too_long() throws IOException {
        send("POST /read HTTP/1.1\r\nHost: localhost\r\nContent-Length: 101\r\n\r\n");
        assertThat(Next.of(told)).isEqualTo("POST /read with 0 bytes");
        assertThat(Next.of(told)).isEqualTo("too long");
        assertThat(answer()).isEqualTo("HTTP/1.1 413 Payload Too Large, Connection: close");
    }

    @Test
    @DisplayName("is told of a body that turns out too long; its response is the last on the connection")
    void hears_of_a_body_that_becomes_too_long() throws IOException {
        send("POST /read HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n");
        assertThat(Next.of(told)).isEqualTo("POST /read with 0 bytes");
        send("64\r\n" + "x".repeat(100) + "\r\n1\r\nx\r\n");
        assertThat(Next.of(told)).isEqualTo("too long");
        assertThat(answer()).isEqualTo("HTTP/1.1 413 Payload Too Large, Connection: close");
    }

    @Test
    @DisplayName("may answer without reading the body")
    void answers_without_reading() throws IOException {
        send("POST /refused HTTP/1.1\r\nHost: localhost\r\nContent-Length: 11\r\n\r\nfirst");
        assertThat(Next.of(told)).isEqualTo("POST /refused with 0 bytes");
        assertThat(answer()).startsWith("HTTP/1.1 403 Forbidden");
    }

    @Test
    @DisplayName("may break the connection instead of answering")
    void drops_it() throws IOException {
        send("POST /held HTTP/1.1\r\nHost: localhost\r\nContent-Length: 11\r\n\r\nfirst");
        assertThat(Next.of(told)).isEqualTo("POST /held with 0 bytes");
        HttpExchange exchange = Next.of(begun);
        server.loop().execute(() -> {
            exchange.drop();
            exchange.drop();
            exchange.respond(new HttpResponse(200, Map.of(), new byte[0]));
            told.add("dropped");
        });
        assertThat(Next.of(told)).isEqualTo("dropped");
        assertThat(endsWithoutAResponse()).isTrue();
        log.assertNoMoreWarnings();
    }

    @Test
    @DisplayName("throws while it reads: its client gets a 500")
    void throws_while_it_reads() throws IOException {
        send("POST /throws HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\nfirst");
        assertThat(answer()).startsWith("HTTP/1.1 500 ");
        assertThat(log.nextWarning()).contains("a defect in the handler");
    }

    private void send(String text) throws IOException {
        client.getOutputStream().write(text.getBytes(UTF_8));
    }

    /** The status line, and the Connection header if there is one; the body is skipped. */
    private String answer() throws IOException {
        String answer = line();
        int length = 0;
        for (String header = line(); !header.isEmpty(); header = line()) {
            if (header.startsWith("Content-Length: ")) {
                length = Integer.parseInt(header.substring(16));
            } else if (header.startsWith("Connection: ")) {
                answer += ", " + header;
            }
        }
        client.getInputStream().skipNBytes(length);
        return answer;
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = client.getInputStream().read();
                c != '\n';
                c = client.getInputStream().read()) {
            assertThat(c).as("after " + line).isNotNegative();
            line.append((char) c);
        }
        return line.toString().strip();
    }

    private boolean endsWithoutAResponse() {
        try {
            return client.getInputStream().read() < 0;
        } catch (IOException reset) {
            return !(reset instanceof SocketTimeoutException);
        }
    }

    private final class Early implements ClientHandler {

        @Override
        public boolean takesRequestsEarly() {
            return true;
        }

        @Override
        public void onRequest(HttpExchange exchange) {
            var request = exchange.request();
            told.add(request.method() + " " + request.path() + " with " + request.body().length + " bytes");
            exchange.onAbort(() -> told.add("aborted"));
            switch (request.path()) {
                case "/refused" -> exchange.respond(HttpResponse.of(403, "text/plain", "no"));
                case "/held" -> {
                    exchange.readBody(100, new Reading(exchange));
                    begun.add(exchange);
                }
                case "/throws" ->
                    exchange.readBody(100, new Reading(exchange) {
                        @Override
                        public void onBody(byte[] body) {
                            throw new IllegalStateException("a defect in the handler");
                        }
                    });
                default -> exchange.readBody(100, new Reading(exchange));
            }
        }

        @Override
        public void onUpgrade(WebSocketUpgrade upgrade) {
            throw new AssertionError("no test asks for an upgrade");
        }
    }

    private class Reading implements BodyListener {

        private final HttpExchange exchange;

        Reading(HttpExchange exchange) {
            this.exchange = exchange;
        }

        @Override
        public void onBody(byte[] body) {
            told.add("body: " + new String(body, UTF_8));
            exchange.respond(HttpResponse.of(200, "text/plain", "ok"));
        }

        @Override
        public void onTooLong() {
            told.add("too long");
            exchange.respond(HttpResponse.of(413, "text/plain", "too long"));
        }
    }
}
