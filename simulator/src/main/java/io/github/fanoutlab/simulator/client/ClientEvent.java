package io.github.fanoutlab.simulator.client;

import io.github.fanoutlab.adapter.protocol.Payloads;
import io.github.fanoutlab.platform.json.JsonText;
import java.util.List;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/** An event that a client received. */
public final class ClientEvent {

    private final String name;
    private final List<JsonNode> args;
    private final Consumer<List<JsonNode>> answer;

    /** {@code answer} sends the ack; it is null if none is wanted. */
    ClientEvent(String name, List<JsonNode> args, Consumer<List<JsonNode>> answer) {
        this.name = name;
        this.args = List.copyOf(args);
        this.answer = answer;
    }

    public String name() {
        return name;
    }

    /** The arguments; callers must not change them. */
    public List<JsonNode> args() {
        return args;
    }

    /** Argument {@code index} as text: a string as it is, anything else as JSON; empty if there are fewer. */
    public String string(int index) {
        if (index >= args.size()) {
            return "";
        }
        JsonNode arg = args.get(index);
        return arg.isString() ? arg.stringValue() : JsonText.stringify(arg);
    }

    /** All arguments as one JSON array: {@code ["payload",1]}. */
    public String text() {
        return text(args);
    }

    /** Whether the server waits for an ack. */
    public boolean hasAck() {
        return answer != null;
    }

    /** Sends the ack; called on the client's loop. Does nothing if none is wanted. */
    public void ack(Object... values) {
        if (answer != null) {
            answer.accept(List.copyOf(Payloads.args(values).values()));
        }
    }

    static String text(List<JsonNode> args) {
        return JsonText.stringify(Payloads.args(args.toArray()));
    }
}
