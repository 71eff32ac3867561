package io.github.fanoutlab.adapter.redis.streams;

import io.github.fanoutlab.adapter.redis.cluster.ClusterAdapter;
import io.github.fanoutlab.adapter.redis.cluster.ClusterMessageType;
import io.github.fanoutlab.adapter.redis.codec.MalformedMessageException;
import io.github.fanoutlab.adapter.redis.codec.MessageCodec;
import io.github.fanoutlab.adapter.redis.codec.MessagePackEncoder;
import io.github.fanoutlab.adapter.redis.pubsub.AdapterCounters;
import io.github.fanoutlab.adapter.redis.pubsub.MessageGuard;
import io.github.fanoutlab.adapter.redis.pubsub.Publisher;
import io.github.fanoutlab.adapter.server.BroadcastOptions;
import io.github.fanoutlab.adapter.server.Callback;
import io.github.fanoutlab.adapter.server.Namespace;
import io.github.fanoutlab.adapter.server.Session;
import io.github.fanoutlab.platform.redis.RedisCommand;
import io.github.fanoutlab.platform.redis.RedisConnection;
import io.github.fanoutlab.platform.redis.StreamId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A {@link ClusterAdapter} whose messages travel on a stream, in one order for all servers.
 *
 * <p>Requests, responses and broadcasts with acks travel over pub/sub: who gets them later has no use for them. Peer: {@code
 * RedisStreamsAdapter} of {@code @socket.io/redis-streams-adapter} 0.3.1.
 */
final class StreamsNamespaceAdapter extends ClusterAdapter {

    /** The type of a message that only Fanout Lab knows; Node's package ignores types that it does not know. */
    private static final String SESSION_MOVED = "session moved";

    private static final String EXPECTED = "{type, data, uid, nsp} in MessagePack";

    private final StreamsAdapters shared;
    private final RedisStreamsAdapter config;
    private final Publisher publisher;
    private final ReadCommands reads;
    private final RedisConnection sub;
    private final String channel;
    private final StreamReader reader;
    private final StreamWriter writer;
    private final Optional<Sessions> sessions;
    private final List<Restoring> restoring = new ArrayList<>();
    private boolean closed;

    StreamsNamespaceAdapter(Namespace namespace, StreamsAdapters shared, StreamReader reader) {
        super(namespace);
        this.shared = shared;
        this.config = shared.config();
        this.publisher = shared.connections().publisher();
        this.reads = new ReadCommands(ports.loop(), publisher);
        this.sub = shared.connections().sub();
        this.channel = config.channelPrefix() + "#" + namespace.name() + "#";
        this.reader = reader;
        this.writer = new StreamWriter(ports, publisher, reader.stream(), uid, config.maxLen());
        this.sessions = namespace
                .connectionStateRecovery()
                .map(recovery -> new Sessions(namespace, recovery, publisher, config.sessionKeyPrefix()));
        reader.whenReadTo(StreamId.FIRST, this::subscribe);
    }

    /** Servers are counted by these subscriptions: whoever is counted reads the stream. */
    private void subscribe() {
        if (!closed) {
            subscribe(channel, payload -> onPublished(MessageCodec.readMessage(payload)));
            subscribe(channelTo(uid), payload -> onResponse(MessageCodec.readMessage(payload)));
        }
    }

    private void subscribe(String name, MessageGuard.Receiver receiver) {
        RedisConnection.MessageListener listener = MessageGuard.guarded(ports, EXPECTED, receiver);
        if (config.useShardedPubSub()) {
            sub.ssubscribe(name, listener, () -> {});
        } else {
            sub.subscribe(name, listener, () -> {});
        }
    }

    private void onPublished(ObjectNode message) {
        if (!SESSION_MOVED.equals(message.path("type").asString(""))) {
            onMessage(message);
        } else if (!uid.equals(message.path("uid").asString(""))) {
            sessions.ifPresent(kept -> kept.moved(message.path("data").asString("")));
        }
    }

    private String channelTo(String server) {
        return channel + server + "#";
    }

    /** Its own messages, too, are carried out when they come back. If one is refused, only this server's clients get it. */
    @Override
    protected void send(ObjectNode message, BroadcastOptions broadcast, Runnable ownPart) {
        if (isEphemeral(message)) {
            publish(channel, message);
            ownPart.run();
        } else {
            writer.add(StreamEntry.fields(message, config.onlyPlaintext()), ownPart);
        }
    }

    private static boolean isEphemeral(ObjectNode message) {
        return switch (typeOf(message)) {
            case SERVER_SIDE_EMIT, FETCH_SOCKETS -> true;
            case BROADCAST -> message.path("data").has("requestId");
            default -> false;
        };
    }

    /** Node's package writes an ack without a value as nil. */
    @Override
    protected void sendResponse(String to, ObjectNode response) {
        ClusterMessageType type = typeOf(response);
        if (type == ClusterMessageType.SERVER_SIDE_EMIT_RESPONSE || type == ClusterMessageType.BROADCAST_ACK) {
            response.withObject("/data").putIfAbsent("packet", NullNode.getInstance());
        }
        publish(channelTo(to), response);
    }

    private void publish(String to, ObjectNode message) {
        byte[] payload = MessagePackEncoder.encode(message);
        if (config.useShardedPubSub()) {
            publisher.spublish(to, payload);
        } else {
            publisher.publish(to, payload);
        }
    }

    @Override
    public void serverCount(Callback<Integer> answer) {
        if (config.useShardedPubSub()) {
            publisher.countShardSubscribers(channel, answer);
        } else {
            publisher.countSubscribers(channel, answer);
        }
    }

    /** The next entry of the stream for this namespace. */
    void onEntry(StreamEntry entry) {
        if (entry.uid().equals(uid)) {
            writer.read(entry.id());
        }
        restoring.forEach(client -> client.entries.add(entry));
        try {
            carryOut(entry.message(), sessions.isPresent() ? entry.id().toString() : null);
        } catch (MalformedMessageException malformed) {
            ports.counters().increment(AdapterCounters.GARBAGE_DROPPED);
            ports.log()
                    .warn("redis: dropped entry " + entry.id() + " of stream " + reader.stream() + ": "
                            + malformed.getMessage()
                            + "; expected uid, nsp, type, and data in JSON or in MessagePack and base 64");
        }
    }

    // Clients that come back.

    @Override
    public boolean keepsEvents() {
        return sessions.isPresent();
    }

    @Override
    public void addAll(String socketId, List<String> rooms) {
        super.addAll(socketId, rooms);
        sessions.ifPresent(kept -> kept.changed(socketId));
    }

    @Override
    public void del(String socketId, String room) {
        super.del(socketId, room);
        sessions.ifPresent(kept -> kept.changed(socketId));
    }

    @Override
    public void delAll(String socketId) {
        super.delAll(socketId);
        sessions.ifPresent(kept -> kept.gone(socketId));
    }

    @Override
    public void persistSession(Session session) {
        sessions.ifPresent(kept -> kept.persist(session));
    }

    @Override
    public void restoreSession(String pid, String offset, Consumer<Optional<Session>> then) {
        if (sessions.isEmpty() || !StreamId.isValid(offset)) {
            then.accept(Optional.empty());
        } else {
            reader.whenReadTo(StreamId.FIRST, () -> new Restoring(StreamId.parse(offset), then).begin(pid));
        }
    }

    /**
     * A client that comes back while the stream goes on. It missed what is in the stream after its offset, up to where this server has
     * read; the rest it will get as everybody. A server that lags behind the offset reads up to there first, or the client would get again
     * what it has. What the server reads while it waits for Redis's replies is collected.
     */
    private final class Restoring {

        private final StreamId offset;
        private final Consumer<Optional<Session>> then;
        private final List<StreamEntry> entries = new ArrayList<>();

        Restoring(StreamId offset, Consumer<Optional<Session>> then) {
            this.offset = offset;
            this.then = then;
        }

        void begin(String pid) {
            restoring.add(this);
            sessions.orElseThrow()
                    .read(
                            pid,
                            found -> found.ifPresentOrElse(
                                    session -> reads.send(
                                            RedisCommand.of("XRANGE", reader.stream(), offset, "+"),
                                            reply -> found(session, StreamEntry.all(reply))),
                                    () -> end(Optional.empty())));
        }

        private void found(Session session, List<StreamEntry> sinceOffset) {
            boolean offsetExists =
                    !sinceOffset.isEmpty() && sinceOffset.get(0).id().equals(offset);
            if (offsetExists) {
                reader.whenReadTo(offset, () -> end(Optional.of(session.missing(missed(session, sinceOffset)))));
            } else {
                end(Optional.empty());
            }
        }

        private void end(Optional<Session> session) {
            restoring.remove(this);
            session.ifPresent(StreamsNamespaceAdapter.this::announceMove);
            then.accept(session);
        }

        private List<ArrayNode> missed(Session session, List<StreamEntry> sinceOffset) {
            List<StreamEntry> all = new ArrayList<>(sinceOffset.subList(1, sinceOffset.size()));
            StreamId last = sinceOffset.get(sinceOffset.size() - 1).id();
            entries.stream().filter(entry -> entry.id().isAfter(last)).forEach(all::add);
            List<ArrayNode> missed = new ArrayList<>();
            for (StreamEntry entry : all) {
                if (entry.namespace().equals(namespace.name()) && !entry.id().isAfter(reader.position())) {
                    eventFor(session, entry).ifPresent(missed::add);
                }
            }
            return missed;
        }
    }

    /** Whoever still has the socket of {@code session}, since it has not noticed that the client left, leaves the session alone. */
    private void announceMove(Session session) {
        ObjectNode message = MessageCodec.object().put("type", SESSION_MOVED).put("data", session.sid());
        publish(channel, message.put("uid", uid).put("nsp", namespace.name()));
    }

    /** Node sends volatile events again, too, even if the client has got them: they have no offset. */
    private Optional<ArrayNode> eventFor(Session session, StreamEntry entry) {
        try {
            ObjectNode message = entry.message();
            if (typeOf(message) != ClusterMessageType.BROADCAST) {
                return Optional.empty();
            }
            BroadcastOptions options = optionsIn(message.path("data"));
            return !options.isVolatile() && session.isFor(options)
                    ? Optional.of((ArrayNode)
                            MessageCodec.readPacket(message.path("data").path("packet"), namespace.name())
                                    .with(entry.id().toString())
                                    .data())
                    : Optional.empty();
        } catch (MalformedMessageException malformed) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        super.close();
        writer.sendAll();
        closed = true;
        shared.remove(namespace, this);
        sessions.ifPresent(Sessions::close);
        for (String subscribed : List.of(channel, channelTo(uid))) {
            if (config.useShardedPubSub()) {
                sub.sunsubscribe(subscribed);
            } else {
                sub.unsubscribe(subscribed);
            }
        }
    }
}
