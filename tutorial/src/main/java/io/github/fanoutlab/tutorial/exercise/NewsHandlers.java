package io.github.fanoutlab.tutorial.exercise;

import io.github.fanoutlab.simulator.client.ClientEvent;
import io.github.fanoutlab.simulator.client.LabClient;
import java.net.URI;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/** A client as the reader of chapter 14 gets it. It counts the handlers of the news. */
final class NewsHandlers implements LabClient {

    private final LabClient client;
    private final BooleanSupplier wasDisconnected;
    private int count;
    private boolean registeredAgain;

    /** @param wasDisconnected whether the client has lost a connection by now */
    NewsHandlers(LabClient client, BooleanSupplier wasDisconnected) {
        this.client = client;
        this.wasDisconnected = wasDisconnected;
    }

    int count() {
        return count;
    }

    /** Whether a handler was registered after the client had lost a connection, in addition to another. */
    boolean registeredAgain() {
        return registeredAgain;
    }

    private void registered() {
        registeredAgain |= count > 0 && wasDisconnected.getAsBoolean();
        count++;
    }

    @Override
    public LabClient on(String event, Consumer<ClientEvent> handler) {
        if (event.equals("news")) {
            registered();
        }
        client.on(event, handler);
        return this;
    }

    @Override
    public LabClient onAny(Consumer<ClientEvent> handler) {
        registered();
        client.onAny(handler);
        return this;
    }

    @Override
    public LabClient onConnect(Runnable handler) {
        client.onConnect(handler);
        return this;
    }

    @Override
    public LabClient onDisconnect(Consumer<String> handler) {
        client.onDisconnect(handler);
        return this;
    }

    @Override
    public void connect(URI base, String namespace) {
        client.connect(base, namespace);
    }

    @Override
    public void emit(String event, Object... args) {
        client.emit(event, args);
    }

    @Override
    public void emitWithAck(Consumer<List<JsonNode>> onAnswer, String event, Object... args) {
        client.emitWithAck(onAnswer, event, args);
    }

    @Override
    public void disconnect() {
        client.disconnect();
    }

    @Override
    public State state() {
        return client.state();
    }

    @Override
    public String id() {
        return client.id();
    }
}
