package io.github.fanoutlab.platform.real.jetty;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.fanoutlab.platform.ClientConnection;
import io.github.fanoutlab.platform.http.ClientHandler;
import io.github.fanoutlab.platform.http.HttpExchange;
import io.github.fanoutlab.platform.http.HttpResponse;
import io.github.fanoutlab.platform.http.HttpStream;
import io.github.fanoutlab.platform.http.WebSocketUpgrade;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** Echoes what it gets, over HTTP and WebSocket, and notes what happens to its connections. */
final class EchoServer implements ClientHandler {

    static final int MAX_MESSAGE_BYTES = 1_000;

    final BlockingQueue<String> said = new LinkedBlockingQueue<>();
    final BlockingQueue<ClientConnection> connections = new LinkedBlockingQueue<>();
    final BlockingQueue<HttpExchange> held = new LinkedBlockingQueue<>();
    final BlockingQueue<HttpStream> streams = new LinkedBlockingQueue<>();

    @Override
    public void onRequest(HttpExchange exchange) {
        var request = exchange.request();
        switch (request.path()) {
            case "/hold" -> {
                exchange.onAbort(() -> said.add("aborted"));
                held.add(exchange);
            }
            case "/stream" -> {
                exchange.onAbort(() -> said.add("aborted"));
                streams.add(exchange.stream(HttpResponse.of(200, "text/html", "beginning,")));
                exchange.respond(HttpResponse.of(200, "text/plain", "a second answer: dropped"));
            }
            case "/throw" -> throw new IllegalStateException("a defect in the handler");
            default ->
                exchange.respond(HttpResponse.of(
                                200,
                                "text/plain",
                                request.method() + " " + request.target() + " x-test=" + request.header("X-Test")
                                        + " from " + request.remoteAddress() + ": " + new String(request.body(), UTF_8))
                        .with("X-Answer", "yes"));
        }
    }

    @Override
    public void onUpgrade(WebSocketUpgrade upgrade) {
        switch (upgrade.request().path()) {
            case "/closed" -> upgrade.reject(HttpResponse.of(403, "application/json", "{\"message\":\"Forbidden\"}"));
            case "/throw" -> throw new IllegalStateException("a defect in the handler");
            case "/accept-and-throw" -> {
                upgrade.accept(MAX_MESSAGE_BYTES);
                throw new AssertionError("a defect after accepting");
            }
            default -> {
                ClientConnection connection = upgrade.accept(MAX_MESSAGE_BYTES, Map.of("X-Answer", "agreed"));
                connection.listen(new Echo(connection));
                connection.send("hello from " + upgrade.request().target());
                connections.add(connection);
            }
        }
    }

    private final class Echo implements ClientConnection.Listener {

        private final ClientConnection connection;

        private Echo(ClientConnection connection) {
            this.connection = connection;
        }

        @Override
        public void onText(String text) {
            connection.send("echo " + text);
        }

        @Override
        public void onBinary(byte[] binary) {
            connection.send(binary);
        }

        @Override
        public void onClose(int code, String reason) {
            said.add("closed " + code + " " + reason);
        }

        @Override
        public void onWritable() {
            said.add("writable again");
        }
    }
}
