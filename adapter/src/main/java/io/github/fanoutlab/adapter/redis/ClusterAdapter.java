package io.github.fanoutlab.adapter.redis;

import io.github.fanoutlab.adapter.protocol.Packet;
import io.github.fanoutlab.adapter.protocol.PacketType;
import io.github.fanoutlab.adapter.server.BroadcastOptions;
import io.github.fanoutlab.adapter.server.Callback;
import io.github.fanoutlab.adapter.server.Namespace;
import io.github.fanoutlab.adapter.server.SocketDetails;
import io.github.fanoutlab.platform.json.JsonText;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * One namespace of one server, joined to the same one of others by messages {@code {type, data, uid, nsp}}, however these travel.
 *
 * <pre>
 * type                 data                          what others do
 * 3 broadcast          packet, opts                  deliver to their clients
 *                      packet, requestId, opts       the same, asking for acks; answer 11 once and 12 for each client
 * 4 join, 5 leave      opts, rooms                   with their clients
 * 6 disconnect         opts, close                   their clients
 * 7 fetch              opts, requestId               answer 8: requestId, sockets [{id, handshake, rooms, data}]
 * 9 server-side emit   packet                        hand it to their handlers
 *                      requestId, packet             the same; answer 10: requestId, packet
 * 11, 12               requestId, clientCount; requestId, packet
 * </pre>
 *
 * <p>Answers go to the asking server only. What a server sends it does itself, too, at once: its own messages that come back are
 * ignored. Types 1, 2 and 13 are for ways to travel that do not know how many servers there are. Peer: {@code ClusterAdapter}
 * of npm {@code socket.io-adapter} 2.5.
 */
abstract class ClusterAdapter extends JoinedAdapter {

    private static final String NAMESPACE = "socket.io-adapter";
    private static final int ID_BYTES = 8;
    private static final long DEFAULT_TIMEOUT_MILLIS = 5_000;

    final String uid;
    private final Map<String, Consumer<ObjectNode>> broadcasts = new LinkedHashMap<>();
    private final OpenQuestions<JsonNode> questions;

    ClusterAdapter(Namespace namespace) {
        super(namespace);
        this.uid = nextId();
        this.questions = new OpenQuestions<>(ports.loop());
    }

    /** Sends a message to all other servers; {@code broadcast} has the rooms of one without acks, else it is null. */
    abstract void send(ObjectNode message, BroadcastOptions broadcast);

    /** Sends an answer to the server {@code to}. */
    abstract void sendResponse(String to, ObjectNode response);

    private String nextId() {
        return HexFormat.of().formatHex(ports.ids().nextBytes(ID_BYTES));
    }

    // What this server tells and asks.

    @Override
    public void broadcast(Packet packet, BroadcastOptions options) {
        if (!options.isLocal()) {
            ObjectNode data = Trees.object().set("packet", packetOf(packet));
            send(message(ClusterMessageType.BROADCAST, data.set("opts", optionsOf(options))), options);
        }
        local.broadcast(packet, options);
    }

    /** Published first, then sent to the clients of this node, as every broadcast. */
    @Override
    public void broadcastWithAck(
            Packet packet, BroadcastOptions options, IntConsumer onClientCount, Consumer<JsonNode> onAnswer) {
        if (!options.isLocal()) {
            String requestId = nextId();
            ObjectNode data = Trees.object().set("packet", packetOf(packet));
            data.put("requestId", requestId).set("opts", optionsOf(options));
            tell(ClusterMessageType.BROADCAST, data);
            broadcasts.put(requestId, response -> {
                if (typeOf(response) == ClusterMessageType.BROADCAST_CLIENT_COUNT) {
                    onClientCount.accept(
                            response.path("data").path("clientCount").asInt(0));
                } else {
                    onAnswer.accept(response.path("data").get("packet"));
                }
            });
            options.timeoutMillis()
                    .ifPresent(millis -> ports.loop().schedule(millis, () -> broadcasts.remove(requestId)));
        }
        local.broadcastWithAck(packet, options, onClientCount, onAnswer);
    }

    @Override
    void addSocketsOfAll(BroadcastOptions options, List<String> rooms) {
        ObjectNode data = Trees.object().set("opts", optionsOf(options));
        send(message(ClusterMessageType.SOCKETS_JOIN, data.set("rooms", Trees.array(rooms))), null);
        local.addSockets(options, rooms);
    }

    @Override
    void delSocketsOfAll(BroadcastOptions options, List<String> rooms) {
        ObjectNode data = Trees.object().set("opts", optionsOf(options));
        send(message(ClusterMessageType.SOCKETS_LEAVE, data.set("rooms", Trees.array(rooms))), null);
        local.delSockets(options, rooms);
    }

    @Override
    void disconnectSocketsOfAll(BroadcastOptions options, boolean close) {
        ObjectNode data = Trees.object().set("opts", optionsOf(options));
        send(message(ClusterMessageType.DISCONNECT_SOCKETS, data.put("close", close)), null);
        local.disconnectSockets(options, close);
    }

    @Override
    public void serverSideEmit(ArrayNode data) {
        tell(ClusterMessageType.SERVER_SIDE_EMIT, Trees.object().set("packet", data));
    }

    @Override
    public void serverSideEmit(ArrayNode packet, Callback<List<JsonNode>> answers) {
        String requestId = nextId();
        ObjectNode data = Trees.object().put("requestId", requestId).set("packet", packet);
        ask(requestId, ClusterMessageType.SERVER_SIDE_EMIT, data, DEFAULT_TIMEOUT_MILLIS, (error, responses) -> {
            List<JsonNode> values = new ArrayList<>();
            for (JsonNode response : responses) {
                values.add(response.has("packet") ? response.get("packet") : JsonNodeFactory.instance.nullNode());
            }
            answers.done(error, values);
        });
    }

    @Override
    void fetchSocketsOfAll(BroadcastOptions options, Callback<List<SocketDetails>> answer) {
        List<SocketDetails> found = new ArrayList<>(local.details(options));
        String requestId = nextId();
        ObjectNode data = Trees.object().set("opts", optionsOf(options));
        data.put("requestId", requestId);
        long patienceMillis = options.timeoutMillis().orElse(DEFAULT_TIMEOUT_MILLIS);
        ask(requestId, ClusterMessageType.FETCH_SOCKETS, data, patienceMillis, (error, responses) -> {
            for (JsonNode response : responses) {
                response.path("sockets").forEach(socket -> found.add(SocketDetails.ofTree(socket)));
            }
            answer.done(error, error == null ? found : null);
        });
    }

    /** Node's servers have no such question in this protocol; it is put together from who is where. */
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

    private void ask(
            String requestId,
            ClusterMessageType type,
            ObjectNode data,
            long patienceMillis,
            Callback<List<JsonNode>> onResponses) {
        var question = questions.open(requestId, patienceMillis, OpenQuestions::onlySome, onResponses);
        serverCount((error, servers) -> {
            if (error != null) {
                question.end(error);
                return;
            }
            int others = servers - 1;
            if (type == ClusterMessageType.SERVER_SIDE_EMIT) {
                debug(() -> "waiting for " + others + " responses to \"serverSideEmit\" request");
            }
            if (question.expect(others)) {
                tell(type, data);
            }
        });
    }

    private void tell(ClusterMessageType type, ObjectNode data) {
        debug(() -> "sending message " + type.number());
        send(message(type, data), null);
    }

    private void answer(ObjectNode request, ClusterMessageType type, ObjectNode data) {
        String to = request.path("uid").asString("");
        debug(() -> "sending response " + type.number() + " to " + to);
        sendResponse(to, message(type, data));
    }

    private ObjectNode message(ClusterMessageType type, ObjectNode data) {
        ObjectNode message = Trees.object().put("type", type.number()).set("data", data);
        return message.put("uid", uid).put("nsp", namespace.name());
    }

    /** Node sends it before its own encoder names the namespace in it. */
    private static ObjectNode packetOf(Packet packet) {
        return Trees.object().put("type", PacketType.EVENT.digit()).set("data", packet.data());
    }

    private static ObjectNode optionsOf(BroadcastOptions options) {
        return Trees.selection(options).set("flags", Trees.flags(options));
    }

    // What others tell and ask.

    final void onMessage(ObjectNode message) {
        if (uid.equals(message.path("uid").asString(""))) {
            ports.counters().increment(RedisAdapter.OWN_ECHOES_DROPPED);
            debug(() -> "ignore message from self");
            return;
        }
        if (!namespace.name().equals(message.path("nsp").asString(""))) {
            debug(() -> "ignore message from another namespace (" + Trees.text(message.path("nsp")) + ")");
            return;
        }
        ClusterMessageType type = typeOf(message);
        if (type == null) {
            debug(() -> "unknown message type: " + message.path("type"));
            return;
        }
        debug(() -> "new event of type " + type.number() + " from " + Trees.text(message.path("uid")));
        JsonNode data = message.path("data");
        switch (type) {
            case BROADCAST -> receiveBroadcast(message, data);
            case SOCKETS_JOIN -> local.addSockets(optionsIn(data), roomsIn(data));
            case SOCKETS_LEAVE -> local.delSockets(optionsIn(data), roomsIn(data));
            case DISCONNECT_SOCKETS ->
                local.disconnectSockets(optionsIn(data), data.path("close").asBoolean(false));
            case FETCH_SOCKETS -> {
                debug(() -> "calling fetchSockets with opts " + JsonText.stringify(data.path("opts")));
                ObjectNode answer = answerTo(data);
                ArrayNode sockets = answer.putArray("sockets");
                local.details(optionsIn(data)).forEach(socket -> sockets.add(socket.toTree()));
                answer(message, ClusterMessageType.FETCH_SOCKETS_RESPONSE, answer);
            }
            case SERVER_SIDE_EMIT -> receiveServerSide(message, data);
            case BROADCAST_CLIENT_COUNT, BROADCAST_ACK, FETCH_SOCKETS_RESPONSE, SERVER_SIDE_EMIT_RESPONSE ->
                onResponse(message);
            default -> debug(() -> "unknown message type: " + type.number());
        }
    }

    private void receiveBroadcast(ObjectNode message, JsonNode data) {
        Packet packet = Trees.readPacket(data.path("packet"), namespace.name());
        if (!data.has("requestId")) {
            local.broadcast(packet, optionsIn(data));
            return;
        }
        int clientCount = local.broadcastWithAck(packet, optionsIn(data), value -> {
            debug(() -> "received acknowledgement with value " + Trees.shown(value));
            ObjectNode answer = answerTo(data);
            if (value != null) {
                answer.set("packet", value);
            }
            answer(message, ClusterMessageType.BROADCAST_ACK, answer);
        });
        debug(() -> "waiting for " + clientCount + " client acknowledgements");
        answer(
                message,
                ClusterMessageType.BROADCAST_CLIENT_COUNT,
                answerTo(data).put("clientCount", clientCount));
    }

    private void receiveServerSide(ObjectNode message, JsonNode data) {
        ArrayNode packet = data.path("packet") instanceof ArrayNode array
                ? array
                : Trees.<ArrayNode>wrong("the packet", data.path("packet"), "an event's name and arguments");
        if (!data.has("requestId")) {
            namespace.receiveServerSide(packet, null);
            return;
        }
        namespace.receiveServerSide(packet, Once.onLoop(ports.loop(), args -> {
            debug(() -> "calling acknowledgement with " + Trees.shown(args.get(0)));
            ObjectNode answer = answerTo(data);
            if (!args.isEmpty()) {
                answer.set("packet", args.get(0));
            }
            answer(message, ClusterMessageType.SERVER_SIDE_EMIT_RESPONSE, answer);
        }));
    }

    private static ObjectNode answerTo(JsonNode data) {
        return Trees.object().set("requestId", data.path("requestId"));
    }

    private static BroadcastOptions optionsIn(JsonNode data) {
        return Trees.readOptions(data.path("opts"));
    }

    private static List<String> roomsIn(JsonNode data) {
        return List.copyOf(Trees.readRooms(data.path("rooms")));
    }

    private static ClusterMessageType typeOf(JsonNode message) {
        return ClusterMessageType.of(message.path("type").asInt(-1));
    }

    final void onResponse(ObjectNode response) {
        String requestId = response.path("data").path("requestId").asString("");
        debug(() -> "received response " + JsonText.stringify(response.path("type")) + " to request " + requestId);
        Consumer<ObjectNode> broadcast = broadcasts.get(requestId);
        var question = questions.get(requestId);
        if (broadcast != null) {
            broadcast.accept(response);
        } else if (question != null) {
            question.answer(response.path("data"));
        }
    }

    /** Nobody waits any longer. */
    @Override
    public void close() {
        broadcasts.clear();
        questions.close();
    }

    private void debug(Supplier<String> message) {
        ports.log().log(NAMESPACE, () -> "[" + uid + "] " + message.get());
    }
}
