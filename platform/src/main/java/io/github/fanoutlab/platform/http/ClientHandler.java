package io.github.fanoutlab.platform.http;

/** Handles the requests and WebSocket upgrades of a port. Called on the node's loop. */
public interface ClientHandler {

    /** A plain HTTP request; answer it now or later, exactly once. */
    void onRequest(HttpExchange exchange);

    /** A request to upgrade to WebSocket; accept or reject it now or later, exactly once. */
    void onUpgrade(WebSocketUpgrade upgrade);

    /**
     * Whether requests are handed over as soon as their headers have arrived. The body of {@link HttpExchange#request()} is then
     * empty, and {@link HttpExchange#readBody} reads it. Otherwise a request is handed over with its body, and not at all if the body
     * ends early or is over the port's limit.
     */
    default boolean takesRequestsEarly() {
        return false;
    }
}
