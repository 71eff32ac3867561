package io.github.fanoutlab.adapter.server;

import io.github.fanoutlab.adapter.engine.EngineOptions;

/**
 * How a server treats its clients.
 *
 * @param engine how connections are kept
 * @param connectTimeoutMillis how long a connection may exist without being connected to a namespace
 */
public record ServerOptions(EngineOptions engine, long connectTimeoutMillis) {

    /** The defaults of {@code socket.io} 4.8. */
    public static final ServerOptions DEFAULT = new ServerOptions(EngineOptions.DEFAULT, 45_000);

    /** The defaults, with connections kept as {@code engine} says. */
    public static ServerOptions engine(EngineOptions.Builder engine) {
        return new ServerOptions(engine.build(), DEFAULT.connectTimeoutMillis());
    }
}
