package io.github.fanoutlab.testbed.world;

import io.github.fanoutlab.platform.ClientConnection;
import io.github.fanoutlab.platform.http.ClientHandler;
import io.github.fanoutlab.platform.http.HttpExchange;
import io.github.fanoutlab.platform.http.HttpRequest;
import io.github.fanoutlab.platform.http.HttpResponse;
import io.github.fanoutlab.platform.http.ListenOptions;
import io.github.fanoutlab.platform.http.WebSocketUpgrade;
import io.github.fanoutlab.platform.node.Network.WebSocketCallback;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A server that answers {@code ping N} with {@code pong N}, and a client that asks: the smallest two nodes there are. */
final class PingPong {

    static final URI SERVER = URI.create("http://W1:80");
    static final URI SERVER_WS = URI.create("ws://W1:80/play?x=1");

    /** Listens on port 80 of {@code node}; must be its turn. */
    static Server serve(SimNode node) {
        Server server = new Server();
        node.network().listen(ListenOptions.port(80), server);
        return server;
    }

    /** What the server saw. */
    static class Server implements ClientHandler {

        final List<String> seen = new ArrayList<>();
        final List<ClientConnection> connections = new ArrayList<>();

        @Override
        public void onRequest(HttpExchange exchange) {
            seen.add(exchange.request().method() + " " + exchange.request().target());
            exchange.respond(HttpResponse.of(200, "text/plain", "pong"));
        }

        @Override
        public void onUpgrade(WebSocketUpgrade upgrade) {
            if (upgrade.request().query().isEmpty()) {
                upgrade.reject(HttpResponse.of(400, "text/plain", "no query"));
                return;
            }
            ClientConnection connection = upgrade.accept(1_000);
            connections.add(connection);
            connection.listen(new Ears(seen) {
                @Override
                public void onText(String text) {
                    super.onText(text);
                    connection.send(text.replace("ping", "pong"));
                }
            });
        }
    }

    /** What the client saw. */
    static final class Client implements WebSocketCallback {

        final SimNode node;
        final List<String> seen = new ArrayList<>();
        ClientConnection connection;

        Client(SimNode node) {
            this.node = node;
        }

        void get(String target) {
            request(HttpRequest.get(target));
        }

        void post(String target, String body) {
            request(new HttpRequest("POST", target, Map.of(), body.getBytes(StandardCharsets.UTF_8), ""));
        }

        private void request(HttpRequest request) {
            node.network()
                    .request(
                            SERVER,
                            request,
                            response -> seen.add(response.status() + " " + response.text()),
                            failure -> seen.add("failed: " + failure));
        }

        void open(URI target) {
            node.network().openWebSocket(target, this);
        }

        void ping(int from, int to) {
            for (int i = from; i <= to; i++) {
                connection.send("ping " + i);
            }
        }

        @Override
        public void onOpen(ClientConnection opened) {
            connection = opened;
            seen.add("open");
            opened.listen(new Ears(seen));
        }

        @Override
        public void onRefused(String reason) {
            seen.add("refused: " + reason);
        }
    }

    private static class Ears implements ClientConnection.Listener {

        private final List<String> seen;

        Ears(List<String> seen) {
            this.seen = seen;
        }

        @Override
        public void onText(String text) {
            seen.add(text);
        }

        @Override
        public void onBinary(byte[] binary) {
            seen.add("binary " + new String(binary, StandardCharsets.UTF_8));
        }

        @Override
        public void onClose(int code, String reason) {
            seen.add("close " + code + " " + reason);
        }
    }

    private PingPong() {}
}
