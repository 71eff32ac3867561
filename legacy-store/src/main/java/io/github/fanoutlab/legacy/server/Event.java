package io.github.fanoutlab.legacy.server;

import io.github.fanoutlab.legacy.protocol.JavaScriptJson;
import java.util.List;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/**
 * Something that happened to a {@link Socket}: an event of its client, {@code message} (argument 0: the text, or the
 * tree of a JSON message), or {@code disconnect} (argument 0: the reason, or null).
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

    /** Whether the client waits for an answer with data; one that wants a receipt only has got it already. */
    public boolean hasAck() {
        return ack != null;
    }

    /**
     * Answers, if the client waits for an answer. Now or later, from any thread; as in 0.9, a second answer is sent
     * too.
     *
     * @param args trees, or anything that Jackson can make a tree of
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
