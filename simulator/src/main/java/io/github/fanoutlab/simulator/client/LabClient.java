package io.github.fanoutlab.simulator.client;

import java.net.URI;
import java.util.List;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/**
 * One client, connected to one namespace of one server.
 *
 * <p>It answers heartbeats, notices when the server has gone silent, and reconnects if its options say so. As with the official
 * clients, what it emits before it is connected waits until it is.
 *
 * <p>Its methods may be called from any thread, except {@link #state()} and {@link #id()}; its handlers run on its node's loop.
 */
public interface LabClient {

    /** The state of a client. */
    enum State {
        /** Not told to connect yet. */
        IDLE,
        /** Dialing, or waiting for the namespace. */
        CONNECTING,
        /** In the namespace. */
        CONNECTED,
        /** Disconnected, with a retry planned. */
        WAITING,
        /** Disconnected for good: by itself, by the server, or after a loss if it does not reconnect. */
        CLOSED
    }

    /**
     * Connects to {@code namespace} ({@code /}, {@code /chat}) of the server at {@code base} ({@code http://host:port}); does
     * nothing if it is connected already or about to be.
     */
    void connect(URI base, String namespace);

    /** Calls {@code handler} for each event called {@code event}; several handlers are called in the order of adding. */
    LabClient on(String event, Consumer<ClientEvent> handler);

    /** Calls {@code handler} for each event, whatever it is called, before those of {@link #on}. */
    LabClient onAny(Consumer<ClientEvent> handler);

    /** Calls {@code handler} each time the client has entered the namespace. */
    LabClient onConnect(Runnable handler);

    /** Calls {@code handler} with the reason each time the client has left the namespace, or could not enter it. */
    LabClient onDisconnect(Consumer<String> handler);

    /** Emits; an argument is a text, number, boolean, {@code JsonNode}, byte array, or anything that Jackson can convert. */
    void emit(String event, Object... args);

    /** Emits and asks for an ack, which may never come. */
    void emitWithAck(Consumer<List<JsonNode>> onAnswer, String event, Object... args);

    /** Disconnects politely, and does not reconnect. */
    void disconnect();

    State state();

    /** The id of the session; empty while not connected. */
    String id();
}
