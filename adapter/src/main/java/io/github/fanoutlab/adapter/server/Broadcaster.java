package io.github.fanoutlab.adapter.server;

import java.util.List;

/** Where broadcasts start: the server, a namespace, or a selection of its clients. May be used from any thread. */
public interface Broadcaster {

    /** A selection of everybody whom this broadcaster reaches. */
    BroadcastOperator toAll();

    /** Selects the members of these rooms; a client in several of them gets an event once. */
    default BroadcastOperator to(String... rooms) {
        return toAll().to(rooms);
    }

    /**
     * Selects the members of a room by its number. On Node's servers, the rooms 123 and "123" are different; here, they are the
     * same.
     *
     * @throws IllegalArgumentException if JavaScript has no such integer
     */
    default BroadcastOperator to(long room) {
        return toAll().to(room);
    }

    /** The same as {@link #to(String...)}. */
    default BroadcastOperator in(String... rooms) {
        return toAll().to(rooms);
    }

    /** The same as {@link #to(long)}. */
    default BroadcastOperator in(long room) {
        return toAll().to(room);
    }

    /** Leaves out the members of these rooms. */
    default BroadcastOperator except(String... rooms) {
        return toAll().except(rooms);
    }

    /** Leaves out the members of a room by its number, as in {@link #to(long)}. */
    default BroadcastOperator except(long room) {
        return toAll().except(room);
    }

    /** Selects clients of this node only: nothing is published. */
    default BroadcastOperator local() {
        return toAll().local();
    }

    /** Lets a client that does not keep up miss the event. */
    default BroadcastOperator volatile_() {
        return toAll().volatile_();
    }

    /** Whether the response to a poll is compressed if it carries this event. WebSockets here do not compress. */
    default BroadcastOperator compress(boolean compress) {
        return toAll().compress(compress);
    }

    /**
     * Sets how long an event waits for the acks that it asks for: {@code io.timeout(5_000).emit("question", (BroadcastAck)
     * (error, answers) -> …)}.
     */
    default BroadcastOperator timeout(long millis) {
        return toAll().timeout(millis);
    }

    /**
     * Sends an event to the selected clients of every node. The last argument may be a {@link BroadcastAck}, once {@link
     * #timeout} is set; it gets the responses of all of them.
     *
     * @throws IllegalArgumentException if the name is reserved, an argument cannot become JSON, or an ack has no timeout;
     *     nothing was sent
     */
    default void emit(String event, Object... args) {
        toAll().emit(event, args);
    }

    /** Sends an event called {@code message}. */
    default void send(Object... args) {
        emit("message", args);
    }

    /** Finds out who the selected clients of every node are. */
    default void fetchSockets(Callback<List<RemoteSocket>> answer) {
        toAll().fetchSockets(answer);
    }

    /** Makes the selected clients of every node join {@code rooms}. */
    default void socketsJoin(String... rooms) {
        toAll().socketsJoin(rooms);
    }

    /** Makes the selected clients of every node join a room by its number, as in {@link #to(long)}. */
    default void socketsJoin(long room) {
        toAll().socketsJoin(room);
    }

    /** Makes the selected clients of every node leave {@code rooms}. */
    default void socketsLeave(String... rooms) {
        toAll().socketsLeave(rooms);
    }

    /** Makes the selected clients of every node leave a room by its number, as in {@link #to(long)}. */
    default void socketsLeave(long room) {
        toAll().socketsLeave(room);
    }

    /** Disconnects the selected clients of every node from the namespace; their connections stay. */
    default void disconnectSockets() {
        disconnectSockets(false);
    }

    /** Disconnects the selected clients of every node. With {@code close}, closes their connections, too. */
    default void disconnectSockets(boolean close) {
        toAll().disconnectSockets(close);
    }
}
