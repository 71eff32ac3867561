package io.github.fanoutlab.legacy.server;

import io.github.fanoutlab.legacy.protocol.AckMode;
import io.github.fanoutlab.legacy.protocol.JavaScriptJson;
import java.util.Arrays;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** The arguments of an emit, and what to do when it is acknowledged. */
record EmitArgs(List<JsonNode> args, AckMode mode, Ack ack) {

    /** The arguments {@code args}, of which the last may be an {@link Ack} or a {@link Runnable}. */
    static EmitArgs of(Object... args) {
        Object last = args.length == 0 ? null : args[args.length - 1];
        if (last instanceof Ack ack) {
            return new EmitArgs(withoutLast(args), AckMode.DATA, ack);
        }
        if (last instanceof Runnable receipt) {
            return new EmitArgs(withoutLast(args), AckMode.RECEIPT, any -> receipt.run());
        }
        return new EmitArgs(JavaScriptJson.listOf(withoutAcks(args)), AckMode.NONE, null);
    }

    private static List<JsonNode> withoutLast(Object... args) {
        return JavaScriptJson.listOf(withoutAcks(Arrays.copyOf(args, args.length - 1)));
    }

    /** An ack in another place becomes null, as a function does in JSON. */
    static Object[] withoutAcks(Object... args) {
        return Arrays.stream(args)
                .map(arg -> arg instanceof Ack || arg instanceof Runnable ? null : arg)
                .toArray();
    }
}
