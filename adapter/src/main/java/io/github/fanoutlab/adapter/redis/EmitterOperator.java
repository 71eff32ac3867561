package io.github.fanoutlab.adapter.redis;

import io.github.fanoutlab.adapter.protocol.Payloads;
import io.github.fanoutlab.adapter.redis.codec.MessageCodec;
import io.github.fanoutlab.adapter.redis.requests.RequestType;
import io.github.fanoutlab.adapter.server.BroadcastOptions;
import java.util.List;

/** A selection of the clients that an {@link Emitter} reaches. Immutable: each step makes a new one. May be used from any thread. */
public final class EmitterOperator {

    private final Emitter emitter;
    private final BroadcastOptions options;

    EmitterOperator(Emitter emitter, BroadcastOptions options) {
        this.emitter = emitter;
        this.options = options;
    }

    /** Selects the members of these rooms; a client in several of them gets an event once. */
    public EmitterOperator to(String... rooms) {
        return new EmitterOperator(emitter, options.to(rooms));
    }

    /** Selects the members of a room by its number: see {@link io.github.fanoutlab.adapter.server.Broadcaster#to(long)}. */
    public EmitterOperator to(long room) {
        return new EmitterOperator(emitter, options.numbering(room).to(Long.toString(room)));
    }

    /** The same as {@link #to(String...)}. */
    public EmitterOperator in(String... rooms) {
        return to(rooms);
    }

    /** The same as {@link #to(long)}. */
    public EmitterOperator in(long room) {
        return to(room);
    }

    /** Leaves out the members of these rooms. */
    public EmitterOperator except(String... rooms) {
        return new EmitterOperator(emitter, options.except(rooms));
    }

    /** Leaves out the members of a room by its number, as in {@link #to(long)}. */
    public EmitterOperator except(long room) {
        return new EmitterOperator(emitter, options.numbering(room).except(Long.toString(room)));
    }

    /** Lets a client that does not keep up miss the event. */
    public EmitterOperator volatile_() {
        return new EmitterOperator(emitter, options.with("volatile", true));
    }

    /** Whether transports that can compress do so. */
    public EmitterOperator compress(boolean compress) {
        return new EmitterOperator(emitter, options.with("compress", compress));
    }

    /**
     * Sends an event to the selected clients of every server.
     *
     * @throws IllegalArgumentException if the name is reserved, an argument cannot become JSON, or the last one is a callback; nothing
     *     was sent
     */
    public void emit(String event, Object... args) {
        emitter.broadcast(options, Payloads.event(event, Emitter.requireNoAck(args)));
    }

    /**
     * Makes the selected clients join {@code rooms}.
     *
     * @throws UnsupportedOperationException in an older {@link Emitter#dialect dialect}; nothing was sent
     */
    public void socketsJoin(String... rooms) {
        emitter.requestRooms(RequestType.JOIN, options, List.of(rooms));
    }

    /** For one room, by its number, as in {@link #to(long)}. */
    public void socketsJoin(long room) {
        emitter.requestRooms(RequestType.JOIN, options.numbering(room), List.of(Long.toString(room)));
    }

    /**
     * Makes the selected clients leave {@code rooms}.
     *
     * @throws UnsupportedOperationException in an older {@link Emitter#dialect dialect}; nothing was sent
     */
    public void socketsLeave(String... rooms) {
        emitter.requestRooms(RequestType.LEAVE, options, List.of(rooms));
    }

    /** For one room, by its number, as in {@link #to(long)}. */
    public void socketsLeave(long room) {
        emitter.requestRooms(RequestType.LEAVE, options.numbering(room), List.of(Long.toString(room)));
    }

    /**
     * Disconnects the selected clients. With {@code close}, closes their connections, too.
     *
     * @throws UnsupportedOperationException in an older {@link Emitter#dialect dialect}; nothing was sent
     */
    public void disconnectSockets(boolean close) {
        emitter.request(RequestType.DISCONNECT, options, MessageCodec.object().put("close", close));
    }
}
