package io.github.fanoutlab.simulator.fault;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What both generations come to, each in its own way and time: so that a fault can wait for it. */
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
    /** The client's application is handed an emit; the worker's greeting is none. */
    RECEIVED(true),
    /** The client's application learns that it is not connected any more, or could not connect. */
    DISCONNECTED(true);

    private final boolean ofClients;

    TriggerEvent(boolean ofClients) {
        this.ofClients = ofClients;
    }

    /** As written in run strings: {@code connected}. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether clients come to it; else nodes do. */
    boolean isOfClients() {
        return ofClients;
    }

    /** The event that is written {@code word}. */
    static Optional<TriggerEvent> named(String word) {
        return Arrays.stream(values()).filter(each -> each.word().equals(word)).findFirst();
    }
}
