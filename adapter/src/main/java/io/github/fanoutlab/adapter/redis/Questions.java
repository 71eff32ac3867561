package io.github.fanoutlab.adapter.redis;

import io.github.fanoutlab.adapter.protocol.Packet;
import io.github.fanoutlab.adapter.server.BroadcastOptions;
import io.github.fanoutlab.adapter.server.Callback;
import io.github.fanoutlab.adapter.server.SocketDetails;
import io.github.fanoutlab.platform.json.JsonText;
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
 * What a node asks of the others; its own part it knows, so that it ignores its own request when that comes back. {@link Answers}
 * has the table of the messages.
 *
 * <p>Redis knows how many nodes there are: those subscribed to the request channel. Each is expected to answer once. Read in
 * {@code @socket.io/redis-adapter} 8.3, {@code allRooms}, {@code fetchSockets}, {@code serverSideEmitWithAck}, {@code
 * broadcastWithAck} and {@code onresponse}.
 */
final class Questions {

    private static final int REQUEST_ID_LENGTH = 6;

    private final RedisMember member;
    private final Map<String, Consumer<ObjectNode>> broadcasts = new LinkedHashMap<>();
    private final OpenQuestions<ObjectNode> questions;

    Questions(RedisMember member) {
        this.member = member;
        this.questions = new OpenQuestions<>(member.ports().loop());
    }

    void serverCount(Callback<Integer> answer) {
        member.publisher().countSubscribers(member.channels().request(), answer);
    }

    void allRooms(Callback<Set<String>> answer) {
        Set<String> rooms = new LinkedHashSet<>(member.local().allRooms());
        ask("allRooms", RequestType.ALL_ROOMS, Trees.object(), (error, responses) -> {
            responses.forEach(response -> rooms.addAll(Trees.readRooms(listIn(response, "rooms"))));
            answer.done(error, error == null ? rooms : null);
        });
    }

    void fetchSockets(BroadcastOptions options, Callback<List<SocketDetails>> answer) {
        List<SocketDetails> found = new ArrayList<>(member.local().details(options));
        ObjectNode body = Trees.object().set("opts", Trees.selection(options));
        ask("fetchSockets", RequestType.FETCH, body, (error, responses) -> {
            for (ObjectNode response : responses) {
                listIn(response, "sockets").forEach(socket -> found.add(SocketDetails.ofTree(socket)));
            }
            answer.done(error, error == null ? found : null);
        });
    }

    void serverSideEmit(ArrayNode data, Callback<List<JsonNode>> answers) {
        ObjectNode body = Trees.object().set("data", data);
        ask("serverSideEmit", RequestType.SERVER_SIDE_EMIT, body, (error, responses) -> {
            List<JsonNode> values = new ArrayList<>();
            for (ObjectNode response : responses) {
                values.add(response.has("data") ? response.get("data") : JsonNodeFactory.instance.nullNode());
            }
            answers.done(error, values);
        });
    }

    /** What a peer sent in place of a list counts as an empty one, as in Node. */
    private static ArrayNode listIn(ObjectNode response, String field) {
        return response.path(field) instanceof ArrayNode list ? list : JsonNodeFactory.instance.arrayNode();
    }

    /** Published first, then sent to the clients of this node, as every broadcast. */
    void broadcastWithAck(
            Packet packet, BroadcastOptions options, IntConsumer onClientCount, Consumer<JsonNode> onAnswer) {
        if (!options.isLocal()) {
            String requestId = nextRequestId();
            ObjectNode sent = Trees.selection(options);
            sent.set("flags", Trees.flags(options));
            ObjectNode request = request(requestId, RequestType.BROADCAST);
            request.set("packet", Trees.packet(packet));
            request.set("opts", sent);
            member.publisher().publish(member.channels().request(), MessagePackEncoder.encode(request));
            broadcasts.put(requestId, response -> {
                int type = response.path("type").asInt(-1);
                if (type == RequestType.BROADCAST_CLIENT_COUNT.number()) {
                    onClientCount.accept(response.path("clientCount").asInt(0));
                } else if (type == RequestType.BROADCAST_ACK.number()) {
                    onAnswer.accept(response.get("packet"));
                }
            });
            options.timeoutMillis()
                    .ifPresent(millis -> member.ports().loop().schedule(millis, () -> broadcasts.remove(requestId)));
        }
        member.local().broadcastWithAck(packet, options, onClientCount, onAnswer);
    }

    void onResponse(byte[] payload) {
        ObjectNode response = member.read(payload, "response");
        String requestId = response.path("requestId").asString("");
        Consumer<ObjectNode> broadcast = broadcasts.get(requestId);
        if (broadcast != null) {
            broadcast.accept(response);
            return;
        }
        OpenQuestions<ObjectNode>.Question question = questions.get(requestId);
        if (question == null) {
            member.log(() -> "ignoring unknown request");
            return;
        }
        member.log(() -> "received response " + JsonText.stringify(response));
        if (response.path("type").asInt(-1) == RequestType.SERVER_SIDE_EMIT.number()) {
            int answered = question.answered() + 1;
            member.log(() -> "serverSideEmit: got " + answered + " responses out of " + question.expected());
        }
        question.answer(response);
    }

    /** Nobody waits any longer. */
    void close() {
        broadcasts.clear();
        questions.close();
    }

    private void ask(String what, RequestType type, ObjectNode body, Callback<List<ObjectNode>> onResponses) {
        String requestId = nextRequestId();
        boolean serverSide = type == RequestType.SERVER_SIDE_EMIT;
        OpenQuestions.Lateness lateness = serverSide
                ? OpenQuestions::onlySome
                : (answered, expected) -> "timeout reached while waiting for " + what + " response";
        var question = questions.open(requestId, member.config().requestsTimeoutMillis(), lateness, onResponses);
        serverCount((error, servers) -> {
            if (error != null) {
                question.end(error);
                return;
            }
            int others = servers - 1;
            member.log(
                    () -> "waiting for " + (serverSide ? others : servers) + " responses to \"" + what + "\" request");
            if (question.expect(others)) {
                member.publishRequest(request(requestId, type).setAll(body));
            }
        });
    }

    private String nextRequestId() {
        return Uid.next(member.ports().ids(), REQUEST_ID_LENGTH);
    }

    private ObjectNode request(String requestId, RequestType type) {
        return Trees.object()
                .put("uid", member.uid())
                .put("requestId", requestId)
                .put("type", type.number());
    }
}
