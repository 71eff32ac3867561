package io.github.fanoutlab.adapter.redis.requests;

import io.github.fanoutlab.adapter.protocol.Packet;
import io.github.fanoutlab.adapter.redis.codec.MalformedMessageException;
import io.github.fanoutlab.adapter.redis.codec.MessageCodec;
import io.github.fanoutlab.adapter.redis.codec.MessagePackEncoder;
import io.github.fanoutlab.adapter.redis.pubsub.AdapterCounters;
import io.github.fanoutlab.adapter.redis.pubsub.ClusterMember;
import io.github.fanoutlab.adapter.server.BroadcastOptions;
import io.github.fanoutlab.adapter.server.MemoryAdapter;
import io.github.fanoutlab.adapter.server.Socket;
import io.github.fanoutlab.platform.Once;
import io.github.fanoutlab.platform.json.JsonText;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Carries out the requests of other nodes and responds to them.
 *
 * <pre>
 * type                 response
 * 0 sockets            {"requestId","sockets":[id]}
 * 1 all rooms          {"requestId","rooms":[]}
 * 2 join, 3 leave,     none; to the form of old peers (sid and room in place of opts) {"requestId"},
 * 4 disconnect           from the node that has the socket
 * 5 fetch              {"requestId","sockets":[{id, handshake, rooms, data}]}
 * 6 server-side emit   when one is asked for, {"type":6,"requestId","data"}, on the channel that all share
 * 7 broadcast with ack {"type":8,"requestId","clientCount"}, then for each client {type: 9, requestId, packet}
 * </pre>
 *
 * <p>Requests 0, 1, 5 and 7 get exactly one response, even an empty one: peers count them. The sender of 2, 3 and 4 carries its
 * own request out when it comes back; the sender of the others ignores it. Read in {@code @socket.io/redis-adapter} 8.3, {@code
 * onrequest}.
 */
public final class RequestReceiver {

    private final ClusterMember member;
    private final boolean respondsToSenderOnly;
    private final MemoryAdapter local;

    /** {@code respondsToSenderOnly}: on the sender's own response channel, not on the one that all share. */
    public RequestReceiver(ClusterMember member, boolean respondsToSenderOnly) {
        this.member = member;
        this.respondsToSenderOnly = respondsToSenderOnly;
        this.local = member.local();
    }

    /** A message has come on the request channel. */
    public void onRequest(byte[] payload) {
        ObjectNode request = read(member, payload, "request");
        log(() -> "received request " + JsonText.stringify(request));
        RequestType type = RequestType.of(request.path("type").asInt(-1));
        if (type == null) {
            log(() -> "ignoring unknown request type: " + request.path("type"));
            return;
        }
        if (type.isIgnoredBySender() && member.uid().equals(request.path("uid").asString(""))) {
            member.ports().counters().increment(AdapterCounters.OWN_ECHOES_DROPPED);
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

    /** A request or response; {@code what} it should be is for the log. */
    static ObjectNode read(ClusterMember member, byte[] payload, String what) {
        try {
            return MessageCodec.readMessage(payload);
        } catch (MalformedMessageException malformed) {
            member.log(() -> "ignoring malformed " + what);
            throw malformed;
        }
    }

    private void sockets(ObjectNode request) {
        BroadcastOptions options =
                new BroadcastOptions(MessageCodec.readRooms(request.path("rooms")), Set.of(), Map.of());
        List<String> ids = local.sockets(options).stream().map(Socket::id).toList();
        ObjectNode response = responseTo(request);
        response.set("sockets", MessageCodec.array(ids));
        publish(request, MessageCodec.json(response));
    }

    private void allRooms(ObjectNode request) {
        ObjectNode response = responseTo(request);
        response.set("rooms", MessageCodec.array(local.allRooms()));
        publish(request, MessageCodec.json(response));
    }

    private void joinOrLeave(ObjectNode request, boolean join) {
        if (isNewForm(request)) {
            BroadcastOptions options = MessageCodec.readOptions(request.path("opts"));
            List<String> rooms = List.copyOf(MessageCodec.readRooms(request.path("rooms")));
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
            local.disconnectSockets(MessageCodec.readOptions(request.path("opts")), close);
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
            publish(request, MessageCodec.json(responseTo(request)));
        }
    }

    private void fetch(ObjectNode request) {
        ObjectNode response = responseTo(request);
        ArrayNode sockets = response.putArray("sockets");
        local.details(MessageCodec.readOptions(request.path("opts"))).forEach(socket -> sockets.add(socket.toTree()));
        publish(request, MessageCodec.json(response));
    }

    private void serverSideEmit(ObjectNode request) {
        ArrayNode data = MessageCodec.readServerSideEvent("the data", request.path("data"));
        member.namespace().receiveServerSide(data, request.hasNonNull("requestId") ? respondOnce(request) : null);
    }

    private Consumer<ArrayNode> respondOnce(ObjectNode request) {
        return Once.onLoop(member.ports().loop(), args -> {
            log(() -> "calling acknowledgement with " + MessageCodec.shown(args.get(0)));
            ObjectNode response = responseTo(request, RequestType.SERVER_SIDE_EMIT);
            if (!args.isEmpty()) {
                response.set("data", args.get(0));
            }
            member.publisher().publish(member.channels().response(), MessageCodec.json(response));
        });
    }

    private void broadcastWithAck(ObjectNode request) {
        Packet packet = MessageCodec.readPacket(
                request.path("packet"), member.namespace().name());
        BroadcastOptions options = MessageCodec.readOptions(request.path("opts"));
        int clientCount = local.broadcastWithAck(packet, options, value -> {
            log(() -> "received acknowledgement with value " + MessageCodec.shown(value));
            ObjectNode response = responseTo(request, RequestType.BROADCAST_ACK);
            if (value != null) {
                response.set("packet", value);
            }
            publish(request, MessagePackEncoder.encode(response));
        });
        log(() -> "waiting for " + clientCount + " client acknowledgements");
        ObjectNode response = responseTo(request, RequestType.BROADCAST_CLIENT_COUNT);
        publish(request, MessageCodec.json(response.put("clientCount", clientCount)));
    }

    private static ObjectNode responseTo(ObjectNode request) {
        return withRequestId(MessageCodec.object(), request);
    }

    private static ObjectNode responseTo(ObjectNode request, RequestType type) {
        return withRequestId(MessageCodec.object().put("type", type.number()), request);
    }

    private static ObjectNode withRequestId(ObjectNode response, ObjectNode request) {
        if (request.has("requestId")) {
            response.set("requestId", request.get("requestId"));
        }
        return response;
    }

    private void publish(ObjectNode request, byte[] response) {
        String channel = respondsToSenderOnly
                ? member.channels().responseTo(request.path("uid").asString(""))
                : member.channels().response();
        log(() -> "publishing response to channel " + channel);
        member.publisher().publish(channel, response);
    }

    private void log(Supplier<String> message) {
        member.log(message);
    }
}
