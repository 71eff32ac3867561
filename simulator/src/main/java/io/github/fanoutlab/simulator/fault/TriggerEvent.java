package io.github.fanoutlab.simulator.fault;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a trigger waits for. It happens in both generations, in each at its own time. */
public enum TriggerEvent {
    /** A node's program emits. */
    EMITTED(false),
    /** A node's process begins. */
    STARTED(false),
    /** Redis has confirmed every channel and pattern that the node has asked for so far. */
    SUBSCRIBED(false),
    /** The client has its session's id: 0.9's handshake was answered, 1.0+'s open packet has arrived. */
    HANDSHAKEN(true),
    /** The client's application learns that it is connected to its namespace. */
    CONNECTED(true),
    /** The client's application receives an emit; the worker's greeting does not count. */
    RECEIVED(true),
    /** The client's application learns that it is disconnected, or could not connect. */
    DISCONNECTED(true);

    private final boolean ofClients;

    TriggerEvent(boolean ofClients) {
        this.ofClients = ofClients;
    }

    /** As written in run strings: {@code connected}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether it happens to clients; else it happens to nodes. */
    boolean isOfClients() {
        return ofClients;
    }

    /** The event that is written {@code word}. */
    static Optional<TriggerEvent> named(String word) {
        return Arrays.stream(values()).filter(each -> each.word().equals(word)).findFirst();
    }
}
