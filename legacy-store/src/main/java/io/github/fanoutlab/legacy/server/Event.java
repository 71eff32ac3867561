package io.github.fanoutlab.legacy.server;

import io.github.fanoutlab.legacy.protocol.JavaScriptJson;
import java.util.List;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/**
 * Something that happened to a {@link Socket}: an event of its client, {@code message} (argument 0: the text or the JSON), or
 * {@code disconnect} (argument 0: the reason, or null).
 */
public final class Event extends ReceivedArgs {

    private final String name;
    private final Consumer<List<JsonNode>> ack;

    Event(String name, List<JsonNode> args, Consumer<List<JsonNode>> ack) {
        super(args);
        this.name = name;
        this.ack = ack;
    }

    public String name() {
        return name;
    }

    /** Whether the client has asked for an ack with data. If it asked for a receipt, it has one already. */
    public boolean hasAck() {
        return ack != null;
    }

    /**
     * Acknowledges the event, if {@link #hasAck}. Now or later, from any thread. As in 0.9, a second ack is sent too.
     *
     * @param args {@link JsonNode}s, or anything that Jackson can convert to JSON
     */
    public void ack(Object... args) {
        if (hasAck()) {
            ack.accept(JavaScriptJson.listOf(args));
        }
    }

    @Override
    public String toString() {
        return name + super.toString();
    }
}
