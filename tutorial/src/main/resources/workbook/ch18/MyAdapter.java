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
import io.github.fanoutlab.tutorial.exercise.StreamPort;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Chapter 18: your adapter of chapter 11, with one change. What this server
 * emits is not published any more. It is added to a stream. What is added
 * there stays, and has an id that is larger than all ids before it. Nothing
 * may be lost while this server is away from Redis.
 *
 * stream.add(message)         adds to the end
 * stream.last(id -> …)        the id of the last entry at this moment;
 *                             null if the connection broke meanwhile
 * stream.read(id, list -> …)  the entries after that id, in order, each with
 *                             id() and message(); an empty list if nothing
 *                             comes within a second; null if the connection
 *                             broke meanwhile. It calls back once, so ask
 *                             again.
 *
 * Requests go through channels, as before, and so does what emitters say.
 */
public class MyAdapter extends MemoryAdapter {

    private static final int ALL_ROOMS = 1;
    private static final int JOIN = 2;
    private static final int LEAVE = 3;
    private static final int DISCONNECT = 4;
    private static final int FETCH = 5;
    private static final int SERVER_SIDE_EMIT = 6;
    private static final int BROADCAST = 7;
    private static final int CLIENT_COUNT = 8;
    private static final int CLIENT_ACK = 9;
    private static final long TIMEOUT_MILLIS = 5_000;

    /**
     * What io.adapter(…) takes:
     * io.adapter(MyAdapter.at("redis://localhost:6379")).
     */
    public static AdapterFactory at(String redis) {
        return StreamPort.adapters(redis, MyAdapter::new);
    }

    private final Namespace namespace;
    private final RedisPort redis;
    private final StreamPort stream;

    /** The name of this server on Redis: six random characters, as in Node. */
    private final String uid;

    /** How the channels of this namespace begin. */
    private final String prefix;

    private final String requestChannel;
    private final String responseChannel;

    private MyAdapter(Namespace namespace, RedisPort redis, StreamPort stream) {
        super(namespace);
        this.namespace = namespace;
        this.redis = redis;
        this.stream = stream;
        this.uid = Uid.next(namespace.ports().ids());
        this.prefix = "socket.io#" + namespace.name() + "#";
        this.requestChannel = "socket.io-request#" + namespace.name() + "#";
        this.responseChannel = "socket.io-response#" + namespace.name() + "#";
        redis.psubscribe(prefix + "*", this::onBroadcast);
        redis.subscribe(requestChannel, this::onRequest);
        redis.subscribe(responseChannel, this::onResponse);
        redis.subscribe(responseChannel + uid + "#", this::onResponse);
        read();
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

    /** Reads what is added from now on, again and again. */
    private void read() {
        stream.last(end -> stream.read(end, this::deliverAll));
    }

    private void deliverAll(List<StreamPort.Entry> entries) {
        for (StreamPort.Entry entry : entries) {
            deliver(entry.message());
        }
        read();
    }

    private void onBroadcast(String channel, byte[] payload) {
        if (isForUnknownRoom(channel)) {
            return;
        }
        deliver(payload);
    }

    private void deliver(byte[] payload) {
        JsonNode message = MessagePackDecoder.decode(payload);
        if (message.get(0).stringValue().equals(uid)) {
            return;
        }
        Packet packet = MessageCodec.readPacket(message.get(1), namespace.name());
        super.broadcast(packet, MessageCodec.readOptions(message.get(2)));
    }

    private boolean isForUnknownRoom(String channel) {
        return channel.length() > prefix.length() && !hasRoom(channel.substring(prefix.length(), channel.length() - 1));
    }

    @Override
    public void fetchSockets(BroadcastOptions options, Callback<List<SocketDetails>> answer) {
        if (options.isLocal()) {
            super.fetchSockets(options, answer);
            return;
        }
        List<SocketDetails> found = new ArrayList<>(details(options));
        ask(
                FETCH,
                MessageCodec.object().set("opts", MessageCodec.selection(options)),
                response -> response.path("sockets").forEach(socket -> found.add(SocketDetails.ofTree(socket))),
                error -> answer.done(error, found));
    }

    @Override
    public void allRooms(Callback<Set<String>> answer) {
        Set<String> rooms = new LinkedHashSet<>(allRooms());
        ask(
                ALL_ROOMS,
                MessageCodec.object(),
                response -> rooms.addAll(MessageCodec.readRooms(response.path("rooms"))),
                error -> answer.done(error, rooms));
    }

    @Override
    public void serverSideEmit(ArrayNode data, Callback<List<JsonNode>> answers) {
        List<JsonNode> values = new ArrayList<>();
        ask(
                SERVER_SIDE_EMIT,
                MessageCodec.object().set("data", data),
                response -> values.add(response.path("data")),
                error -> answers.done(error, values));
    }

    /**
     * The request of chapter 10, for any type. It passes each response on, and
     * ends with the last one, or with an error.
     */
    private void ask(
            int type, ObjectNode body, Consumer<ObjectNode> onResponse, Consumer<NoAnswerException> onEnd) {
        redis.countSubscribers(requestChannel, (error, servers) -> {
            if (error != null || servers <= 1) {
                onEnd.accept(error);
                return;
            }
            Waiting asked = new Waiting(onResponse, onEnd, servers - 1);
            waiting.put(asked.requestId, asked);
            ObjectNode request = MessageCodec.object().put("uid", uid).put("requestId", asked.requestId);
            publish(request.put("type", type).setAll(body));
        });
    }

    private final Map<String, Waiting> waiting = new LinkedHashMap<>();

    private final class Waiting {
        final String requestId = Uid.next(namespace.ports().ids());
        final Consumer<ObjectNode> onResponse;
        final Consumer<NoAnswerException> onEnd;
        final EventLoop.Timer timeout;
        int missing;

        Waiting(Consumer<ObjectNode> onResponse, Consumer<NoAnswerException> onEnd, int missing) {
            this.onResponse = onResponse;
            this.onEnd = onEnd;
            this.missing = missing;
            this.timeout = namespace.ports().loop().schedule(TIMEOUT_MILLIS, () -> end(tooLate()));
        }

        NoAnswerException tooLate() {
            return new NoAnswerException("timeout reached: " + missing + " servers have not responded");
        }

        void responded(ObjectNode response) {
            onResponse.accept(response);
            missing--;
            if (missing == 0) {
                end(null);
            }
        }

        void end(NoAnswerException error) {
            waiting.remove(requestId);
            timeout.cancel();
            onEnd.accept(error);
        }
    }

    @Override
    public void broadcastWithAck(
            Packet packet, BroadcastOptions options, IntConsumer onClientCount, Consumer<JsonNode> onAnswer) {
        if (!options.isLocal()) {
            String requestId = Uid.next(namespace.ports().ids());
            answering.put(requestId, response -> {
                if (response.path("type").asInt(-1) == CLIENT_COUNT) {
                    onClientCount.accept(response.path("clientCount").asInt(0));
                } else {
                    onAnswer.accept(response.get("packet"));
                }
            });
            options.timeoutMillis()
                    .ifPresent(millis ->
                            namespace.ports().loop().schedule(millis, () -> answering.remove(requestId)));
            ObjectNode request = MessageCodec.object().put("uid", uid).put("requestId", requestId);
            request.put("type", BROADCAST).set("packet", MessageCodec.packet(packet));
            request.set("opts", MessageCodec.options(options));
            redis.publish(requestChannel, MessagePackEncoder.encode(request));
        }
        super.broadcastWithAck(packet, options, onClientCount, onAnswer);
    }

    /** Broadcasts whose clients are still answering, by request. */
    private final Map<String, Consumer<ObjectNode>> answering = new LinkedHashMap<>();

    @Override
    public void addSockets(BroadcastOptions options, List<String> rooms) {
        if (options.isLocal()) {
            super.addSockets(options, rooms);
        } else {
            publish(request(JOIN, options).set("rooms", MessageCodec.array(rooms)));
        }
    }

    @Override
    public void delSockets(BroadcastOptions options, List<String> rooms) {
        if (options.isLocal()) {
            super.delSockets(options, rooms);
        } else {
            publish(request(LEAVE, options).set("rooms", MessageCodec.array(rooms)));
        }
    }

    @Override
    public void disconnectSockets(BroadcastOptions options, boolean close) {
        if (options.isLocal()) {
            super.disconnectSockets(options, close);
        } else {
            publish(request(DISCONNECT, options).put("close", close));
        }
    }

    @Override
    public void serverSideEmit(ArrayNode data) {
        publish(MessageCodec.object()
                .put("uid", uid)
                .put("type", SERVER_SIDE_EMIT)
                .set("data", data));
    }

    @Override
    public void serverCount(Callback<Integer> answer) {
        redis.countSubscribers(requestChannel, answer);
    }

    private ObjectNode request(int type, BroadcastOptions options) {
        ObjectNode request = MessageCodec.object().put("uid", uid).put("type", type);
        return request.set("opts", MessageCodec.selection(options));
    }

    private void publish(ObjectNode request) {
        redis.publish(requestChannel, MessageCodec.json(request));
    }

    /**
     * A request: of another server, or one of this server's own that has come
     * back.
     */
    private void onRequest(String channel, byte[] payload) {
        ObjectNode request = MessageCodec.readMessage(payload);
        boolean own = request.path("uid").asString("").equals(uid);
        switch (request.path("type").asInt(-1)) {
            case FETCH -> {
                if (!own) {
                    ArrayNode sockets = JsonNodeFactory.instance.arrayNode();
                    details(options(request)).forEach(socket -> sockets.add(socket.toTree()));
                    respond(request, "sockets", sockets);
                }
            }
            case BROADCAST -> {
                if (!own) {
                    broadcastWithAck(request);
                }
            }
            case ALL_ROOMS -> {
                if (!own) {
                    respond(request, "rooms", MessageCodec.array(allRooms()));
                }
            }
            case JOIN -> super.addSockets(options(request), rooms(request));
            case LEAVE -> super.delSockets(options(request), rooms(request));
            case DISCONNECT -> super.disconnectSockets(options(request), request.path("close").asBoolean(false));
            case SERVER_SIDE_EMIT -> {
                if (!own) {
                    namespace.receiveServerSide((ArrayNode) request.get("data"), ack(request));
                }
            }
            default -> {}
        }
    }

    private static BroadcastOptions options(ObjectNode request) {
        return request.has("opts") ? MessageCodec.readOptions(request.get("opts")) : BroadcastOptions.ALL;
    }

    private static List<String> rooms(ObjectNode request) {
        return List.copyOf(MessageCodec.readRooms(request.path("rooms")));
    }

    /** Responds to a request with one field. */
    private void respond(ObjectNode request, String field, JsonNode value) {
        ObjectNode response = MessageCodec.object().put("requestId", request.path("requestId").asString(""));
        redis.publish(responseChannel, MessageCodec.json(response.set(field, value)));
    }

    /**
     * What takes the answer of a handler to an event between servers; null if
     * the request asks for none.
     */
    private Consumer<ArrayNode> ack(ObjectNode request) {
        if (!request.has("requestId")) {
            return null;
        }
        return args -> {
            ObjectNode response = MessageCodec.object().put("type", SERVER_SIDE_EMIT);
            response.set("requestId", request.get("requestId"));
            if (!args.isEmpty()) {
                response.set("data", args.get(0));
            }
            redis.publish(responseChannel, MessageCodec.json(response));
        };
    }

    /**
     * Emits to clients of this server that are to answer: first says how many
     * they are, then passes each answer on.
     */
    private void broadcastWithAck(ObjectNode request) {
        Packet packet = MessageCodec.readPacket(request.path("packet"), namespace.name());
        int clients = broadcastWithAck(packet, options(request), value -> {
            ObjectNode response = MessageCodec.object().put("type", CLIENT_ACK);
            response.set("requestId", request.get("requestId"));
            if (value != null) {
                response.set("packet", value);
            }
            redis.publish(responseChannel, MessagePackEncoder.encode(response));
        });
        ObjectNode count = MessageCodec.object().put("type", CLIENT_COUNT);
        count.set("requestId", request.get("requestId"));
        redis.publish(responseChannel, MessageCodec.json(count.put("clientCount", clients)));
    }

    /** Another server has responded, perhaps to a request of this one. */
    private void onResponse(String channel, byte[] payload) {
        ObjectNode response = MessageCodec.readMessage(payload);
        String requestId = response.path("requestId").asString("");
        if (answering.containsKey(requestId)) {
            answering.get(requestId).accept(response);
        } else if (waiting.containsKey(requestId)) {
            waiting.get(requestId).responded(response);
        }
    }
}
