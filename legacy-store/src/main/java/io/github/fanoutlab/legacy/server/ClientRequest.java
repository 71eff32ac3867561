package io.github.fanoutlab.legacy.server;

import io.github.fanoutlab.platform.ClientConnection;
import io.github.fanoutlab.platform.http.HttpExchange;
import io.github.fanoutlab.platform.http.HttpRequest;
import io.github.fanoutlab.platform.http.HttpResponse;
import io.github.fanoutlab.platform.http.HttpStream;
import io.github.fanoutlab.platform.http.WebSocketUpgrade;
import java.util.Map;

/** A request that may become a transport: a plain one, or an upgrade to WebSocket. */
sealed interface ClientRequest {

    HttpRequest http();

    void respond(HttpResponse response);

    /**
     * Refuses. Node's server just closes the connection. This one answers 400 first, which clients treat the same, and people
     * understand.
     */
    default void hangUp() {
        respond(new HttpResponse(400, Map.of("Connection", "close"), new byte[0]));
    }

    /** A plain request. */
    record Plain(HttpExchange exchange) implements ClientRequest {
        @Override
        public HttpRequest http() {
            return exchange.request();
        }

        @Override
        public void respond(HttpResponse response) {
            exchange.respond(response);
        }

        /** Answers with a stream; {@code onLeft} runs if the client leaves before it ends. */
        HttpStream stream(HttpResponse head, Runnable onLeft) {
            exchange.onAbort(onLeft);
            return exchange.stream(head);
        }
    }

    /** An upgrade to WebSocket. */
    record Upgrade(WebSocketUpgrade upgrade) implements ClientRequest {
        @Override
        public HttpRequest http() {
            return upgrade.request();
        }

        @Override
        public void respond(HttpResponse response) {
            upgrade.reject(response);
        }

        ClientConnection accept(int maxMessageBytes) {
            return upgrade.accept(maxMessageBytes);
        }
    }
}
