package io.github.fanoutlab.adapter.redis.cluster;

import io.github.fanoutlab.adapter.protocol.Packet;
import io.github.fanoutlab.adapter.protocol.PacketType;
import io.github.fanoutlab.adapter.redis.codec.MessageCodec;
import io.github.fanoutlab.adapter.redis.pubsub.AdapterCounters;
import io.github.fanoutlab.adapter.redis.pubsub.PubSubAdapter;
import io.github.fanoutlab.adapter.redis.requests.PendingRequests;
import io.github.fanoutlab.adapter.server.BroadcastOptions;
import io.github.fanoutlab.adapter.server.Callback;
import io.github.fanoutlab.adapter.server.Namespace;
import io.github.fanoutlab.adapter.server.SocketDetails;
import io.github.fanoutlab.platform.Once;
import io.github.fanoutlab.platform.json.JsonText;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * One namespace of one server, joined to the same one of others by messages {@code {type, data, uid, nsp}}, whatever carries them.
 *
 * <pre>
 * type                 data                          what the others do
 * 3 broadcast          packet, opts                  deliver to their clients
 *                      packet, requestId, opts       the same, with acks; respond 11 once and 12 for each client
 * 4 join, 5 leave      opts, rooms                   do it with their clients
 * 6 disconnect         opts, close                   disconnect their clients
 * 7 fetch              opts, requestId               respond 8: requestId, sockets [{id, handshake, rooms, data}]
 * 9 server-side emit   packet                        hand it to their handlers
 *                      requestId, packet             the same, and respond 10: requestId, packet
 * 11, 12               requestId, clientCount; requestId, packet
 * </pre>
 *
 * <p>Responses go to the sender of the request only. A server does its own part of what it sends at once, and ignores its own
 * messages when they come back, unless the transport keeps one order of messages for all servers. Types 1, 2 and 13 are for
 * transports that do not know how many servers there are. Peer: {@code ClusterAdapter} of npm {@code socket.io-adapter} 2.5.
 */
public abstract class ClusterAdapter extends PubSubAdapter {

    private static final String CLUSTER_DEBUG_NAMESPACE = "socket.io-adapter";
    private static final int ID_BYTES = 8;
    private static final long DEFAULT_TIMEOUT_MILLIS = 5_000;

    /** The name by which this server signs its messages. */
    protected final String uid;

    private final PendingRequests<ObjectNode> pending;

    /** Without members yet. */
    protected ClusterAdapter(Namespace namespace) {
        super(namespace);
        this.uid = nextId();
        this.pending = new PendingRequests<>(ports.loop(), this::serverCount);
    }

    /**
     * Sends a message to all other servers.
     *
     * @param broadcast has the rooms of a broadcast without acks, else it is null
     * @param ownPart what this server itself has to do: at once, unless the transport says otherwise
     */
    protected abstract void send(ObjectNode message, BroadcastOptions broadcast, Runnable ownPart);

    /** Sends a response to the server {@code to}. */
    protected abstract void sendResponse(String to, ObjectNode response);

    private String nextId() {
        return HexFormat.of().formatHex(ports.ids().nextBytes(ID_BYTES));
    }

    // What this server sends.

    @Override
    public void broadcast(Packet packet, BroadcastOptions options) {
        if (options.isLocal()) {
            local.broadcast(packet, options);
            return;
        }
        ObjectNode data = MessageCodec.object().set("packet", packetOf(packet));
        data.set("opts", MessageCodec.options(options));
        send(message(ClusterMessageType.BROADCAST, data), options, () -> local.broadcast(packet, options));
    }

    /** Publishes first, then sends to the clients of this node, as every broadcast. */
    @Override
    public void broadcastWithAck(
            Packet packet, BroadcastOptions options, IntConsumer onClientCount, Consumer<JsonNode> onAnswer) {
        if (!options.isLocal()) {
            String requestId = nextId();
            ObjectNode data = MessageCodec.object().set("packet", packetOf(packet));
            data.put("requestId", requestId).set("opts", MessageCodec.options(options));
            publish(ClusterMessageType.BROADCAST, data);
            pending.stream(requestId, options.timeoutMillis(), response -> {
                if (typeOf(response) == ClusterMessageType.BROADCAST_CLIENT_COUNT) {
                    onClientCount.accept(
                            response.path("data").path("clientCount").asInt(0));
                } else {
                    onAnswer.accept(response.path("data").get("packet"));
                }
            });
        }
        local.broadcastWithAck(packet, options, onClientCount, onAnswer);
    }

    @Override
    protected void addSocketsOfAll(BroadcastOptions options, List<String> rooms) {
        sendRooms(ClusterMessageType.SOCKETS_JOIN, options, rooms, () -> local.addSockets(options, rooms));
    }

    @Override
    protected void delSocketsOfAll(BroadcastOptions options, List<String> rooms) {
        sendRooms(ClusterMessageType.SOCKETS_LEAVE, options, rooms, () -> local.delSockets(options, rooms));
    }

    private void sendRooms(ClusterMessageType type, BroadcastOptions options, List<String> rooms, Runnable ownPart) {
        ObjectNode data = MessageCodec.object().set("opts", MessageCodec.options(options));
        data.set("rooms", MessageCodec.rooms(rooms, options));
        send(message(type, data), null, ownPart);
    }

    @Override
    protected void disconnectSocketsOfAll(BroadcastOptions options, boolean close) {
        ObjectNode data = MessageCodec.object().set("opts", MessageCodec.options(options));
        data.put("close", close);
        send(message(ClusterMessageType.DISCONNECT_SOCKETS, data), null, () -> local.disconnectSockets(options, close));
    }

    @Override
    public void serverSideEmit(ArrayNode data) {
        publish(ClusterMessageType.SERVER_SIDE_EMIT, MessageCodec.object().set("packet", data));
    }

    @Override
    public void serverSideEmit(ArrayNode packet, Callback<List<JsonNode>> answers) {
        String requestId = nextId();
        ObjectNode data = MessageCodec.object().put("requestId", requestId).set("packet", packet);
        request(requestId, ClusterMessageType.SERVER_SIDE_EMIT, data, DEFAULT_TIMEOUT_MILLIS, (error, responses) -> {
            List<JsonNode> values = new ArrayList<>();
            for (ObjectNode response : responses) {
                JsonNode value = response.path("data").path("packet");
                values.add(value.isMissingNode() ? JsonNodeFactory.instance.nullNode() : value);
            }
            answers.done(error, values);
        });
    }

    @Override
    protected void fetchSocketsOfAll(BroadcastOptions options, Callback<List<SocketDetails>> answer) {
        List<SocketDetails> found = new ArrayList<>(local.details(options));
        String requestId = nextId();
        ObjectNode data = MessageCodec.object().set("opts", MessageCodec.options(options));
        data.put("requestId", requestId);
        long timeoutMillis = options.timeoutMillis().orElse(DEFAULT_TIMEOUT_MILLIS);
        request(requestId, ClusterMessageType.FETCH_SOCKETS, data, timeoutMillis, (error, responses) -> {
            for (ObjectNode response : responses) {
                response.path("data").path("sockets").forEach(socket -> found.add(SocketDetails.ofTree(socket)));
            }
            answer.done(error, error == null ? found : null);
        });
    }

    /** Node's protocol has no such request: the rooms are gathered from the sockets of all servers. */
    @Override
    public void allRooms(Callback<Set<String>> answer) {
        fetchSockets(BroadcastOptions.ALL, (error, sockets) -> {
            if (error != null) {
                answer.done(error, null);
                return;
            }
            Set<String> rooms = new LinkedHashSet<>();
            sockets.forEach(socket -> rooms.addAll(socket.rooms()));
            answer.done(null, rooms);
        });
    }

    private void request(
            String requestId,
            ClusterMessageType type,
            ObjectNode data,
            long timeoutMillis,
            Callback<List<ObjectNode>> onResponses) {
        pending.open(requestId, timeoutMillis, PendingRequests::onlySome, onResponses)
                .sendToAll(
                        servers -> {
                            int others = servers - 1;
                            if (type == ClusterMessageType.SERVER_SIDE_EMIT) {
                                logCluster(() -> "waiting for " + others + " responses to \"serverSideEmit\" request");
                            }
                            return others;
                        },
                        () -> publish(type, data));
    }

    private void publish(ClusterMessageType type, ObjectNode data) {
        logCluster(() -> "sending message " + type.number());
        send(message(type, data), null, () -> {});
    }

    private void respond(ObjectNode request, ClusterMessageType type, ObjectNode data) {
        String to = request.path("uid").asString("");
        logCluster(() -> "sending response " + type.number() + " to " + to);
        sendResponse(to, message(type, data));
    }

    private ObjectNode message(ClusterMessageType type, ObjectNode data) {
        ObjectNode message = MessageCodec.object().put("type", type.number()).set("data", data);
        return message.put("uid", uid).put("nsp", namespace.name());
    }

    /** Without {@code nsp}: Node sends it before its own encoder adds that. */
    private static ObjectNode packetOf(Packet packet) {
        return MessageCodec.object().put("type", PacketType.EVENT.digit()).set("data", packet.data());
    }

    // What the others send.

    /** A message has come; this server's own ones are ignored. */
    protected final void onMessage(ObjectNode message) {
        if (uid.equals(message.path("uid").asString(""))) {
            ports.counters().increment(AdapterCounters.OWN_ECHOES_DROPPED);
            logCluster(() -> "ignore message from self");
        } else {
            carryOut(message, null);
        }
    }

    /**
     * Does what {@code message} says, whoever sent it.
     *
     * @param offset becomes the last argument of an event that can be sent again; null when there is none
     */
    protected final void carryOut(ObjectNode message, String offset) {
        if (!namespace.name().equals(message.path("nsp").asString(""))) {
            logCluster(() -> "ignore message from another namespace (" + MessageCodec.text(message.path("nsp")) + ")");
            return;
        }
        ClusterMessageType type = typeOf(message);
        if (type == null) {
            logCluster(() -> "unknown message type: " + message.path("type"));
            return;
        }
        logCluster(() -> "new event of type " + type.number() + " from " + MessageCodec.text(message.path("uid")));
        JsonNode data = message.path("data");
        switch (type) {
            case BROADCAST -> receiveBroadcast(message, data, offset);
            case SOCKETS_JOIN -> local.addSockets(optionsIn(data), roomsIn(data));
            case SOCKETS_LEAVE -> local.delSockets(optionsIn(data), roomsIn(data));
            case DISCONNECT_SOCKETS ->
                local.disconnectSockets(optionsIn(data), data.path("close").asBoolean(false));
            case FETCH_SOCKETS -> {
                logCluster(() -> "calling fetchSockets with opts " + JsonText.stringify(data.path("opts")));
                ObjectNode response = responseTo(data);
                ArrayNode sockets = response.putArray("sockets");
                local.details(optionsIn(data)).forEach(socket -> sockets.add(socket.toTree()));
                respond(message, ClusterMessageType.FETCH_SOCKETS_RESPONSE, response);
            }
            case SERVER_SIDE_EMIT -> receiveServerSide(message, data);
            case BROADCAST_CLIENT_COUNT, BROADCAST_ACK, FETCH_SOCKETS_RESPONSE, SERVER_SIDE_EMIT_RESPONSE ->
                onResponse(message);
            default -> logCluster(() -> "unknown message type: " + type.number());
        }
    }

    private void receiveBroadcast(ObjectNode message, JsonNode data, String offset) {
        Packet packet = MessageCodec.readPacket(data.path("packet"), namespace.name());
        if (!data.has("requestId")) {
            BroadcastOptions options = optionsIn(data);
            local.broadcast(offset == null || options.isVolatile() ? packet : packet.with(offset), options);
            return;
        }
        int clientCount = local.broadcastWithAck(packet, optionsIn(data), value -> {
            logCluster(() -> "received acknowledgement with value " + MessageCodec.shown(value));
            ObjectNode response = responseTo(data);
            if (value != null) {
                response.set("packet", value);
            }
            respond(message, ClusterMessageType.BROADCAST_ACK, response);
        });
        logCluster(() -> "waiting for " + clientCount + " client acknowledgements");
        respond(
                message,
                ClusterMessageType.BROADCAST_CLIENT_COUNT,
                responseTo(data).put("clientCount", clientCount));
    }

    private void receiveServerSide(ObjectNode message, JsonNode data) {
        ArrayNode packet = MessageCodec.readServerSideEvent("the packet", data.path("packet"));
        if (!data.has("requestId")) {
            namespace.receiveServerSide(packet, null);
            return;
        }
        namespace.receiveServerSide(packet, Once.onLoop(ports.loop(), args -> {
            logCluster(() -> "calling acknowledgement with " + MessageCodec.shown(args.get(0)));
            ObjectNode response = responseTo(data);
            if (!args.isEmpty()) {
                response.set("packet", args.get(0));
            }
            respond(message, ClusterMessageType.SERVER_SIDE_EMIT_RESPONSE, response);
        }));
    }

    private static ObjectNode responseTo(JsonNode data) {
        return MessageCodec.object().set("requestId", data.path("requestId"));
    }

    /** The options of a broadcast with this {@code data}. */
    protected static BroadcastOptions optionsIn(JsonNode data) {
        return MessageCodec.readOptions(data.path("opts"));
    }

    private static List<String> roomsIn(JsonNode data) {
        return List.copyOf(MessageCodec.readRooms(data.path("rooms")));
    }

    /** The type of {@code message}; null when there is no such type. */
    protected static ClusterMessageType typeOf(JsonNode message) {
        return ClusterMessageType.of(message.path("type").asInt(-1));
    }

    /** A response to one of this server's requests has come. */
    protected final void onResponse(ObjectNode response) {
        String requestId = response.path("data").path("requestId").asString("");
        logCluster(() -> "received response " + JsonText.stringify(response.path("type")) + " to request " + requestId);
        PendingRequests<ObjectNode>.Request request = pending.get(requestId);
        if (!pending.receiveStreamed(requestId, response) && request != null) {
            request.receive(response);
        }
    }

    /** Ends all requests that still wait. */
    @Override
    public void close() {
        pending.close();
    }

    /** Writes a line of the DEBUG namespace {@link #CLUSTER_DEBUG_NAMESPACE}. */
    private void logCluster(Supplier<String> message) {
        ports.log().log(CLUSTER_DEBUG_NAMESPACE, () -> "[" + uid + "] " + message.get());
    }
}
