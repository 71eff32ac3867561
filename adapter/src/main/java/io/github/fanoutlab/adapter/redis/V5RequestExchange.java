package io.github.fanoutlab.adapter.redis;

import io.github.fanoutlab.adapter.protocol.Payloads;
import io.github.fanoutlab.adapter.server.BroadcastOptions;
import io.github.fanoutlab.adapter.server.Callback;
import io.github.fanoutlab.adapter.server.MemoryAdapter;
import io.github.fanoutlab.adapter.server.Namespace;
import io.github.fanoutlab.adapter.server.Socket;
import io.github.fanoutlab.platform.json.JsonText;
import io.github.fanoutlab.platform.node.NodePorts;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What nodes of dialect V5 ask of each other, in JSON, and what is answered.
 *
 * <pre>
 * type                  request                    answer                     from
 * 0 clients             requestid, type, rooms     {"requestid","clients"}    every node, the one that asks too
 * 1 client rooms        requestid, type, sid       {"requestid","rooms"}      the node of the client
 * 2 all rooms           requestid, type            {"requestid","rooms"}      every node
 * 3 join, 4 leave       requestid, type, sid, room {"requestid"}              the node of the client
 * 5 custom              requestid, type, data      {"requestid","data"}       every node
 * 6 disconnect          requestid, type, sid, close {"requestid"}             the node of the client
 * </pre>
 *
 * <p>What one client's node answers is not asked when that is this node. Read in {@code socket.io-redis} 5.4.
 */
final class V5RequestExchange {

    private static final int REQUEST_ID_LENGTH = 6;

    private enum Type {
        CLIENTS("clients"),
        CLIENT_ROOMS("rooms"),
        ALL_ROOMS("allRooms"),
        JOIN("remoteJoin"),
        LEAVE("remoteLeave"),
        CUSTOM("customRequest"),
        DISCONNECT("remoteDisconnect");

        /** As Node's message of a timeout says it. */
        final String title;

        Type(String title) {
            this.title = title;
        }

        boolean isForAll() {
            return this == CLIENTS || this == ALL_ROOMS || this == CUSTOM;
        }
    }

    private final RedisMember member;
    private final NodePorts ports;
    private final Namespace namespace;
    private final MemoryAdapter local;
    private final OpenQuestions<ObjectNode> questions;
    private V5Requests.CustomHook customHook = (data, answer) -> answer.accept(null);

    V5RequestExchange(RedisMember member) {
        this.member = member;
        this.ports = member.ports();
        this.namespace = member.namespace();
        this.local = member.local();
        this.questions = new OpenQuestions<>(ports.loop());
    }

    void customHook(V5Requests.CustomHook hook) {
        customHook = hook;
    }

    void serverCount(Callback<Integer> answer) {
        member.publisher().countSubscribers(member.channels().request(), answer);
    }

    // What this node asks.

    void clients(Collection<String> rooms, Callback<Set<String>> answer) {
        askAll(Type.CLIENTS, Trees.object().set("rooms", Trees.array(rooms)), union("clients", answer));
    }

    void allRooms(Callback<Set<String>> answer) {
        askAll(Type.ALL_ROOMS, Trees.object(), union("rooms", answer));
    }

    void clientRooms(String id, Callback<Set<String>> answer) {
        Set<String> rooms = local.socketRooms(id);
        if (!rooms.isEmpty()) {
            ports.loop().execute(() -> answer.done(null, rooms));
            return;
        }
        askOne(Type.CLIENT_ROOMS, Trees.object().put("sid", id), union("rooms", answer));
    }

    void remoteJoin(String id, String room, Callback<Void> answer) {
        ObjectNode body = Trees.object().put("sid", id).put("room", room);
        hereOrThere(Type.JOIN, id, body, socket -> socket.join(room), answer);
    }

    void remoteLeave(String id, String room, Callback<Void> answer) {
        ObjectNode body = Trees.object().put("sid", id).put("room", room);
        hereOrThere(Type.LEAVE, id, body, socket -> socket.leave(room), answer);
    }

    void remoteDisconnect(String id, boolean close, Callback<Void> answer) {
        ObjectNode body = Trees.object().put("sid", id).put("close", close);
        hereOrThere(Type.DISCONNECT, id, body, socket -> socket.disconnect(close), answer);
    }

    void customRequest(JsonNode data, Callback<List<JsonNode>> answer) {
        askAll(Type.CUSTOM, Trees.object().set("data", data), (error, responses) -> {
            List<JsonNode> replies = new ArrayList<>();
            responses.forEach(response ->
                    replies.add(response.has("data") ? response.get("data") : JsonNodeFactory.instance.nullNode()));
            answer.done(error, replies);
        });
    }

    private static Callback<List<ObjectNode>> union(String field, Callback<Set<String>> answer) {
        return (error, responses) -> {
            Set<String> all = new LinkedHashSet<>();
            responses.forEach(response -> all.addAll(Trees.readRooms(response.path(field))));
            answer.done(error, all);
        };
    }

    private void hereOrThere(Type type, String id, ObjectNode body, Consumer<Socket> action, Callback<Void> answer) {
        Socket socket = namespace.socket(id);
        if (socket == null) {
            askOne(type, body, (error, responses) -> answer.done(error, null));
            return;
        }
        action.accept(socket);
        ports.loop().execute(() -> answer.done(null, null));
    }

    private void askOne(Type type, ObjectNode body, Callback<List<ObjectNode>> onResponses) {
        String requestId = nextRequestId();
        open(requestId, type, onResponses).expect(1);
        publishRequest(requestId, type, body);
    }

    /** Redis knows how many nodes there are: those subscribed to the request channel. This one, which will answer, too, is one. */
    private void askAll(Type type, ObjectNode body, Callback<List<ObjectNode>> onResponses) {
        String requestId = nextRequestId();
        var question = open(requestId, type, onResponses);
        serverCount((error, servers) -> {
            if (error != null) {
                question.end(error);
                return;
            }
            member.log(() -> "waiting for " + servers + " responses to \"" + type.title + "\" request");
            if (question.expect(Math.max(1, servers))) {
                publishRequest(requestId, type, body);
            }
        });
    }

    private String nextRequestId() {
        return Uid.next(ports.ids(), REQUEST_ID_LENGTH);
    }

    private OpenQuestions<ObjectNode>.Question open(
            String requestId, Type type, Callback<List<ObjectNode>> onResponses) {
        return questions.open(
                requestId,
                member.config().requestsTimeoutMillis(),
                (answered, expected) -> "timeout reached while waiting for " + type.title + " response",
                onResponses);
    }

    private void publishRequest(String requestId, Type type, ObjectNode body) {
        ObjectNode request = Trees.object().put("requestid", requestId).put("type", type.ordinal());
        member.publishRequest(request.setAll(body));
    }

    void onResponse(byte[] payload) {
        ObjectNode response = Trees.readJson(payload);
        var question = questions.get(response.path("requestid").asString(""));
        if (question == null) {
            member.log(() -> "ignoring unknown request");
            return;
        }
        member.log(() -> "received response " + JsonText.stringify(response));
        question.answer(response);
    }

    /** Nobody waits any longer. */
    void close() {
        questions.close();
    }

    // What others ask.

    void onRequest(byte[] payload) {
        ObjectNode request = Trees.readJson(payload);
        member.log(() -> "received request " + JsonText.stringify(request));
        int number = request.path("type").asInt(-1);
        if (number < 0 || number >= Type.values().length) {
            member.log(() -> "ignoring unknown request type: " + request.path("type"));
            return;
        }
        switch (Type.values()[number]) {
            case CLIENTS -> answer(request, "clients", Trees.array(clientsHere(request)));
            case CLIENT_ROOMS -> clientRooms(request);
            case ALL_ROOMS -> answer(request, "rooms", Trees.array(local.allRooms()));
            case JOIN -> withSocket(request, socket -> socket.join(roomIn(request)));
            case LEAVE -> withSocket(request, socket -> socket.leave(roomIn(request)));
            case DISCONNECT ->
                withSocket(
                        request,
                        socket -> socket.disconnect(request.path("close").asBoolean(false)));
            case CUSTOM -> custom(request);
        }
    }

    private List<String> clientsHere(ObjectNode request) {
        BroadcastOptions options = new BroadcastOptions(Trees.readRooms(request.path("rooms")), Set.of(), Map.of());
        return local.sockets(options).stream().map(Socket::id).toList();
    }

    private void clientRooms(ObjectNode request) {
        Set<String> rooms = local.socketRooms(request.path("sid").asString(""));
        if (!rooms.isEmpty()) {
            answer(request, "rooms", Trees.array(rooms));
        }
    }

    private static String roomIn(ObjectNode request) {
        return Trees.text(request.path("room"));
    }

    private void withSocket(ObjectNode request, Consumer<Socket> action) {
        Socket socket = namespace.socket(request.path("sid").asString(""));
        if (socket != null) {
            action.accept(socket);
            publish(answerTo(request));
        }
    }

    private void custom(ObjectNode request) {
        Consumer<JsonNode> answerOnce = Once.onLoop(ports.loop(), data -> answer(request, "data", data));
        customHook.onRequest(request.path("data"), value -> answerOnce.accept(Payloads.toTree(value)));
    }

    private void answer(ObjectNode request, String field, JsonNode value) {
        publish(answerTo(request).set(field, value));
    }

    private static ObjectNode answerTo(ObjectNode request) {
        return Trees.object().set("requestid", request.path("requestid"));
    }

    private void publish(ObjectNode answer) {
        member.publisher().publish(member.channels().response(), Trees.json(answer));
    }
}
