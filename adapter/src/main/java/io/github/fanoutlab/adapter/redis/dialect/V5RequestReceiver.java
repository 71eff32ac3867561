package io.github.fanoutlab.adapter.redis.dialect;

import io.github.fanoutlab.adapter.protocol.Payloads;
import io.github.fanoutlab.adapter.redis.codec.MessageCodec;
import io.github.fanoutlab.adapter.redis.pubsub.ClusterMember;
import io.github.fanoutlab.adapter.server.BroadcastOptions;
import io.github.fanoutlab.adapter.server.MemoryAdapter;
import io.github.fanoutlab.adapter.server.Socket;
import io.github.fanoutlab.platform.Once;
import io.github.fanoutlab.platform.json.JsonText;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Carries out the requests of dialect V5 and responds to them, all in JSON.
 *
 * <pre>
 * type                  request                      response                   from
 * 0 clients             requestid, type, rooms       {"requestid","clients"}    every node, the sender too
 * 1 client rooms        requestid, type, sid         {"requestid","rooms"}      the node of the client
 * 2 all rooms           requestid, type              {"requestid","rooms"}      every node
 * 3 join, 4 leave       requestid, type, sid, room   {"requestid"}              the node of the client
 * 5 custom              requestid, type, data        {"requestid","data"}       every node
 * 6 disconnect          requestid, type, sid, close  {"requestid"}              the node of the client
 * </pre>
 *
 * <p>Read in {@code socket.io-redis} 5.4.
 */
final class V5RequestReceiver {

    private final ClusterMember member;
    private final MemoryAdapter local;
    private BiConsumer<JsonNode, Consumer<Object>> customHook = (data, answer) -> answer.accept(null);

    V5RequestReceiver(ClusterMember member) {
        this.member = member;
        this.local = member.local();
    }

    void customHook(BiConsumer<JsonNode, Consumer<Object>> hook) {
        customHook = hook;
    }

    void onRequest(byte[] payload) {
        ObjectNode request = MessageCodec.readJson(payload);
        member.log(() -> "received request " + JsonText.stringify(request));
        V5RequestType type = V5RequestType.of(request.path("type").asInt(-1));
        if (type == null) {
            member.log(() -> "ignoring unknown request type: " + request.path("type"));
            return;
        }
        switch (type) {
            case CLIENTS -> respond(request, "clients", MessageCodec.array(clients(request)));
            case CLIENT_ROOMS -> clientRooms(request);
            case ALL_ROOMS -> respond(request, "rooms", MessageCodec.array(local.allRooms()));
            case JOIN -> withSocket(request, socket -> socket.join(roomIn(request)));
            case LEAVE -> withSocket(request, socket -> socket.leave(roomIn(request)));
            case CUSTOM -> custom(request);
            case DISCONNECT ->
                withSocket(
                        request,
                        socket -> socket.disconnect(request.path("close").asBoolean(false)));
        }
    }

    private List<String> clients(ObjectNode request) {
        Set<String> rooms = MessageCodec.readRooms(request.path("rooms"));
        BroadcastOptions options = new BroadcastOptions(rooms, Set.of(), Map.of());
        return local.sockets(options).stream().map(Socket::id).toList();
    }

    private void clientRooms(ObjectNode request) {
        Set<String> rooms = local.socketRooms(request.path("sid").asString(""));
        if (!rooms.isEmpty()) {
            respond(request, "rooms", MessageCodec.array(rooms));
        }
    }

    private static String roomIn(ObjectNode request) {
        return MessageCodec.text(request.path("room"));
    }

    private void withSocket(ObjectNode request, Consumer<Socket> action) {
        Socket socket = member.namespace().socket(request.path("sid").asString(""));
        if (socket != null) {
            action.accept(socket);
            publish(responseTo(request));
        }
    }

    private void custom(ObjectNode request) {
        Consumer<JsonNode> respondOnce = Once.onLoop(member.ports().loop(), data -> respond(request, "data", data));
        customHook.accept(request.path("data"), value -> respondOnce.accept(Payloads.toTree(value)));
    }

    private void respond(ObjectNode request, String field, JsonNode value) {
        publish(responseTo(request).set(field, value));
    }

    private static ObjectNode responseTo(ObjectNode request) {
        return MessageCodec.object().set("requestid", request.path("requestid"));
    }

    private void publish(ObjectNode response) {
        member.publisher().publish(member.channels().response(), MessageCodec.json(response));
    }
}
