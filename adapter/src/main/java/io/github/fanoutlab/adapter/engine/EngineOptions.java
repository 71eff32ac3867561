package io.github.fanoutlab.adapter.engine;

import io.github.fanoutlab.platform.Backlogs;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * How connections are kept; the defaults are those of {@code engine.io} 6.
 *
 * <pre>{@code
 * EngineOptions.builder().cors(Cors.origin("https://example.com")).transports("websocket").build()
 * }</pre>
 *
 * @param path the path of requests, without a trailing slash
 * @param transports the names of the transports a client may ask for
 * @param pingIntervalMillis how long after a pong the server pings again
 * @param pingTimeoutMillis how long the server waits for the pong before it gives up on the client
 * @param maxPayloadBytes the longest message, or body of a POST, a client may send ({@code maxHttpBufferSize})
 * @param maxBacklogBytes how much may wait for a client that reads slowly, before it is disconnected; Node has no limit
 * @param maxTotalBacklogBytes how much may wait for all clients of the node together, before the client with the most waiting is
 *     disconnected; empty for a quarter of the JVM's memory. Node has no limit
 * @param upgradeTimeoutMillis how long a client may take to move from one transport to another
 * @param allowUpgrades whether clients are told that they may move to another transport
 * @param httpCompressionThresholdBytes the length from which responses to polls are compressed, for clients that take gzip or
 *     deflate; empty for never
 * @param cors which pages of other origins may talk to the server; empty for none
 * @param cookie the cookie that polling clients get; empty for none
 * @param allowRequest who is let in
 * @param allowEio3 whether clients of Socket.IO 1 and 2, which speak revision 3, are let in, too ({@code allowEIO3})
 */
public record EngineOptions(
        String path,
        List<String> transports,
        long pingIntervalMillis,
        long pingTimeoutMillis,
        int maxPayloadBytes,
        long maxBacklogBytes,
        Optional<Long> maxTotalBacklogBytes,
        long upgradeTimeoutMillis,
        boolean allowUpgrades,
        Optional<Integer> httpCompressionThresholdBytes,
        Optional<Cors> cors,
        Optional<Cookie> cookie,
        AllowRequest allowRequest,
        boolean allowEio3) {

    private static final List<String> TRANSPORTS = List.of(PollingTransport.NAME, WebSocketTransport.NAME);

    /** {@code /socket.io}, polling and WebSocket, 25 s, 20 s, 1 MB, 16 MiB, 10 s, 1 kB; no CORS, no cookie, everybody. */
    public static final EngineOptions DEFAULT = builder().build();

    /** @throws IllegalArgumentException if an option makes no sense; the message says which, and what was expected */
    public EngineOptions {
        transports = List.copyOf(transports);
        require(path.startsWith("/"), "path", path, "a path that begins with a slash");
        require(
                !transports.isEmpty() && TRANSPORTS.containsAll(transports),
                "transports",
                transports,
                "one or more of " + TRANSPORTS);
        require(pingIntervalMillis > 0, "pingIntervalMillis", pingIntervalMillis, "more than 0");
        require(pingTimeoutMillis > 0, "pingTimeoutMillis", pingTimeoutMillis, "more than 0");
        require(maxPayloadBytes > 0, "maxPayloadBytes", maxPayloadBytes, "more than 0");
        require(maxBacklogBytes > 0, "maxBacklogBytes", maxBacklogBytes, "more than 0");
        require(
                maxTotalBacklogBytes.orElse(Long.MAX_VALUE) > 0,
                "maxTotalBacklogBytes",
                maxTotalBacklogBytes,
                "more than 0");
        require(upgradeTimeoutMillis > 0, "upgradeTimeoutMillis", upgradeTimeoutMillis, "more than 0");
        require(
                httpCompressionThresholdBytes.orElse(0) >= 0,
                "httpCompressionThresholdBytes",
                httpCompressionThresholdBytes,
                "0 or more");
        Objects.requireNonNull(allowRequest, "the function allowRequest must not be null");
        path = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }

    private static void require(boolean met, String option, Object value, String expected) {
        if (!met) {
            throw new IllegalArgumentException("option " + option + " is " + value + "; expected " + expected);
        }
    }

    /** A builder that starts with the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** Builds options. */
    public static final class Builder {

        private String path = "/socket.io";
        private List<String> transports = TRANSPORTS;
        private long pingIntervalMillis = 25_000;
        private long pingTimeoutMillis = 20_000;
        private int maxPayloadBytes = 1_000_000;
        private long maxBacklogBytes = Backlogs.DEFAULT_MAX_BYTES;
        private Optional<Long> maxTotalBacklogBytes = Optional.empty();
        private long upgradeTimeoutMillis = 10_000;
        private boolean allowUpgrades = true;
        private Optional<Integer> httpCompressionThresholdBytes = Optional.of(1_024);
        private Optional<Cors> cors = Optional.empty();
        private Optional<Cookie> cookie = Optional.empty();
        private AllowRequest allowRequest = AllowRequest.EVERYBODY;
        private boolean allowEio3;

        private Builder() {}

        /** See {@link EngineOptions#path()}. */
        public Builder path(String path) {
            this.path = path;
            return this;
        }

        /** {@code polling}, {@code websocket}, or both. */
        public Builder transports(String... names) {
            this.transports = List.of(names);
            return this;
        }

        /** See {@link EngineOptions#pingIntervalMillis()}. */
        public Builder pingIntervalMillis(long millis) {
            this.pingIntervalMillis = millis;
            return this;
        }

        /** See {@link EngineOptions#pingTimeoutMillis()}. */
        public Builder pingTimeoutMillis(long millis) {
            this.pingTimeoutMillis = millis;
            return this;
        }

        /** See {@link EngineOptions#maxPayloadBytes()}. */
        public Builder maxPayloadBytes(int bytes) {
            this.maxPayloadBytes = bytes;
            return this;
        }

        /** See {@link EngineOptions#maxBacklogBytes()}. */
        public Builder maxBacklogBytes(long bytes) {
            this.maxBacklogBytes = bytes;
            return this;
        }

        /** See {@link EngineOptions#maxTotalBacklogBytes()}. */
        public Builder maxTotalBacklogBytes(long bytes) {
            this.maxTotalBacklogBytes = Optional.of(bytes);
            return this;
        }

        /** See {@link EngineOptions#upgradeTimeoutMillis()}. */
        public Builder upgradeTimeoutMillis(long millis) {
            this.upgradeTimeoutMillis = millis;
            return this;
        }

        /** See {@link EngineOptions#allowUpgrades()}. */
        public Builder allowUpgrades(boolean allowed) {
            this.allowUpgrades = allowed;
            return this;
        }

        /** See {@link EngineOptions#httpCompressionThresholdBytes()}: {@code httpCompression: {threshold}} in Node. */
        public Builder httpCompression(int thresholdBytes) {
            this.httpCompressionThresholdBytes = Optional.of(thresholdBytes);
            return this;
        }

        /** Responses to polls are never compressed: {@code httpCompression: false} in Node. */
        public Builder noHttpCompression() {
            this.httpCompressionThresholdBytes = Optional.empty();
            return this;
        }

        /** See {@link EngineOptions#cors()}. */
        public Builder cors(Cors cors) {
            this.cors = Optional.of(cors);
            return this;
        }

        /** See {@link EngineOptions#cookie()}. */
        public Builder cookie(Cookie cookie) {
            this.cookie = Optional.of(cookie);
            return this;
        }

        /** See {@link EngineOptions#allowRequest()}. */
        public Builder allowRequest(AllowRequest allowRequest) {
            this.allowRequest = allowRequest;
            return this;
        }

        /** See {@link EngineOptions#allowEio3()}. */
        public Builder allowEio3(boolean allowed) {
            this.allowEio3 = allowed;
            return this;
        }

        /** The options. */
        public EngineOptions build() {
            return new EngineOptions(
                    path,
                    transports,
                    pingIntervalMillis,
                    pingTimeoutMillis,
                    maxPayloadBytes,
                    maxBacklogBytes,
                    maxTotalBacklogBytes,
                    upgradeTimeoutMillis,
                    allowUpgrades,
                    httpCompressionThresholdBytes,
                    cors,
                    cookie,
                    allowRequest,
                    allowEio3);
        }
    }
}
