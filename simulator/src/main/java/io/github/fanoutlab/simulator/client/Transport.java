package io.github.fanoutlab.simulator.client;

import io.github.fanoutlab.simulator.scenario.Generation;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** How a client connects. */
public enum Transport {
    /** Over WebSocket from the beginning: one connection. */
    WEBSOCKET("websocket", "websocket"),
    /** Over HTTP long-polling: several requests belong to one session. */
    POLLING("polling", "xhr-polling"),
    /**
     * From one to the other. A client of 1.0+ begins with polling and upgrades to a WebSocket once that has proved to work, as
     * {@code io(url)} does by default. A client of 0.9 begins with a WebSocket and falls back to polling if that does not work.
     */
    CHANGING("upgrade", "fallback");

    private final String modern;
    private final String legacy;

    Transport(String modern, String legacy) {
        this.modern = modern;
        this.legacy = legacy;
    }

    /** The generation's name for it, as typed and as in run strings. */
    public String key(Generation generation) {
        return generation == Generation.LEGACY ? legacy : modern;
    }

    /** The generation's names for its transports. */
    public static List<String> keys(Generation generation) {
        return Arrays.stream(values())
                .map(transport -> transport.key(generation))
                .toList();
    }

    /** The transport that one of the generations calls {@code key}: a run keeps it when it is played in another one. */
    public static Optional<Transport> named(String key) {
        return Arrays.stream(values())
                .filter(transport -> key.equals(transport.modern) || key.equals(transport.legacy))
                .findFirst();
    }

    /** Whether a session takes several HTTP requests, so that it matters which worker each of them reaches. */
    public boolean polls() {
        return this != WEBSOCKET;
    }
}
