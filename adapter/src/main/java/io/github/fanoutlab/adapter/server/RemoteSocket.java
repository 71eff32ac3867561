package io.github.fanoutlab.adapter.server;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * A client of any server of the cluster, as {@code fetchSockets} found it. Its own server carries out what is called here, and does
 * not report whether it could. May be used from any thread. Peer: {@code RemoteSocket} in {@code socket.io} 4.8, {@code
 * broadcast-operator.ts}.
 */
public final class RemoteSocket {

    private final SocketDetails details;
    private final BroadcastOperator operator;
    private final Socket local;
    private final BroadcastOptions localOptions;

    private RemoteSocket(
            SocketDetails details, BroadcastOperator operator, Socket local, BroadcastOptions localOptions) {
        this.details = details;
        this.operator = operator;
        this.local = local;
        this.localOptions = localOptions;
    }

    /** {@code local} is null for a client of another server. */
    static RemoteSocket of(Namespace namespace, SocketDetails details, Socket local) {
        BroadcastOptions alone = BroadcastOptions.ALL.to(details.id()).with("expectSingleResponse", true);
        return new RemoteSocket(details, namespace.select(alone), local, BroadcastOptions.ALL);
    }

    /** See {@link Socket#id}. */
    public String id() {
        return details.id();
    }

    /** See {@link Socket#handshake}. */
    public Handshake handshake() {
        return details.handshake();
    }

    /** The rooms that it was in when it was found. */
    public Set<String> rooms() {
        return details.rooms();
    }

    /** What {@link Socket#data} was when it was found, as JSON. */
    public JsonNode data() {
        return details.data();
    }

    /** The socket itself, if it is on this server. */
    public Optional<Socket> socket() {
        return Optional.ofNullable(local);
    }

    /** Sets how long an event waits for its ack: the {@link TimedAck} gets an error after {@code millis}. */
    public RemoteSocket timeout(long millis) {
        return new RemoteSocket(details, operator.timeout(millis), local, localOptions.timeout(millis));
    }

    /**
     * Sends an event to this client. The last argument may be an {@link Ack} or a {@link TimedAck}, once {@link #timeout} is
     * set.
     *
     * @throws IllegalArgumentException if the name is reserved, an argument cannot become JSON, or an ack has no timeout;
     *     nothing was sent
     */
    public void emit(String event, Object... args) {
        if (local != null) {
            local.emit(localOptions, event, args);
            return;
        }
        EmitArguments<TimedAck> emitted = EmitArguments.of(event, args, TimedAck.class);
        TimedAck ack = emitted.ack();
        operator.emitWithAck(
                event,
                emitted.args(),
                ack == null
                        ? null
                        : (error, answers) ->
                                ack.done(error, error == null ? new Event(event, firstOf(answers), null) : null));
    }

    private static List<JsonNode> firstOf(List<JsonNode> answers) {
        return answers.subList(0, Math.min(1, answers.size()));
    }

    /** See {@link Socket#join}. */
    public void join(String... rooms) {
        operator.socketsJoin(rooms);
    }

    /** See {@link Socket#leave}. */
    public void leave(String room) {
        operator.socketsLeave(room);
    }

    /** See {@link Socket#disconnect()}. */
    public RemoteSocket disconnect() {
        return disconnect(false);
    }

    /** See {@link Socket#disconnect(boolean)}. */
    public RemoteSocket disconnect(boolean close) {
        operator.disconnectSockets(close);
        return this;
    }

    @Override
    public String toString() {
        return "RemoteSocket " + id();
    }
}
