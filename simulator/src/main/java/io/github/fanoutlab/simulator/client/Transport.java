package io.github.fanoutlab.simulator.client;

import io.github.fanoutlab.simulator.scenario.Generation;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** By which transports of its generation a client connects. */
public enum Transport {
    /** Over WebSocket from the beginning: one connection. */
    WEBSOCKET("websocket", "websocket"),
    /** Over HTTP: one request after the other waits for news, and each thing to say is a request of its own. */
    POLLING("polling", "xhr-polling"),
    /**
     * From one to the other. A client of 1.0+ begins with polling and moves to a WebSocket when that has proved to work, as
     * {@code io(url)} does by default. One of 0.9 begins with a WebSocket and falls back to polling when that does not work.
     */
    CHANGING("upgrade", "fallback");

    private final String modern;
    private final String legacy;

    Transport(String modern, String legacy) {
        this.modern = modern;
        this.legacy = legacy;
    }

    /** What the generation calls it, as typed and as in run strings. */
    public String key(Generation generation) {
        return generation == Generation.LEGACY ? legacy : modern;
    }

    /** What the generation calls those that it has. */
    public static List<String> keys(Generation generation) {
        return Arrays.stream(values())
                .map(transport -> transport.key(generation))
                .toList();
    }

    /** The transport that {@code generation} calls so. */
    public static Optional<Transport> named(Generation generation, String key) {
        return Arrays.stream(values())
                .filter(transport -> transport.key(generation).equals(key))
                .findFirst();
    }

    /** Whether it sends HTTP requests that belong together, so that it matters which worker each of them reaches. */
    public boolean polls() {
        return this != WEBSOCKET;
    }
}
