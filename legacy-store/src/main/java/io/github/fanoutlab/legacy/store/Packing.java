package io.github.fanoutlab.legacy.store;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * How a message becomes bytes on Redis, and back: what the options {@code pack} and {@code unpack} of 0.9's RedisStore
 * are for. A message is an object, {@code {"nodeId":7,"args":["id","/r1"]}}. All nodes of a cluster must agree; those of
 * this server read {@link #JSON} and {@link #MSGPACK}, whichever of the two they write.
 *
 * <p>Called on the node's loop.
 */
public interface Packing {

    /** {@code JSON.stringify} and {@code JSON.parse}: what 0.9 does by itself. */
    Packing JSON = new JsonPacking();

    /**
     * As the native module {@code msgpack} of 0.9's time (0.2, {@code src/msgpack.cc}), which Node's store takes when it is
     * installed: text of more than 31 bytes as raw 16, whole numbers of 32 bits as such, any other as a double, {@code
     * undefined} as nil. A Node server can only do so if its {@code redisSub} gives buffers ({@code return_buffers: true});
     * else that module is given text, and throws.
     */
    Packing MSGPACK = new MsgpackPacking();

    /** The bytes of {@code message}. */
    byte[] pack(ObjectNode message);

    /** What {@code payload} is; null when it is nothing that is packed like this. It may be anything: anybody can publish. */
    JsonNode unpack(byte[] payload);
}
