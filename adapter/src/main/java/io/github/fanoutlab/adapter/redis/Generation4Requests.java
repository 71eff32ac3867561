package io.github.fanoutlab.adapter.redis;

import io.github.fanoutlab.adapter.protocol.Payloads;
import io.github.fanoutlab.adapter.server.BroadcastOptions;
import io.github.fanoutlab.adapter.server.Callback;
import io.github.fanoutlab.adapter.server.MemoryAdapter;
import io.github.fanoutlab.adapter.server.Namespace;
import io.github.fanoutlab.adapter.server.NoAnswerException;
import io.github.fanoutlab.adapter.server.Socket;
import io.github.fanoutlab.platform.EventLoop;
import io.github.fanoutlab.platform.json.JsonText;
import io.github.fanoutlab.platform.node.NodePorts;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What nodes of generation G4 ask of each other, in JSON, and what is answered.
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
final class Generation4Requests {

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

    private final NodePorts ports;
    private final Namespace namespace;
    private final MemoryAdapter local;
    private final Publisher publisher;
    private final Channels channels;
    private final long patienceMillis;
    private final Map<String, Question> questions = new LinkedHashMap<>();
    private G4Requests.CustomHook customHook = (data, answer) -> answer.accept(null);

    Generation4Requests(
            RedisAdapter config, Namespace namespace, MemoryAdapter local, Publisher publisher, Channels channels) {
        this.ports = namespace.ports();
        this.namespace = namespace;
        this.local = local;
        this.publisher = publisher;
        this.channels = channels;
        this.patienceMillis = config.requestsTimeoutMillis();
    }

    void customHook(G4Requests.CustomHook hook) {
        customHook = hook;
    }

    void serverCount(Callback<Integer> answer) {
        publisher.countSubscribers(channels.request(), answer);
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
        Question question = new Question(type, onResponses);
        question.expected = 1;
        question.publish(body);
    }

    /** Redis knows how many nodes there are: those subscribed to the request channel. */
    private void askAll(Type type, ObjectNode body, Callback<List<ObjectNode>> onResponses) {
        Question question = new Question(type, onResponses);
        serverCount((error, servers) -> {
            if (error != null) {
                question.finish(error);
                return;
            }
            log(() -> "waiting for " + servers + " responses to \"" + type.title + "\" request");
            question.expected = servers;
            question.publish(body);
        });
    }

    void onResponse(byte[] payload) {
        ObjectNode response = Trees.readJson(payload);
        Question question = questions.get(response.path("requestid").asString(""));
        if (question == null) {
            log(() -> "ignoring unknown request");
            return;
        }
        log(() -> "received response " + JsonText.stringify(response));
        question.onResponse(response);
    }

    /** Nobody waits any longer. */
    void close() {
        List.copyOf(questions.values())
                .forEach(question -> question.finish(new NoAnswerException("the server was closed")));
    }

    /** A request that nodes answer, and what has come of that. */
    private final class Question {

        private final String requestId = Uid.next(ports.ids(), REQUEST_ID_LENGTH);
        private final Type type;
        private final Callback<List<ObjectNode>> onResponses;
        private final EventLoop.Timer patience;
        private final List<ObjectNode> responses = new ArrayList<>();
        private int expected;

        Question(Type type, Callback<List<ObjectNode>> onResponses) {
            this.type = type;
            this.onResponses = onResponses;
            this.patience = ports.loop().schedule(patienceMillis, this::timedOut);
            questions.put(requestId, this);
        }

        void publish(ObjectNode body) {
            if (questions.containsKey(requestId)) {
                ObjectNode request = Trees.object().put("requestid", requestId).put("type", type.ordinal());
                publisher.publish(channels.request(), Trees.json(request.setAll(body)));
            }
        }

        void onResponse(ObjectNode response) {
            responses.add(response);
            if (responses.size() == expected) {
                finish(null);
            }
        }

        private void timedOut() {
            finish(new NoAnswerException("timeout reached while waiting for " + type.title + " response"));
        }

        void finish(NoAnswerException error) {
            if (questions.remove(requestId) != null) {
                patience.cancel();
                onResponses.done(error, responses);
            }
        }
    }

    // What others ask.

    void onRequest(byte[] payload) {
        ObjectNode request = Trees.readJson(payload);
        log(() -> "received request " + JsonText.stringify(request));
        int number = request.path("type").asInt(-1);
        if (number < 0 || number >= Type.values().length) {
            log(() -> "ignoring unknown request type: " + request.path("type"));
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
        boolean[] answered = {false};
        customHook.onRequest(request.path("data"), value -> {
            JsonNode data = Payloads.toTree(value);
            ports.loop().run(() -> {
                if (!answered[0]) {
                    answered[0] = true;
                    answer(request, "data", data);
                }
            });
        });
    }

    private void answer(ObjectNode request, String field, JsonNode value) {
        publish(answerTo(request).set(field, value));
    }

    private static ObjectNode answerTo(ObjectNode request) {
        return Trees.object().set("requestid", request.path("requestid"));
    }

    private void publish(ObjectNode answer) {
        publisher.publish(channels.response(), Trees.json(answer));
    }

    private void log(Supplier<String> message) {
        ports.log().log(RedisNamespaceAdapter.NAMESPACE, message);
    }
}
