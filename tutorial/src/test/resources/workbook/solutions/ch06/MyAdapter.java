import io.github.fanoutlab.adapter.protocol.Packet;
import io.github.fanoutlab.adapter.redis.RedisPort;
import io.github.fanoutlab.adapter.redis.codec.MessageCodec;
import io.github.fanoutlab.adapter.redis.codec.MessagePackEncoder;
import io.github.fanoutlab.adapter.redis.pubsub.Uid;
import io.github.fanoutlab.adapter.server.AdapterFactory;
import io.github.fanoutlab.adapter.server.BroadcastOptions;
import io.github.fanoutlab.adapter.server.MemoryAdapter;
import io.github.fanoutlab.adapter.server.Namespace;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Chapter 6: an adapter of your own. A server passes each broadcast to its
 * adapter. There is one adapter for each namespace. It publishes the broadcast
 * for the other servers, and it delivers the broadcast to the clients of its
 * own server. MemoryAdapter already does the second.
 *
 * Publish what Node's adapter publishes: on the same channel, and the same
 * bytes.
 */
public class MyAdapter extends MemoryAdapter {

    /**
     * What io.adapter(…) takes:
     * io.adapter(MyAdapter.at("redis://localhost:6379")).
     */
    public static AdapterFactory at(String redis) {
        return RedisPort.adapters(redis, MyAdapter::new);
    }

    private final Namespace namespace;
    private final RedisPort redis;

    /** The name of this server on Redis: six random characters, as in Node. */
    private final String uid;

    /** How the channels of this namespace begin. */
    private final String prefix;

    private MyAdapter(Namespace namespace, RedisPort redis) {
        super(namespace);
        this.namespace = namespace;
        this.redis = redis;
        this.uid = Uid.next(namespace.ports().ids());
        this.prefix = "socket.io#" + namespace.name() + "#";
    }

    @Override
    public void broadcast(Packet packet, BroadcastOptions options) {
        // region broadcast
        if (!options.isLocal()) {
            ArrayNode message = JsonNodeFactory.instance.arrayNode();
            message.add(uid).add(MessageCodec.packet(packet)).add(MessageCodec.options(options));
            redis.publish(channel(options), MessagePackEncoder.encode(message));
        }
        super.broadcast(packet, options);
        // endregion
    }

    // region channel
    private String channel(BroadcastOptions options) {
        return options.rooms().size() == 1 ? prefix + options.rooms().iterator().next() + "#" : prefix;
    }
    // endregion
}
