package io.github.fanoutlab.platform.http;

/** What a server gives to a transport: where requests and WebSocket upgrades go. Called on the node's loop. */
public interface ClientHandler {

    /** A plain HTTP request; answer it now or later, exactly once. */
    void onRequest(HttpExchange exchange);

    /** A request to upgrade to WebSocket; accept or reject it now or later, exactly once. */
    void onUpgrade(WebSocketUpgrade upgrade);

    /**
     * Whether requests are handed over when their headers are there, their bodies perhaps still on the way: the body of {@link
     * HttpExchange#request()} is then empty, and {@link HttpExchange#readBody} reads it. Otherwise a request is handed over
     * with its body, and not at all if that breaks off or is longer than the host takes.
     */
    default boolean takesRequestsEarly() {
        return false;
    }
}
