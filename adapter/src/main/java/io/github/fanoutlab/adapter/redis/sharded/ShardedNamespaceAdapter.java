package io.github.fanoutlab.adapter.redis.sharded;

import io.github.fanoutlab.adapter.protocol.Payloads;
import io.github.fanoutlab.adapter.redis.cluster.ClusterAdapter;
import io.github.fanoutlab.adapter.redis.codec.MessageCodec;
import io.github.fanoutlab.adapter.redis.codec.MessagePackEncoder;
import io.github.fanoutlab.adapter.redis.pubsub.MessageGuard;
import io.github.fanoutlab.adapter.redis.pubsub.PubSubConnections;
import io.github.fanoutlab.adapter.redis.pubsub.Publisher;
import io.github.fanoutlab.adapter.server.BroadcastOptions;
import io.github.fanoutlab.adapter.server.Callback;
import io.github.fanoutlab.adapter.server.Namespace;
import io.github.fanoutlab.platform.redis.RedisConnection;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/**
 * A {@link ClusterAdapter} whose messages travel on shard channels.
 *
 * <p>A room with its own channel is subscribed to when its first member joins, and left with its last. In the mode {@code dynamic}
 * that is every room but the private ones of sockets. A sender, which does not know the sockets of other nodes, takes a name of 20
 * characters for a private room. Peer: {@code ShardedRedisAdapter} of {@code @socket.io/redis-adapter} 8.3.
 */
public final class ShardedNamespaceAdapter extends ClusterAdapter {

    private static final int SOCKET_ID_LENGTH = 20;

    /** Which rooms have their own channel; a private room is a socket's own, named by its id. */
    @FunctionalInterface
    public interface RoomChannels {

        /** Whether the private rooms, or all others, have their own channels. */
        boolean exist(boolean forPrivateRooms);
    }

    private final RoomChannels roomChannels;
    private final Publisher publisher;
    private final RedisConnection sub;
    private final String channel;
    private final String responseChannel;
    private final RedisConnection.MessageListener onMessage;

    /** Joins {@code namespace} to the same one of the other servers, on channels that begin with {@code prefix}. */
    public ShardedNamespaceAdapter(
            Namespace namespace, PubSubConnections connections, String prefix, RoomChannels roomChannels) {
        super(namespace);
        this.roomChannels = roomChannels;
        this.publisher = connections.publisher();
        this.sub = connections.sub();
        this.channel = prefix + "#" + namespace.name() + "#";
        this.responseChannel = channel + uid + "#";
        String expected = "{type, data, uid, nsp} in JSON or MessagePack";
        this.onMessage = MessageGuard.guarded(ports, expected, payload -> onMessage(MessageCodec.readMessage(payload)));
        sub.ssubscribe(channel, onMessage, () -> {});
        sub.ssubscribe(
                responseChannel,
                MessageGuard.guarded(ports, expected, payload -> onResponse(MessageCodec.readMessage(payload))),
                () -> {});
    }

    @Override
    protected void send(ObjectNode message, BroadcastOptions broadcast, Runnable ownPart) {
        String to = broadcast != null && hasOwnChannel(broadcast.rooms())
                ? roomChannel(broadcast.rooms().iterator().next())
                : channel;
        logRedis(() -> "publishing message of type " + message.path("type") + " to " + to);
        publisher.spublish(to, encode(message));
        ownPart.run();
    }

    private boolean hasOwnChannel(Set<String> rooms) {
        return rooms.size() == 1 && roomChannels.exist(rooms.iterator().next().length() == SOCKET_ID_LENGTH);
    }

    private String roomChannel(String room) {
        return channel + room + "#";
    }

    @Override
    protected void sendResponse(String to, ObjectNode response) {
        logRedis(() -> "publishing response of type " + response.path("type") + " to " + to);
        publisher.spublish(channel + to + "#", encode(response));
    }

    private static byte[] encode(ObjectNode message) {
        return Payloads.hasBinary(message) ? MessagePackEncoder.encode(message) : MessageCodec.json(message);
    }

    @Override
    public void serverCount(Callback<Integer> answer) {
        publisher.countShardSubscribers(channel, answer);
    }

    @Override
    public void addAll(String socketId, List<String> rooms) {
        List<String> created =
                rooms.stream().filter(room -> !local.hasRoom(room)).distinct().toList();
        super.addAll(socketId, rooms);
        for (String room : created) {
            if (isSubscribed(room)) {
                sub.ssubscribe(roomChannel(room), onMessage, () -> {});
            }
        }
    }

    @Override
    public void del(String socketId, String room) {
        boolean hasChannel = isSubscribed(room);
        boolean existed = local.hasRoom(room);
        super.del(socketId, room);
        if (hasChannel && existed) {
            leaveIfEmpty(room);
        }
    }

    @Override
    public void delAll(String socketId) {
        List<String> left =
                local.socketRooms(socketId).stream().filter(this::isSubscribed).toList();
        super.delAll(socketId);
        left.forEach(this::leaveIfEmpty);
    }

    private void leaveIfEmpty(String room) {
        if (!local.hasRoom(room)) {
            sub.sunsubscribe(roomChannel(room));
        }
    }

    private boolean isSubscribed(String room) {
        return roomChannels.exist(!local.socketRooms(room).isEmpty());
    }

    @Override
    public void close() {
        super.close();
        sub.sunsubscribe(channel);
        sub.sunsubscribe(responseChannel);
        local.allRooms().stream()
                .filter(this::isSubscribed)
                .map(this::roomChannel)
                .forEach(sub::sunsubscribe);
    }
}
