package io.github.fanoutlab.legacy.server;

import io.github.fanoutlab.legacy.protocol.AckMode;
import io.github.fanoutlab.legacy.protocol.JavaScriptJson;
import java.util.Arrays;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** The arguments of an emit, and what shall happen when they are acknowledged. */
record EmitArgs(List<JsonNode> args, AckMode mode, Ack ack) {

    /** Takes an {@link Ack} or a {@link Runnable} at the end for what it is. */
    static EmitArgs of(Object... args) {
        Object last = args.length == 0 ? null : args[args.length - 1];
        if (last instanceof Ack ack) {
            return new EmitArgs(trees(args), AckMode.DATA, ack);
        }
        if (last instanceof Runnable receipt) {
            return new EmitArgs(trees(args), AckMode.RECEIPT, any -> receipt.run());
        }
        return new EmitArgs(JavaScriptJson.listOf(withoutAcks(args)), AckMode.NONE, null);
    }

    private static List<JsonNode> trees(Object... args) {
        return JavaScriptJson.listOf(withoutAcks(Arrays.copyOf(args, args.length - 1)));
    }

    /** In JSON, a function is null. */
    static Object[] withoutAcks(Object... args) {
        return Arrays.stream(args)
                .map(arg -> arg instanceof Ack || arg instanceof Runnable ? null : arg)
                .toArray();
    }
}
