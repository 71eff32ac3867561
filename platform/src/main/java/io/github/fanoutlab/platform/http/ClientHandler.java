package io.github.fanoutlab.platform.http;

/** What a server gives to a transport: where requests and WebSocket upgrades go. Called on the node's loop. */
public interface ClientHandler {

    /** A plain HTTP request; answer it now or later, exactly once. */
    void onRequest(HttpExchange exchange);

    /** A request to upgrade to WebSocket; accept or reject it now or later, exactly once. */
    void onUpgrade(WebSocketUpgrade upgrade);
}
