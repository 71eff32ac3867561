package io.github.fanoutlab.adapter.redis.streams;

import io.github.fanoutlab.adapter.protocol.Payloads;
import io.github.fanoutlab.adapter.redis.codec.MalformedMessageException;
import io.github.fanoutlab.adapter.redis.codec.MessageCodec;
import io.github.fanoutlab.adapter.redis.codec.MessagePackDecoder;
import io.github.fanoutlab.adapter.redis.codec.MessagePackEncoder;
import io.github.fanoutlab.adapter.redis.pubsub.Publisher;
import io.github.fanoutlab.adapter.server.ConnectionStateRecovery;
import io.github.fanoutlab.adapter.server.Namespace;
import io.github.fanoutlab.adapter.server.Session;
import io.github.fanoutlab.adapter.server.Socket;
import io.github.fanoutlab.platform.EventLoop;
import io.github.fanoutlab.platform.redis.RedisCommand;
import io.github.fanoutlab.platform.redis.RedisConnection;
import io.github.fanoutlab.platform.redis.RedisReply;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What clients of one namespace may come back to, in Redis: {@code {sid, pid, rooms, data}} in MessagePack and base 64, at a key that
 * ends with the pid and expires when a client would have been away for too long.
 *
 * <p>The session of a client that is connected is written when it connects or its rooms change, when Redis is back after it was away,
 * and again each time that half of its time has passed. (What a program puts into {@link Socket#data} is written with the next of
 * these, and in any case when the client goes.) A session is read without being deleted: should the client lose this connection, too,
 * before it was told, then another server can still find it.
 *
 * <p>The server that a client came from may not have noticed yet that it left. It is told by the other one, and from then on neither
 * overwrites nor deletes the session. (In Node, a session is in Redis only while its client is away, so nothing is deleted there. But
 * a server that notices late writes its old session once more.)
 */
final class Sessions {

    private final Namespace namespace;
    private final Publisher publisher;
    private final ReadCommands reads;
    private final String keyPrefix;
    private final long maxDisconnectionMillis;
    private final EventLoop.Timer refresh;
    private final Set<String> changed = new LinkedHashSet<>();
    private final Set<String> persisted = new LinkedHashSet<>();
    private final Set<String> moved = new LinkedHashSet<>();
    private boolean closed;

    Sessions(Namespace namespace, ConnectionStateRecovery recovery, Publisher publisher, String keyPrefix) {
        this.namespace = namespace;
        this.publisher = publisher;
        this.reads = new ReadCommands(namespace.ports().loop(), publisher);
        this.keyPrefix = keyPrefix;
        this.maxDisconnectionMillis = recovery.maxDisconnectionMillis();
        this.refresh = namespace.ports().loop().every(Math.max(1, maxDisconnectionMillis / 2), this::refreshAll);
        publisher.listen(new RedisConnection.StateListener() {
            @Override
            public void onUp(boolean restored) {
                refreshAll();
            }
        });
    }

    /** The socket has connected, or its rooms have changed: its session is written at the end of the turn. */
    void changed(String socketId) {
        if (changed.isEmpty()) {
            namespace.ports().loop().atEndOfTurn(this::writeChanged);
        }
        changed.add(socketId);
    }

    private void writeChanged() {
        List<String> ids = List.copyOf(changed);
        changed.clear();
        for (String id : ids) {
            Socket socket = namespace.socket(id);
            if (socket != null && !moved.contains(id)) {
                socket.session().ifPresent(this::write);
            }
        }
    }

    private void refreshAll() {
        if (!closed) {
            namespace.sockets().keySet().forEach(this::changed);
        }
    }

    /** The connection of a client was lost: it may come back. */
    void persist(Session session) {
        persisted.add(session.sid());
        if (!moved.contains(session.sid())) {
            write(session);
        }
    }

    /** Another server has found the session of the socket: it is written there from now on. */
    void moved(String socketId) {
        if (namespace.socket(socketId) != null) {
            moved.add(socketId);
        }
    }

    /** The socket is gone. Unless its client may come back, or is at another server, its session is deleted. */
    void gone(String socketId) {
        changed.remove(socketId);
        Socket socket = namespace.socket(socketId);
        boolean isKept = persisted.remove(socketId);
        boolean isElsewhere = moved.remove(socketId);
        if (!isKept && !isElsewhere && socket != null) {
            socket.session()
                    .ifPresent(session -> publisher.send(RedisCommand.of("DEL", key(session.pid())), reply -> {}));
        }
    }

    private void write(Session session) {
        ObjectNode tree = MessageCodec.object().put("sid", session.sid()).put("pid", session.pid());
        tree.set("rooms", MessageCodec.array(session.rooms()));
        tree.set("data", dataOf(session));
        String encoded = Base64.getEncoder().encodeToString(MessagePackEncoder.encode(tree));
        publisher.send(RedisCommand.of("SET", key(session.pid()), encoded, "PX", maxDisconnectionMillis), reply -> {});
    }

    private JsonNode dataOf(Session session) {
        try {
            return Payloads.toTree(session.data());
        } catch (IllegalArgumentException e) {
            namespace
                    .ports()
                    .log()
                    .warn("socket.io: the data of socket " + session.sid()
                            + " will not be restored when its client comes back, since it cannot become JSON: "
                            + e.getMessage());
            return MessageCodec.object();
        }
    }

    /** Tells {@code then} what was written for {@code pid}; empty when there is nothing, or Redis does not tell. */
    void read(String pid, Consumer<Optional<Session>> then) {
        reads.send(
                RedisCommand.of("GET", key(pid)),
                reply -> then.accept(
                        reply instanceof RedisReply.Bulk found && found.bytes() != null
                                ? session(found.text())
                                : Optional.empty()));
    }

    private Optional<Session> session(String encoded) {
        try {
            JsonNode tree = MessagePackDecoder.decode(Base64.getDecoder().decode(encoded));
            Set<String> rooms = new LinkedHashSet<>(MessageCodec.readRooms(tree.path("rooms")));
            Map<String, Object> data = new LinkedHashMap<>();
            tree.path("data")
                    .properties()
                    .forEach(value -> data.put(value.getKey(), Payloads.fromTree(value.getValue(), Object.class)));
            return Optional.of(new Session(text(tree, "sid"), text(tree, "pid"), rooms, data, List.of()));
        } catch (MalformedMessageException | IllegalArgumentException e) {
            namespace.ports().log().warn("redis: dropped a session that cannot be read: " + e.getMessage());
            return Optional.empty();
        }
    }

    private static String text(JsonNode session, String name) {
        if (!session.path(name).isString()) {
            throw new MalformedMessageException("\"" + name + "\" is not text");
        }
        return session.path(name).stringValue();
    }

    private String key(String pid) {
        return keyPrefix + pid;
    }

    void close() {
        closed = true;
        refresh.cancel();
    }
}
