package io.github.fanoutlab.adapter.redis;

import io.github.fanoutlab.adapter.protocol.Packet;
import io.github.fanoutlab.adapter.server.BroadcastOptions;
import io.github.fanoutlab.adapter.server.Callback;
import io.github.fanoutlab.adapter.server.MemoryAdapter;
import io.github.fanoutlab.adapter.server.Namespace;
import io.github.fanoutlab.adapter.server.NoAnswerException;
import io.github.fanoutlab.adapter.server.SocketDetails;
import io.github.fanoutlab.platform.EventLoop;
import io.github.fanoutlab.platform.json.JsonText;
import io.github.fanoutlab.platform.node.NodePorts;
import java.util.ArrayList;
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
 * What a node asks of the others; its own part it knows, so that it ignores its own request when that comes back. {@link Answers}
 * has the table of the messages.
 *
 * <p>Redis knows how many nodes there are: those subscribed to the request channel. Each is expected to answer once. Read in
 * {@code @socket.io/redis-adapter} 8.3, {@code allRooms}, {@code fetchSockets}, {@code serverSideEmitWithAck}, {@code
 * broadcastWithAck} and {@code onresponse}.
 */
final class Questions {

    private static final int REQUEST_ID_LENGTH = 6;

    private final NodePorts ports;
    private final MemoryAdapter local;
    private final Publisher publisher;
    private final Channels channels;
    private final String uid;
    private final long patienceMillis;
    private final Map<String, Consumer<ObjectNode>> broadcasts = new LinkedHashMap<>();
    private final Map<String, Question> questions = new LinkedHashMap<>();

    Questions(
            RedisAdapter config,
            Namespace namespace,
            MemoryAdapter local,
            Publisher publisher,
            Channels channels,
            String uid) {
        this.ports = namespace.ports();
        this.local = local;
        this.publisher = publisher;
        this.channels = channels;
        this.uid = uid;
        this.patienceMillis = config.requestsTimeoutMillis();
    }

    void serverCount(Callback<Integer> answer) {
        publisher.countSubscribers(channels.request(), answer);
    }

    void allRooms(Callback<Set<String>> answer) {
        Set<String> rooms = new LinkedHashSet<>(local.allRooms());
        ask("allRooms", RequestType.ALL_ROOMS, Trees.object(), (error, responses) -> {
            responses.forEach(response -> rooms.addAll(Trees.readRooms(listIn(response, "rooms"))));
            answer.done(error, error == null ? rooms : null);
        });
    }

    void fetchSockets(BroadcastOptions options, Callback<List<SocketDetails>> answer) {
        List<SocketDetails> found = new ArrayList<>(local.details(options));
        if (options.isLocal()) {
            answer.done(null, found);
            return;
        }
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
            publisher.publish(channels.request(), MessagePackEncoder.encode(request));
            broadcasts.put(requestId, response -> {
                int type = response.path("type").asInt(-1);
                if (type == RequestType.BROADCAST_CLIENT_COUNT.number()) {
                    onClientCount.accept(response.path("clientCount").asInt(0));
                } else if (type == RequestType.BROADCAST_ACK.number()) {
                    onAnswer.accept(response.get("packet"));
                }
            });
            options.timeoutMillis()
                    .ifPresent(millis -> ports.loop().schedule(millis, () -> broadcasts.remove(requestId)));
        }
        local.broadcastWithAck(packet, options, onClientCount, onAnswer);
    }

    void onResponse(byte[] payload) {
        ObjectNode response = Trees.readMessage(payload);
        String requestId = response.path("requestId").asString("");
        Consumer<ObjectNode> broadcast = broadcasts.get(requestId);
        if (broadcast != null) {
            broadcast.accept(response);
            return;
        }
        Question question = questions.get(requestId);
        if (question == null) {
            log(() -> "ignoring unknown request");
            return;
        }
        log(() -> "received response " + JsonText.stringify(response));
        question.onResponse(response);
    }

    /** Nobody waits any longer. */
    void close() {
        broadcasts.clear();
        List.copyOf(questions.values())
                .forEach(question -> question.finish(new NoAnswerException("the server was closed")));
    }

    private void ask(String what, RequestType type, ObjectNode body, Callback<List<ObjectNode>> onResponses) {
        String requestId = nextRequestId();
        Question question = new Question(requestId, what, onResponses);
        questions.put(requestId, question);
        serverCount((error, servers) -> {
            if (error != null) {
                question.finish(error);
            } else if (question.expect(type, servers)) {
                publisher.publish(
                        channels.request(), Trees.json(request(requestId, type).setAll(body)));
            }
        });
    }

    private String nextRequestId() {
        return Uid.next(ports.ids(), REQUEST_ID_LENGTH);
    }

    private ObjectNode request(String requestId, RequestType type) {
        return Trees.object().put("uid", uid).put("requestId", requestId).put("type", type.number());
    }

    private void log(Supplier<String> message) {
        ports.log().log(RedisNamespaceAdapter.NAMESPACE, message);
    }

    /** A request that each other node answers once, and what has come of that. */
    private final class Question {

        private static final int UNKNOWN = -1;

        private final String requestId;
        private final String what;
        private final Callback<List<ObjectNode>> onResponses;
        private final EventLoop.Timer patience;
        private final List<ObjectNode> responses = new ArrayList<>();
        private int others = UNKNOWN;

        Question(String requestId, String what, Callback<List<ObjectNode>> onResponses) {
            this.requestId = requestId;
            this.what = what;
            this.onResponses = onResponses;
            this.patience = ports.loop().schedule(patienceMillis, this::timedOut);
        }

        /** Whether there is anybody to ask, and somebody who still waits for it. */
        boolean expect(RequestType type, int servers) {
            others = servers - 1;
            int shown = type == RequestType.SERVER_SIDE_EMIT ? others : servers;
            log(() -> "waiting for " + shown + " responses to \"" + what + "\" request");
            if (others <= 0) {
                finish(null);
            }
            return questions.containsKey(requestId);
        }

        void onResponse(ObjectNode response) {
            responses.add(response);
            if (what.equals("serverSideEmit")) {
                log(() -> "serverSideEmit: got " + responses.size() + " responses out of " + others);
            }
            if (responses.size() == others) {
                finish(null);
            }
        }

        private void timedOut() {
            String problem;
            if (others == UNKNOWN) {
                problem = "timeout reached: Redis has not told how many servers there are; nothing was sent";
            } else if (what.equals("serverSideEmit")) {
                problem = "timeout reached: only " + responses.size() + " responses received out of " + others;
            } else {
                problem = "timeout reached while waiting for " + what + " response";
            }
            finish(new NoAnswerException(problem));
        }

        void finish(NoAnswerException error) {
            if (questions.remove(requestId) != null) {
                patience.cancel();
                onResponses.done(error, responses);
            }
        }
    }
}
