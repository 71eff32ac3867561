package io.github.fanoutlab.simulator.client;

import io.github.fanoutlab.adapter.protocol.Payloads;
import io.github.fanoutlab.platform.json.JsonText;
import java.util.List;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/** An event that a client was handed. */
public final class ClientEvent {

    private final String name;
    private final List<JsonNode> args;
    private final Consumer<List<JsonNode>> answer;

    /** {@code answer} sends the ack; null when none was asked for. */
    ClientEvent(String name, List<JsonNode> args, Consumer<List<JsonNode>> answer) {
        this.name = name;
        this.args = List.copyOf(args);
        this.answer = answer;
    }

    public String name() {
        return name;
    }

    /** The arguments, not to be changed. */
    public List<JsonNode> args() {
        return args;
    }

    /** Argument {@code index} as text: a string as it is, anything else as JSON; empty when there are fewer. */
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

    /** Whether the server waits for an answer. */
    public boolean hasAck() {
        return answer != null;
    }

    /** Answers, on the client's loop; does nothing when no answer was asked for. */
    public void ack(Object... values) {
        if (answer != null) {
            answer.accept(List.copyOf(Payloads.args(values).values()));
        }
    }

    static String text(List<JsonNode> args) {
        return JsonText.stringify(Payloads.args(args.toArray()));
    }
}
