package io.github.fanoutlab.legacy.store;

import io.github.fanoutlab.legacy.protocol.JavaScriptJson;
import io.github.fanoutlab.platform.json.JsonText;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/**
 * A message on Redis as the RedisStore of 0.9 packs it: {@code {"nodeId":7,"args":["id","/r1"]}}, as {@code
 * JSON.stringify} writes that. Node's store packs with msgpack instead where the native module {@code msgpack} is
 * installed; this one does not read it.
 */
final class Envelope {

    private final String head;
    private final byte[] headBytes;
    private final String nodeId;

    /** The envelopes of the node {@code nodeId}. */
    Envelope(long nodeId) {
        this.nodeId = Long.toString(nodeId);
        this.head = "{\"nodeId\":" + nodeId + ",\"args\":";
        this.headBytes = head.getBytes(StandardCharsets.UTF_8);
    }

    byte[] pack(ArrayNode args) {
        StringBuilder json = new StringBuilder(head);
        JsonText.write(args, json);
        return json.append('}').toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Whether it begins as what this node packs: enough to know an own echo without reading it. */
    boolean isOwn(byte[] payload) {
        return payload.length > headBytes.length
                && Arrays.equals(payload, 0, headBytes.length, headBytes, 0, headBytes.length);
    }

    /**
     * The message in {@code payload}; null when it is this node's own. On a channel of one client, {@code id} is not
     * among the arguments; on a channel that all share, it is null here.
     *
     * @throws UnreadableMessage if it is none of {@code channel}
     */
    StoreMessage unpack(Channel channel, String id, byte[] payload) throws UnreadableMessage {
        JsonNode envelope = JavaScriptJson.parse(new String(payload, StandardCharsets.UTF_8));
        if (envelope == null || !envelope.isObject()) {
            throw new UnreadableMessage("a JSON object");
        }
        JsonNode sender = envelope.get("nodeId");
        if (sender == null || !sender.isNumber() && !sender.isString()) {
            throw new UnreadableMessage("nodeId to be a number or text");
        }
        if (nodeId.equals(sender.asString())) {
            return null;
        }
        if (!(envelope.get("args") instanceof ArrayNode args)) {
            throw new UnreadableMessage("args to be an array");
        }
        return channel.read(new MessageArgs(id == null ? args : args.insert(0, id)));
    }
}
