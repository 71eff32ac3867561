package io.github.fanoutlab.legacy.store;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Turns a message into bytes on Redis, and back: the options {@code pack} and {@code unpack} of 0.9's RedisStore. A message is
 * an object, {@code {"nodeId":7,"args":["id","/r1"]}}. All nodes of a cluster must agree. A server of this project that writes
 * {@link #JSON} or {@link #MSGPACK} reads both.
 *
 * <p>Called on the node's loop.
 */
public interface Packing {

    /** {@code JSON.stringify} and {@code JSON.parse}: the default of 0.9. */
    Packing JSON = new JsonPacking();

    /**
     * Like the native module {@code msgpack} of 0.9's time (0.2, {@code src/msgpack.cc}), which Node's store uses if it is
     * installed. Text of more than 31 bytes is raw 16, a number is an int if it fits 32 bits and a double otherwise, and {@code
     * undefined} is nil. A Node server needs a {@code redisSub} that returns buffers ({@code return_buffers: true}); otherwise
     * that module gets text, and throws.
     */
    Packing MSGPACK = new MsgpackPacking();

    /** The bytes of {@code message}. */
    byte[] pack(ObjectNode message);

    /** The message in {@code payload}; null if it is not packed like this. It may be anything, since anybody can publish. */
    JsonNode unpack(byte[] payload);
}
