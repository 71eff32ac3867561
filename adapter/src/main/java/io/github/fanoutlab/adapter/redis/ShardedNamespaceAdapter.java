package io.github.fanoutlab.adapter.redis;

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
 * <p>Rooms that have a channel of their own are subscribed to with their first member and left with their last. By the mode
 * {@code dynamic} that is every room but a socket's own; a sender, who does not know the sockets of others, tells those by their
 * 20 characters. Peer: {@code ShardedRedisAdapter} of {@code @socket.io/redis-adapter} 8.3.
 */
final class ShardedNamespaceAdapter extends ClusterAdapter {

    private static final int SOCKET_ID_LENGTH = 20;

    private final SubscriptionMode mode;
    private final Publisher publisher;
    private final RedisConnection sub;
    private final String channel;
    private final String responseChannel;
    private final RedisConnection.MessageListener onMessage;

    ShardedNamespaceAdapter(ShardedRedisAdapter config, Namespace namespace, Publisher publisher, RedisConnection sub) {
        super(namespace);
        this.mode = config.subscriptionMode();
        this.publisher = publisher;
        this.sub = sub;
        this.channel = config.channelPrefix() + "#" + namespace.name() + "#";
        this.responseChannel = channel + uid + "#";
        String expected = "{type, data, uid, nsp} in JSON or MessagePack";
        this.onMessage = Incoming.guarded(ports, expected, payload -> onMessage(Trees.readMessage(payload)));
        sub.ssubscribe(channel, onMessage, () -> {});
        sub.ssubscribe(
                responseChannel,
                Incoming.guarded(ports, expected, payload -> onResponse(Trees.readMessage(payload))),
                () -> {});
    }

    @Override
    void send(ObjectNode message, BroadcastOptions broadcast) {
        String to = broadcast != null && hasOwnChannel(broadcast.rooms())
                ? roomChannel(broadcast.rooms().iterator().next())
                : channel;
        log(() -> "publishing message of type " + message.path("type") + " to " + to);
        publisher.spublish(to, encode(message));
    }

    private boolean hasOwnChannel(Set<String> rooms) {
        return rooms.size() == 1
                && switch (mode) {
                    case STATIC -> false;
                    case DYNAMIC -> rooms.iterator().next().length() != SOCKET_ID_LENGTH;
                    case DYNAMIC_PRIVATE -> true;
                };
    }

    private String roomChannel(String room) {
        return channel + room + "#";
    }

    @Override
    void sendResponse(String to, ObjectNode response) {
        log(() -> "publishing response of type " + response.path("type") + " to " + to);
        publisher.spublish(channel + to + "#", encode(response));
    }

    private static byte[] encode(ObjectNode message) {
        return OldTrees.carriesBytes(message) ? MessagePackEncoder.encode(message) : Trees.json(message);
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
            if (isSubscribedApart(room)) {
                sub.ssubscribe(roomChannel(room), onMessage, () -> {});
            }
        }
    }

    @Override
    public void del(String socketId, String room) {
        boolean apart = isSubscribedApart(room);
        boolean existed = local.hasRoom(room);
        super.del(socketId, room);
        if (apart && existed) {
            leaveIfEmpty(room);
        }
    }

    @Override
    public void delAll(String socketId) {
        List<String> apart = local.socketRooms(socketId).stream()
                .filter(this::isSubscribedApart)
                .toList();
        super.delAll(socketId);
        apart.forEach(this::leaveIfEmpty);
    }

    private void leaveIfEmpty(String room) {
        if (!local.hasRoom(room)) {
            sub.sunsubscribe(roomChannel(room));
        }
    }

    private boolean isSubscribedApart(String room) {
        return switch (mode) {
            case STATIC -> false;
            case DYNAMIC -> local.socketRooms(room).isEmpty();
            case DYNAMIC_PRIVATE -> true;
        };
    }

    @Override
    public void close() {
        super.close();
        sub.sunsubscribe(channel);
        sub.sunsubscribe(responseChannel);
        local.allRooms().stream()
                .filter(this::isSubscribedApart)
                .map(this::roomChannel)
                .forEach(sub::sunsubscribe);
    }
}
