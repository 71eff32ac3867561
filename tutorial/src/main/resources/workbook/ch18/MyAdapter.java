import io.github.fanoutlab.adapter.protocol.Packet;
import io.github.fanoutlab.adapter.redis.codec.MessageCodec;
import io.github.fanoutlab.adapter.redis.codec.MessagePackDecoder;
import io.github.fanoutlab.adapter.redis.codec.MessagePackEncoder;
import io.github.fanoutlab.adapter.redis.pubsub.Uid;
import io.github.fanoutlab.adapter.server.AdapterFactory;
import io.github.fanoutlab.adapter.server.BroadcastOptions;
import io.github.fanoutlab.adapter.server.MemoryAdapter;
import io.github.fanoutlab.adapter.server.Namespace;
import io.github.fanoutlab.tutorial.exercise.StreamPort;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Exercise of chapter 18: an adapter on a stream. What is added to the stream stays in it, and has an id that is larger than all ids
 * before it. Nothing may be lost while this server is away from Redis.
 *
 * stream.add(message)         adds to the end
 * stream.last(id -> …)        the id of the last entry at this moment; null if the connection broke meanwhile
 * stream.read(id, list -> …)  what comes after that id, in order; an empty list if nothing comes within a second; null if the
 *                             connection broke meanwhile. It answers once, so ask again.
 */
public class MyAdapter extends MemoryAdapter {

    /** What io.adapter(…) takes: io.adapter(MyAdapter.at("redis://localhost:6379")). */
    public static AdapterFactory at(String redis) {
        return StreamPort.adapters(redis, MyAdapter::new);
    }

    private final Namespace namespace;
    private final StreamPort stream;
    private final String uid;

    private MyAdapter(Namespace namespace, StreamPort stream) {
        super(namespace);
        this.namespace = namespace;
        this.stream = stream;
        this.uid = Uid.next(namespace.ports().ids());
        read();
    }

    /** Reads what comes from now on, and then again. */
    private void read() {
        stream.last(end -> stream.read(end, this::deliverAll));
    }

    private void deliverAll(List<StreamPort.Entry> entries) {
        for (StreamPort.Entry entry : entries) {
            deliver(entry.message());
        }
        read();
    }

    private void deliver(byte[] payload) {
        JsonNode message = MessagePackDecoder.decode(payload);
        if (message.get(0).stringValue().equals(uid)) {
            return;
        }
        Packet packet = MessageCodec.readPacket(message.get(1), namespace.name());
        super.broadcast(packet, MessageCodec.readOptions(message.get(2)));
    }

    @Override
    public void broadcast(Packet packet, BroadcastOptions options) {
        if (!options.isLocal()) {
            ArrayNode message = JsonNodeFactory.instance.arrayNode();
            message.add(uid).add(MessageCodec.packet(packet)).add(MessageCodec.options(options));
            stream.add(MessagePackEncoder.encode(message));
        }
        super.broadcast(packet, options);
    }
}
