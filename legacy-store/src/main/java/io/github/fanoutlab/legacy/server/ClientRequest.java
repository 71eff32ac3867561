package io.github.fanoutlab.legacy.server;

import io.github.fanoutlab.platform.ClientConnection;
import io.github.fanoutlab.platform.http.HttpExchange;
import io.github.fanoutlab.platform.http.HttpRequest;
import io.github.fanoutlab.platform.http.HttpResponse;
import io.github.fanoutlab.platform.http.HttpStream;
import io.github.fanoutlab.platform.http.WebSocketUpgrade;
import java.util.Map;

/** A request that a transport may be made of: a plain one, or one to upgrade to WebSocket. */
sealed interface ClientRequest {

    HttpRequest http();

    void respond(HttpResponse response);

    /**
     * Node's server breaks the connection without a word here. This one says 400 first, which any client takes for the
     * same, and a person understands.
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

        /** Answers with what goes on; {@code onLeft} runs if the client leaves before that has ended. */
        HttpStream stream(HttpResponse head, Runnable onLeft) {
            exchange.onAbort(onLeft);
            return exchange.stream(head);
        }
    }

    /** A request to upgrade. */
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
