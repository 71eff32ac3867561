import io.github.fanoutlab.adapter.protocol.Packet;
import io.github.fanoutlab.adapter.redis.RedisPort;
import io.github.fanoutlab.adapter.redis.codec.MessageCodec;
import io.github.fanoutlab.adapter.redis.codec.MessagePackDecoder;
import io.github.fanoutlab.adapter.redis.codec.MessagePackEncoder;
import io.github.fanoutlab.adapter.redis.pubsub.Uid;
import io.github.fanoutlab.adapter.server.AdapterFactory;
import io.github.fanoutlab.adapter.server.BroadcastOptions;
import io.github.fanoutlab.adapter.server.Callback;
import io.github.fanoutlab.adapter.server.MemoryAdapter;
import io.github.fanoutlab.adapter.server.Namespace;
import io.github.fanoutlab.adapter.server.NoAnswerException;
import io.github.fanoutlab.adapter.server.SocketDetails;
import io.github.fanoutlab.platform.EventLoop;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Chapter 10: how many clients are there on all servers together? fetchSockets
 * finds them. A server knows its own clients only, so it has to ask the others:
 * with a request on one channel, and a response of each server on another. Both
 * are in JSON, as Node writes them.
 *
 * If a server does not respond within five seconds, call answer with an error,
 * as Node does. Call it once, whatever comes later.
 */
public class MyAdapter extends MemoryAdapter {

    private static final int FETCH = 5;
    private static final long TIMEOUT_MILLIS = 5_000;

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

    private final String requestChannel;
    private final String responseChannel;

    private MyAdapter(Namespace namespace, RedisPort redis) {
        super(namespace);
        this.namespace = namespace;
        this.redis = redis;
        this.uid = Uid.next(namespace.ports().ids());
        this.prefix = "socket.io#" + namespace.name() + "#";
        this.requestChannel = "socket.io-request#" + namespace.name() + "#";
        this.responseChannel = "socket.io-response#" + namespace.name() + "#";
        redis.psubscribe(prefix + "*", this::onBroadcast);
        redis.subscribe(requestChannel, this::onRequest);
        redis.subscribe(responseChannel, this::onResponse);
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

    private void onBroadcast(String channel, byte[] payload) {
        // region receive
        if (isForUnknownRoom(channel)) {
            return;
        }
        JsonNode message = MessagePackDecoder.decode(payload);
        if (message.get(0).stringValue().equals(uid)) {
            return;
        }
        Packet packet = MessageCodec.readPacket(message.get(1), namespace.name());
        super.broadcast(packet, MessageCodec.readOptions(message.get(2)));
        // endregion
    }

    // region unknown
    private boolean isForUnknownRoom(String channel) {
        return channel.length() > prefix.length() && !hasRoom(channel.substring(prefix.length(), channel.length() - 1));
    }
    // endregion

    @Override
    public void fetchSockets(BroadcastOptions options, Callback<List<SocketDetails>> answer) {
        if (options.isLocal()) {
            super.fetchSockets(options, answer);
            return;
        }
        // region fetch
        redis.countSubscribers(requestChannel, (error, servers) -> {
            if (error != null || servers <= 1) {
                answer.done(error, details(options));
                return;
            }
            String requestId = Uid.next(namespace.ports().ids());
            waiting.put(requestId, new Waiting(requestId, answer, details(options), servers - 1));
            redis.publish(requestChannel, request(requestId, options));
        });
        // endregion
    }

    // region waiting
    private final Map<String, Waiting> waiting = new LinkedHashMap<>();

    private final class Waiting {
        final String requestId;
        final Callback<List<SocketDetails>> answer;
        final List<SocketDetails> found;
        final EventLoop.Timer timeout;
        int missing;

        Waiting(String requestId, Callback<List<SocketDetails>> answer, List<SocketDetails> own, int missing) {
            this.requestId = requestId;
            this.answer = answer;
            this.found = new ArrayList<>(own);
            this.missing = missing;
            this.timeout = namespace.ports().loop().schedule(TIMEOUT_MILLIS, () -> end(tooLate()));
        }

        NoAnswerException tooLate() {
            return new NoAnswerException("timeout reached while waiting for fetchSockets response");
        }

        void end(NoAnswerException error) {
            waiting.remove(requestId);
            timeout.cancel();
            answer.done(error, found);
        }
    }
    // endregion

    /** The request for the clients that options select, as Node writes it. */
    private byte[] request(String requestId, BroadcastOptions options) {
        ObjectNode request = MessageCodec.object().put("uid", uid).put("requestId", requestId).put("type", FETCH);
        return MessageCodec.json(request.set("opts", MessageCodec.selection(options)));
    }

    /** Another server asks for the clients of this one. */
    private void onRequest(String channel, byte[] payload) {
        ObjectNode request = MessageCodec.readMessage(payload);
        if (request.path("uid").asString("").equals(uid) || request.path("type").asInt(-1) != FETCH) {
            return;
        }
        ObjectNode response = MessageCodec.object().put("requestId", request.path("requestId").asString(""));
        ArrayNode sockets = response.putArray("sockets");
        details(MessageCodec.readOptions(request.path("opts"))).forEach(socket -> sockets.add(socket.toTree()));
        redis.publish(responseChannel, MessageCodec.json(response));
    }

    /** Another server has responded, perhaps to a request of this one. */
    private void onResponse(String channel, byte[] payload) {
        ObjectNode response = MessageCodec.readMessage(payload);
        String requestId = response.path("requestId").asString("");
        List<SocketDetails> theirs = new ArrayList<>();
        response.path("sockets").forEach(socket -> theirs.add(SocketDetails.ofTree(socket)));
        // region respond
        Waiting request = waiting.get(requestId);
        if (request == null) {
            return;
        }
        request.found.addAll(theirs);
        request.missing--;
        if (request.missing == 0) {
            request.end(null);
        }
        // endregion
    }
}
