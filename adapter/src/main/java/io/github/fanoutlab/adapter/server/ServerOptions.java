package io.github.fanoutlab.adapter.server;

import io.github.fanoutlab.adapter.engine.EngineOptions;
import java.util.Optional;

/**
 * How a server treats its clients.
 *
 * <pre>{@code
 * ServerOptions.builder().connectTimeoutMillis(10_000).cleanupEmptyChildNamespaces(true).build()
 * }</pre>
 *
 * @param engine how connections are kept
 * @param connectTimeoutMillis how long a connection may exist without being connected to a namespace
 * @param cleanupEmptyChildNamespaces whether a child of a parent namespace is closed when its last client leaves
 * @param connectionStateRecovery whether clients may be away and then go on as before, and for how long; empty for never
 * @param serveClient whether browsers can load the client from this server ({@code /socket.io/socket.io.js} and the like)
 */
public record ServerOptions(
        EngineOptions engine,
        long connectTimeoutMillis,
        boolean cleanupEmptyChildNamespaces,
        Optional<ConnectionStateRecovery> connectionStateRecovery,
        boolean serveClient) {

    /** The defaults of {@code socket.io} 4.8. */
    public static final ServerOptions DEFAULT = builder().build();

    /** The defaults, with these options of connections. */
    public static ServerOptions engine(EngineOptions.Builder engine) {
        return builder().engine(engine.build()).build();
    }

    /** A builder that starts with the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** Builds options. */
    public static final class Builder {

        private EngineOptions engine = EngineOptions.DEFAULT;
        private long connectTimeoutMillis = 45_000;
        private boolean cleanupEmptyChildNamespaces;
        private boolean serveClient = true;
        private Optional<ConnectionStateRecovery> connectionStateRecovery = Optional.empty();

        private Builder() {}

        /** See {@link ServerOptions#engine()}. */
        public Builder engine(EngineOptions engine) {
            this.engine = engine;
            return this;
        }

        /** See {@link ServerOptions#connectTimeoutMillis()}. */
        public Builder connectTimeoutMillis(long millis) {
            this.connectTimeoutMillis = millis;
            return this;
        }

        /** See {@link ServerOptions#cleanupEmptyChildNamespaces()}. */
        public Builder cleanupEmptyChildNamespaces(boolean cleanup) {
            this.cleanupEmptyChildNamespaces = cleanup;
            return this;
        }

        /** See {@link ServerOptions#connectionStateRecovery()}. */
        public Builder connectionStateRecovery(ConnectionStateRecovery recovery) {
            this.connectionStateRecovery = Optional.of(recovery);
            return this;
        }

        /** See {@link ServerOptions#serveClient()}. */
        public Builder serveClient(boolean serve) {
            this.serveClient = serve;
            return this;
        }

        /** The options. */
        public ServerOptions build() {
            return new ServerOptions(
                    engine, connectTimeoutMillis, cleanupEmptyChildNamespaces, connectionStateRecovery, serveClient);
        }
    }
}
