package io.github.fanoutlab.legacy.store;

import io.github.fanoutlab.legacy.protocol.Packet;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * What a client can bring 0.9 to publish, and over which every Node server of the cluster then falls with a TypeError.
 * Such messages would be of no use to anybody, and are not published here.
 *
 * <p>Node keeps sessions and namespaces in plain objects, and transports even in a function. Who names a session {@code
 * length} or a namespace {@code constructor} is answered with what these inherit: {@code GET
 * /socket.io/1/websocket/length} is enough.
 */
final class UnsafeForNode {

    /** What plain objects and functions have in JavaScript without anybody's doing. */
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
    private static final int MOST_ARGUMENTS = 10_000;

    private UnsafeForNode() {}

    /**
     * Why {@code message} would bring a Node server down; null when it would not. {@code key} is its first argument.
     */
    static String in(StoreMessage message, JsonNode key) {
        if (isInherited(key.asString())) {
            return "Node takes \"" + key.asString() + "\" for a property that it has already";
        }
        return message instanceof StoreMessage.MessageRemote remote ? in(remote.packet()) : null;
    }

    private static String in(Packet packet) {
        if (isInherited(packet.endpoint())) {
            return "Node takes namespace \"" + packet.endpoint() + "\" for a property that it has already";
        }
        if (packet.body() instanceof Packet.Ack ack && !ack.args().isArray()) {
            return "Node cannot apply arguments that are no array";
        }
        return argsOf(packet.body()).size() > MOST_ARGUMENTS ? "Node cannot apply so many arguments" : null;
    }

    private static JsonNode argsOf(Packet.Body body) {
        JsonNode args =
                body instanceof Packet.Ack ack ? ack.args() : body instanceof Packet.Event event ? event.args() : null;
        return args == null ? MissingNode.getInstance() : args;
    }

    private static boolean isInherited(String name) {
        return name != null && INHERITED.contains(name);
    }
}
