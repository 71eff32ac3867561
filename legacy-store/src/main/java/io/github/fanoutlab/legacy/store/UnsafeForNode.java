package io.github.fanoutlab.legacy.store;

import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/**
 * Messages that crash Node's servers. A client can make 0.9 publish them, and every Node server of the cluster then dies of a
 * TypeError. This server does not publish them; they are of no use to anybody.
 *
 * <p>Node keeps sessions and namespaces in plain objects, and transports in a function. A session named {@code length}, or a
 * namespace named {@code constructor}, finds what these inherit: {@code GET /socket.io/1/websocket/length} is enough.
 */
final class UnsafeForNode {

    /** The properties that every plain object or function has in JavaScript. */
    private static final List<String> INHERITED = List.of(
            "__defineGetter__",
            "__defineSetter__",
            "__lookupGetter__",
            "__lookupSetter__",
            "__proto__",
            "apply",
            "arguments",
            "bind",
            "call",
            "caller",
            "constructor",
            "hasOwnProperty",
            "isPrototypeOf",
            "length",
            "name",
            "propertyIsEnumerable",
            "prototype",
            "toLocaleString",
            "toString",
            "valueOf");

    /** Well below what fits on Node's stack. */
    private static final int MAX_ARGUMENTS = 10_000;

    private UnsafeForNode() {}

    /** Why a message with {@code args} on {@code channel} would crash a Node server; null if it would not. */
    static String reason(Channel channel, ArrayNode args) {
        String key = args.get(0).asString();
        if (INHERITED.contains(key)) {
            return "Node takes \"" + key + "\" for a property that it already has";
        }
        return channel == Channel.MESSAGE_REMOTE ? reason(args.get(1)) : null;
    }

    private static String reason(JsonNode packet) {
        String endpoint = packet.path("endpoint").asString("");
        if (INHERITED.contains(endpoint)) {
            return "Node takes namespace \"" + endpoint + "\" for a property that it already has";
        }
        JsonNode args = packet.path("args");
        if (packet.has("ackId") && !args.isArray()) {
            return "Node cannot apply arguments that are not an array";
        }
        return args.size() > MAX_ARGUMENTS ? "Node cannot apply so many arguments" : null;
    }
}
