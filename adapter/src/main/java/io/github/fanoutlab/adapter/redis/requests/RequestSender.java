package io.github.fanoutlab.adapter.redis.requests;

import io.github.fanoutlab.adapter.protocol.Packet;
import io.github.fanoutlab.adapter.redis.codec.MessageCodec;
import io.github.fanoutlab.adapter.redis.codec.MessagePackEncoder;
import io.github.fanoutlab.adapter.redis.pubsub.ClusterMember;
import io.github.fanoutlab.adapter.redis.pubsub.Uid;
import io.github.fanoutlab.adapter.server.BroadcastOptions;
import io.github.fanoutlab.adapter.server.Callback;
import io.github.fanoutlab.adapter.server.SocketDetails;
import io.github.fanoutlab.platform.json.JsonText;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Sends a node's requests to the others and collects their responses. {@link RequestReceiver} is the other side, and has the
 * table of the messages.
 *
 * <p>A node adds its own part itself, and ignores its own request when that comes back. Redis knows how many nodes there are: as
 * many as are subscribed to the request channel. Each is expected to respond once. Read in {@code @socket.io/redis-adapter} 8.3,
 * {@code allRooms}, {@code fetchSockets}, {@code serverSideEmitWithAck}, {@code broadcastWithAck} and {@code onresponse}.
 */
public final class RequestSender {

    private final ClusterMember member;
    private final long timeoutMillis;
    private final PendingRequests<ObjectNode> pending;

    /** {@code timeoutMillis} is how long the others may take to respond. */
    public RequestSender(ClusterMember member, long timeoutMillis) {
        this.member = member;
        this.timeoutMillis = timeoutMillis;
        this.pending = new PendingRequests<>(member.ports().loop(), this::serverCount);
    }

    /** Counts the servers, this one included. */
    public void serverCount(Callback<Integer> answer) {
        member.publisher().countSubscribers(member.channels().request(), answer);
    }

    /** Finds every room that has a member, on any server. */
    public void allRooms(Callback<Set<String>> answer) {
        Set<String> rooms = new LinkedHashSet<>(member.local().allRooms());
        send("allRooms", RequestType.ALL_ROOMS, MessageCodec.object(), (error, responses) -> {
            responses.forEach(response -> rooms.addAll(MessageCodec.readRooms(listIn(response, "rooms"))));
            answer.done(error, error == null ? rooms : null);
        });
    }

    /** Finds the sockets that {@code options} select, on all servers. */
    public void fetchSockets(BroadcastOptions options, Callback<List<SocketDetails>> answer) {
        List<SocketDetails> found = new ArrayList<>(member.local().details(options));
        ObjectNode body = MessageCodec.object().set("opts", MessageCodec.selection(options));
        send("fetchSockets", RequestType.FETCH, body, (error, responses) -> {
            for (ObjectNode response : responses) {
                listIn(response, "sockets").forEach(socket -> found.add(SocketDetails.ofTree(socket)));
            }
            answer.done(error, error == null ? found : null);
        });
    }

    /** Sends an event to the other servers; {@code answers} gets the ack of each. */
    public void serverSideEmit(ArrayNode data, Callback<List<JsonNode>> answers) {
        ObjectNode body = MessageCodec.object().set("data", data);
        send("serverSideEmit", RequestType.SERVER_SIDE_EMIT, body, (error, responses) -> {
            List<JsonNode> values = new ArrayList<>();
            for (ObjectNode response : responses) {
                values.add(response.has("data") ? response.get("data") : JsonNodeFactory.instance.nullNode());
            }
            answers.done(error, values);
        });
    }

    /** Anything but a list counts as an empty one, as in Node. */
    private static ArrayNode listIn(ObjectNode response, String field) {
        return response.path(field) instanceof ArrayNode list ? list : JsonNodeFactory.instance.arrayNode();
    }

    /** Publishes first, then sends to the clients of this node, as every broadcast. */
    public void broadcastWithAck(
            Packet packet, BroadcastOptions options, IntConsumer onClientCount, Consumer<JsonNode> onAnswer) {
        if (!options.isLocal()) {
            String requestId = nextRequestId();
            ObjectNode request = request(requestId, RequestType.BROADCAST);
            request.set("packet", MessageCodec.packet(packet));
            request.set("opts", MessageCodec.options(options));
            member.publisher().publish(member.channels().request(), MessagePackEncoder.encode(request));
            pending.stream(requestId, options.timeoutMillis(), response -> {
                int type = response.path("type").asInt(-1);
                if (type == RequestType.BROADCAST_CLIENT_COUNT.number()) {
                    onClientCount.accept(response.path("clientCount").asInt(0));
                } else if (type == RequestType.BROADCAST_ACK.number()) {
                    onAnswer.accept(response.get("packet"));
                }
            });
        }
        member.local().broadcastWithAck(packet, options, onClientCount, onAnswer);
    }

    /** A message has come on a response channel. */
    public void onResponse(byte[] payload) {
        ObjectNode response = RequestReceiver.read(member, payload, "response");
        String requestId = response.path("requestId").asString("");
        if (pending.receiveStreamed(requestId, response)) {
            return;
        }
        PendingRequests<ObjectNode>.Request request = pending.get(requestId);
        if (request == null) {
            member.log(() -> "ignoring unknown request");
            return;
        }
        member.log(() -> "received response " + JsonText.stringify(response));
        if (response.path("type").asInt(-1) == RequestType.SERVER_SIDE_EMIT.number()) {
            int received = request.received() + 1;
            member.log(() -> "serverSideEmit: got " + received + " responses out of " + request.expected());
        }
        request.receive(response);
    }

    /** Ends all requests that still wait. */
    public void close() {
        pending.close();
    }

    private void send(String title, RequestType type, ObjectNode body, Callback<List<ObjectNode>> onResponses) {
        String requestId = nextRequestId();
        boolean serverSide = type == RequestType.SERVER_SIDE_EMIT;
        PendingRequests.TimeoutMessage message = serverSide
                ? PendingRequests::onlySome
                : (received, expected) -> "timeout reached while waiting for " + title + " response";
        pending.open(requestId, timeoutMillis, message, onResponses)
                .sendToAll(
                        servers -> {
                            int others = servers - 1;
                            member.log(() -> "waiting for " + (serverSide ? others : servers) + " responses to \""
                                    + title + "\" request");
                            return others;
                        },
                        () -> member.publishRequest(request(requestId, type).setAll(body)));
    }

    private String nextRequestId() {
        return Uid.next(member.ports().ids());
    }

    private ObjectNode request(String requestId, RequestType type) {
        return MessageCodec.object()
                .put("uid", member.uid())
                .put("requestId", requestId)
                .put("type", type.number());
    }
}
