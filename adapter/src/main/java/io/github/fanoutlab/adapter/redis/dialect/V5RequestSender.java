package io.github.fanoutlab.adapter.redis.dialect;

import io.github.fanoutlab.adapter.redis.codec.MessageCodec;
import io.github.fanoutlab.adapter.redis.pubsub.ClusterMember;
import io.github.fanoutlab.adapter.redis.pubsub.Uid;
import io.github.fanoutlab.adapter.redis.requests.PendingRequests;
import io.github.fanoutlab.adapter.server.Callback;
import io.github.fanoutlab.adapter.server.Socket;
import io.github.fanoutlab.platform.json.JsonText;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Sends the requests of dialect V5 and collects their responses. {@link V5RequestReceiver} is the other side, and has the table of
 * the messages.
 *
 * <p>Unlike in newer dialects, a node responds to its own request too. Only what concerns a single client of its own it does at
 * once, without a request. Read in {@code socket.io-redis} 5.4.
 */
public final class V5RequestSender {

    private final ClusterMember member;
    private final long timeoutMillis;
    private final PendingRequests<ObjectNode> pending;

    V5RequestSender(ClusterMember member, long timeoutMillis) {
        this.member = member;
        this.timeoutMillis = timeoutMillis;
        this.pending = new PendingRequests<>(member.ports().loop(), this::serverCount);
    }

    /** Counts the nodes: as many as are subscribed to the request channel. */
    void serverCount(Callback<Integer> answer) {
        member.publisher().countSubscribers(member.channels().request(), answer);
    }

    /** Finds the ids of all clients in one of {@code rooms}; of all clients when there is none. */
    public void clients(Collection<String> rooms, Callback<Set<String>> answer) {
        ObjectNode body = MessageCodec.object().set("rooms", MessageCodec.array(rooms));
        sendToAll(V5RequestType.CLIENTS, body, union("clients", answer));
    }

    /** Finds every room that has a member. */
    public void allRooms(Callback<Set<String>> answer) {
        sendToAll(V5RequestType.ALL_ROOMS, MessageCodec.object(), union("rooms", answer));
    }

    /** Finds the rooms of the client {@code id}. */
    public void clientRooms(String id, Callback<Set<String>> answer) {
        Set<String> rooms = member.local().socketRooms(id);
        if (rooms.isEmpty()) {
            sendToOne(V5RequestType.CLIENT_ROOMS, MessageCodec.object().put("sid", id), union("rooms", answer));
        } else {
            member.ports().loop().execute(() -> answer.done(null, rooms));
        }
    }

    /** Makes the client {@code id} join {@code room}. */
    public void remoteJoin(String id, String room, Callback<Void> answer) {
        ObjectNode body = MessageCodec.object().put("sid", id).put("room", room);
        hereOrThere(V5RequestType.JOIN, id, body, socket -> socket.join(room), answer);
    }

    /** Makes the client {@code id} leave {@code room}. */
    public void remoteLeave(String id, String room, Callback<Void> answer) {
        ObjectNode body = MessageCodec.object().put("sid", id).put("room", room);
        hereOrThere(V5RequestType.LEAVE, id, body, socket -> socket.leave(room), answer);
    }

    /** Disconnects the client {@code id}. */
    public void remoteDisconnect(String id, boolean close, Callback<Void> answer) {
        ObjectNode body = MessageCodec.object().put("sid", id).put("close", close);
        hereOrThere(V5RequestType.DISCONNECT, id, body, socket -> socket.disconnect(close), answer);
    }

    /** Asks the custom hook of every node. */
    public void customRequest(JsonNode data, Callback<List<JsonNode>> answer) {
        sendToAll(V5RequestType.CUSTOM, MessageCodec.object().set("data", data), (error, responses) -> {
            List<JsonNode> values = new ArrayList<>();
            responses.forEach(response ->
                    values.add(response.has("data") ? response.get("data") : JsonNodeFactory.instance.nullNode()));
            answer.done(error, values);
        });
    }

    private static Callback<List<ObjectNode>> union(String field, Callback<Set<String>> answer) {
        return (error, responses) -> {
            Set<String> all = new LinkedHashSet<>();
            responses.forEach(response -> all.addAll(MessageCodec.readRooms(response.path(field))));
            answer.done(error, all);
        };
    }

    private void hereOrThere(
            V5RequestType type, String id, ObjectNode body, Consumer<Socket> action, Callback<Void> answer) {
        Socket socket = member.namespace().socket(id);
        if (socket == null) {
            sendToOne(type, body, (error, responses) -> answer.done(error, null));
            return;
        }
        action.accept(socket);
        member.ports().loop().execute(() -> answer.done(null, null));
    }

    private void sendToOne(V5RequestType type, ObjectNode body, Callback<List<ObjectNode>> onResponses) {
        String requestId = Uid.next(member.ports().ids());
        open(requestId, type, onResponses).sendToOne(() -> publish(requestId, type, body));
    }

    private void sendToAll(V5RequestType type, ObjectNode body, Callback<List<ObjectNode>> onResponses) {
        String requestId = Uid.next(member.ports().ids());
        open(requestId, type, onResponses)
                .sendToAll(
                        servers -> {
                            member.log(() -> "waiting for " + servers + " responses to \"" + type.title + "\" request");
                            return Math.max(1, servers);
                        },
                        () -> publish(requestId, type, body));
    }

    private PendingRequests<ObjectNode>.Request open(
            String requestId, V5RequestType type, Callback<List<ObjectNode>> onResponses) {
        return pending.open(
                requestId,
                timeoutMillis,
                (received, expected) -> "timeout reached while waiting for " + type.title + " response",
                onResponses);
    }

    private void publish(String requestId, V5RequestType type, ObjectNode body) {
        ObjectNode request = MessageCodec.object().put("requestid", requestId).put("type", type.number());
        member.publishRequest(request.setAll(body));
    }

    void onResponse(byte[] payload) {
        ObjectNode response = MessageCodec.readJson(payload);
        PendingRequests<ObjectNode>.Request request =
                pending.get(response.path("requestid").asString(""));
        if (request == null) {
            member.log(() -> "ignoring unknown request");
            return;
        }
        member.log(() -> "received response " + JsonText.stringify(response));
        request.receive(response);
    }

    /** Ends all requests that still wait. */
    void close() {
        pending.close();
    }
}
