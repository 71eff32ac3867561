package io.github.fanoutlab.simulator.client;

import java.net.URI;
import java.util.List;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/**
 * One client, connected to one namespace of one server.
 *
 * <p>It answers heartbeats, notices when the server has gone silent, and, if its options say so, connects again after a loss.
 * What it emits before it is connected waits until it is, as with the official clients.
 *
 * <p>Its methods may be called from any thread, except {@link #state()} and {@link #id()}; its handlers run on its node's loop.
 */
public interface LabClient {

    /** Where a client stands. */
    enum State {
        /** Not asked to connect yet. */
        IDLE,
        /** On its way to the server, or waiting for the namespace. */
        CONNECTING,
        /** In the namespace. */
        CONNECTED,
        /** Lost its connection; a next try is planned. */
        WAITING,
        /** Over: it disconnected, the server disconnected it, or it was refused. */
        CLOSED
    }

    /**
     * Connects to {@code namespace} ({@code /}, {@code /chat}) of the server at {@code base} ({@code http://host:port}); harmless
     * when it is connected or about to be.
     */
    void connect(URI base, String namespace);

    /** Calls {@code handler} for each event called {@code event}; several are called in the order of adding. */
    LabClient on(String event, Consumer<ClientEvent> handler);

    /** Calls {@code handler} each time the client is in the namespace: at first and after each loss. */
    LabClient onConnect(Runnable handler);

    /** Calls {@code handler} with the reason each time the client is not in the namespace any more, or not let in. */
    LabClient onDisconnect(Consumer<String> handler);

    /** Emits; an argument is a text, number, boolean, tree, byte array, or anything that Jackson makes a tree of. */
    void emit(String event, Object... args);

    /** Emits and asks for an answer, which may never come. */
    void emitWithAck(Consumer<List<JsonNode>> onAnswer, String event, Object... args);

    /** Says goodbye and does not come back. */
    void disconnect();

    State state();

    /** The session's id by which the server knows the client; empty while not connected. */
    String id();
}
