package io.github.fanoutlab.legacy.store;

import java.util.Arrays;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A message on Redis as the RedisStore of 0.9 packs it: {@code {"nodeId":7,"args":["id","/r1"]}}, in the bytes of a {@link
 * Packing}. JSON and msgpack are both read, whichever of them is written.
 */
final class Envelope {

    private final Packing packing;
    private final long nodeId;
    private final boolean builtIn;
    private final byte[] head;

    /** The envelopes that node {@code nodeId} sends and receives. */
    Envelope(long nodeId, Packing packing) {
        this.nodeId = nodeId;
        this.packing = packing;
        this.builtIn = packing == Packing.JSON || packing == Packing.MSGPACK;
        this.head = builtIn ? head() : new byte[0];
    }

    /** The bytes before the arguments, which all envelopes of this node begin with. */
    private byte[] head() {
        byte[] one = pack(JsonNodeFactory.instance.arrayNode());
        byte[] other = pack(JsonNodeFactory.instance.arrayNode().addNull());
        return Arrays.copyOf(one, Arrays.mismatch(one, other));
    }

    byte[] pack(ArrayNode args) {
        ObjectNode message = JsonNodeFactory.instance.objectNode();
        message.put("nodeId", nodeId).set("args", args);
        return packing.pack(message);
    }

    /** Whether {@code payload} begins like this node's own: enough to recognize an echo without parsing it. */
    private boolean isOwn(byte[] payload) {
        return builtIn && payload.length > head.length && Arrays.equals(payload, 0, head.length, head, 0, head.length);
    }

    /**
     * The arguments of the message in {@code payload}; null if it is this node's own.
     *
     * @param id the session whose channel it came on, which is not among the arguments on the wire; null for a channel that all
     *     clients share
     * @throws UnreadableMessage if it is not a message
     */
    MessageArgs unpack(byte[] payload, String id) {
        if (isOwn(payload)) {
            return null;
        }
        JsonNode envelope = packingOf(payload).unpack(payload);
        if (envelope == null || !envelope.isObject()) {
            throw new UnreadableMessage("a JSON object, or one in MessagePack");
        }
        JsonNode sender = envelope.get("nodeId");
        if (sender == null || !sender.isNumber() && !sender.isString()) {
            throw new UnreadableMessage("nodeId to be a number or text");
        }
        if (isThisNode(sender)) {
            return null;
        }
        if (!(envelope.get("args") instanceof ArrayNode args)) {
            throw new UnreadableMessage("args to be an array");
        }
        return new MessageArgs(id == null ? args : args.insert(0, id));
    }

    /** Compares as JavaScript's {@code ==} does: 7 equals "7". */
    private boolean isThisNode(JsonNode sender) {
        return sender.isNumber()
                ? sender.asDouble() == nodeId
                : sender.asString().equals(Long.toString(nodeId));
    }

    private Packing packingOf(byte[] payload) {
        if (!builtIn) {
            return packing;
        }
        return MsgpackPacking.isMap(payload) ? Packing.MSGPACK : Packing.JSON;
    }
}
