package io.github.fanoutlab.adapter.redis;

import io.github.fanoutlab.adapter.protocol.Packet;
import io.github.fanoutlab.adapter.server.BroadcastOptions;
import io.github.fanoutlab.adapter.server.MemoryAdapter;
import io.github.fanoutlab.adapter.server.Socket;
import io.github.fanoutlab.platform.json.JsonText;
import io.github.fanoutlab.platform.node.NodePorts;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a node does with the requests of others.
 *
 * <pre>
 * type                 answer
 * 0 sockets            {"requestId","sockets":[id]}
 * 1 all rooms          {"requestId","rooms":[]}
 * 2 join, 3 leave,     none; in the form of old peers (sid and room in place of opts) {"requestId"},
 * 4 disconnect           from the node that has the socket
 * 5 fetch              {"requestId","sockets":[{id, handshake, rooms, data}]}
 * 6 server-side emit   when asked for, {"type":6,"requestId","data"}, on the channel that all share
 * 7 broadcast with ack {"type":8,"requestId","clientCount"}, then for each client {type: 9, requestId, packet}
 * </pre>
 *
 * <p>0, 1, 5 and 7 are answered exactly once, also when there is nothing to tell: peers count the answers. 2, 3 and 4 are carried
 * out by their own sender too, when they come back; the others it ignores. Read in {@code
 * @socket.io/redis-adapter} 8.3, {@code onrequest}.
 */
final class Answers {

    private final RedisMember member;
    private final NodePorts ports;
    private final MemoryAdapter local;

    Answers(RedisMember member) {
        this.member = member;
        this.ports = member.ports();
        this.local = member.local();
    }

    void onRequest(byte[] payload) {
        ObjectNode request = member.read(payload, "request");
        log(() -> "received request " + JsonText.stringify(request));
        RequestType type = RequestType.of(request.path("type").asInt(-1));
        if (type == null) {
            log(() -> "ignoring unknown request type: " + request.path("type"));
            return;
        }
        if (type.isQuestion() && member.uid().equals(request.path("uid").asString(""))) {
            ports.counters().increment(RedisAdapter.OWN_ECHOES_DROPPED);
            if (type == RequestType.SERVER_SIDE_EMIT) {
                log(() -> "ignore same uid");
            }
            return;
        }
        switch (type) {
            case SOCKETS -> sockets(request);
            case ALL_ROOMS -> allRooms(request);
            case JOIN -> joinOrLeave(request, true);
            case LEAVE -> joinOrLeave(request, false);
            case DISCONNECT -> disconnect(request);
            case FETCH -> fetch(request);
            case SERVER_SIDE_EMIT -> serverSideEmit(request);
            case BROADCAST -> broadcastWithAck(request);
            default -> log(() -> "ignoring unknown request type: " + type.number());
        }
    }

    private void sockets(ObjectNode request) {
        BroadcastOptions options = new BroadcastOptions(Trees.readRooms(request.path("rooms")), Set.of(), Map.of());
        List<String> ids = local.sockets(options).stream().map(Socket::id).collect(Collectors.toList());
        ObjectNode answer = answerTo(request);
        answer.set("sockets", Trees.array(ids));
        publish(request, Trees.json(answer));
    }

    private void allRooms(ObjectNode request) {
        ObjectNode answer = answerTo(request);
        answer.set("rooms", Trees.array(local.allRooms()));
        publish(request, Trees.json(answer));
    }

    private void joinOrLeave(ObjectNode request, boolean join) {
        if (isNewForm(request)) {
            BroadcastOptions options = Trees.readOptions(request.path("opts"));
            List<String> rooms = List.copyOf(Trees.readRooms(request.path("rooms")));
            if (join) {
                local.addSockets(options, rooms);
            } else {
                local.delSockets(options, rooms);
            }
            return;
        }
        withSocket(request, socket -> {
            String room = request.path("room").asString("");
            if (join) {
                socket.join(room);
            } else {
                socket.leave(room);
            }
        });
    }

    private void disconnect(ObjectNode request) {
        boolean close = request.path("close").asBoolean(false);
        if (isNewForm(request)) {
            local.disconnectSockets(Trees.readOptions(request.path("opts")), close);
        } else {
            withSocket(request, socket -> socket.disconnect(close));
        }
    }

    private static boolean isNewForm(ObjectNode request) {
        return request.hasNonNull("opts");
    }

    private void withSocket(ObjectNode request, Consumer<Socket> task) {
        Socket socket = member.namespace().socket(request.path("sid").asString(""));
        if (socket != null) {
            task.accept(socket);
            publish(request, Trees.json(answerTo(request)));
        }
    }

    private void fetch(ObjectNode request) {
        ObjectNode answer = answerTo(request);
        ArrayNode sockets = answer.putArray("sockets");
        local.details(Trees.readOptions(request.path("opts"))).forEach(socket -> sockets.add(socket.toTree()));
        publish(request, Trees.json(answer));
    }

    private void serverSideEmit(ObjectNode request) {
        ArrayNode data = request.path("data") instanceof ArrayNode array
                ? array
                : Trees.<ArrayNode>wrong("the data", request.path("data"), "an event's name and arguments");
        member.namespace().receiveServerSide(data, request.hasNonNull("requestId") ? answerOnce(request) : null);
    }

    private Consumer<ArrayNode> answerOnce(ObjectNode request) {
        return Once.onLoop(ports.loop(), args -> {
            log(() -> "calling acknowledgement with " + Trees.shown(args.get(0)));
            ObjectNode answer = typedAnswerTo(request, RequestType.SERVER_SIDE_EMIT);
            if (!args.isEmpty()) {
                answer.set("data", args.get(0));
            }
            member.publisher().publish(member.channels().response(), Trees.json(answer));
        });
    }

    private void broadcastWithAck(ObjectNode request) {
        Packet packet =
                Trees.readPacket(request.path("packet"), member.namespace().name());
        BroadcastOptions options = Trees.readOptions(request.path("opts"));
        int clientCount = local.broadcastWithAck(packet, options, value -> {
            log(() -> "received acknowledgement with value " + Trees.shown(value));
            ObjectNode answer = typedAnswerTo(request, RequestType.BROADCAST_ACK);
            if (value != null) {
                answer.set("packet", value);
            }
            publish(request, MessagePackEncoder.encode(answer));
        });
        log(() -> "waiting for " + clientCount + " client acknowledgements");
        ObjectNode answer = typedAnswerTo(request, RequestType.BROADCAST_CLIENT_COUNT);
        publish(request, Trees.json(answer.put("clientCount", clientCount)));
    }

    private static ObjectNode answerTo(ObjectNode request) {
        return withRequestId(Trees.object(), request);
    }

    private static ObjectNode typedAnswerTo(ObjectNode request, RequestType type) {
        return withRequestId(Trees.object().put("type", type.number()), request);
    }

    private static ObjectNode withRequestId(ObjectNode answer, ObjectNode request) {
        if (request.has("requestId")) {
            answer.set("requestId", request.get("requestId"));
        }
        return answer;
    }

    private void publish(ObjectNode request, byte[] answer) {
        String channel = member.config().publishOnSpecificResponseChannel()
                ? member.channels().responseTo(request.path("uid").asString(""))
                : member.channels().response();
        log(() -> "publishing response to channel " + channel);
        member.publisher().publish(channel, answer);
    }

    private void log(Supplier<String> message) {
        member.log(message);
    }
}
