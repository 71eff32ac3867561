package io.github.fanoutlab.adapter.engine;

import java.util.List;

/**
 * How connections are kept; the defaults are those of {@code engine.io} 6.
 *
 * @param path the path of requests, without a slash at its end
 * @param transports the names of the transports a client may ask for
 * @param pingIntervalMillis how long after a pong the server pings again
 * @param pingTimeoutMillis how long the server waits for the pong before it gives the client up
 * @param maxPayloadBytes the longest message a client may send ({@code maxHttpBufferSize})
 */
public record EngineOptions(
        String path, List<String> transports, long pingIntervalMillis, long pingTimeoutMillis, int maxPayloadBytes) {

    /** {@code /socket.io}, WebSocket only, 25 s, 20 s, 1 MB. */
    public static final EngineOptions DEFAULT =
            new EngineOptions("/socket.io", List.of("websocket"), 25_000, 20_000, 1_000_000);

    public EngineOptions {
        transports = List.copyOf(transports);
        path = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }
}
