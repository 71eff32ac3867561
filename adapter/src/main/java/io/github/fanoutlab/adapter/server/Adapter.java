package io.github.fanoutlab.adapter.server;

import io.github.fanoutlab.adapter.protocol.Packet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/**
 * Who is in which room of one namespace, and how a broadcast finds them, on this node and on the others.
 *
 * <p>Each node knows only the rooms of its own clients; nothing is replicated. On the loop only.
 */
public interface Adapter {

    /**
     * Calls {@code handler} when a room gets its first socket on this node ({@code create-room}), when a socket of this node joins
     * or leaves one ({@code join-room}, {@code leave-room}), and when its last one has left ({@code delete-room}). Handlers of the
     * adapter that the namespace had before do not carry over.
     *
     * @throws IllegalArgumentException if it is another event
     * @throws UnsupportedOperationException if the adapter has no such events
     */
    default void on(String event, RoomHandler handler) {
        throw new UnsupportedOperationException("this adapter has no room events");
    }

    /** Puts a socket of this node into rooms. */
    void addAll(String socketId, List<String> rooms);

    /** Takes a socket of this node out of a room. */
    void del(String socketId, String room);

    /** Takes a socket of this node out of all its rooms. */
    void delAll(String socketId);

    /** The rooms of a socket of this node, in the order in which it joined: a copy, empty when it is unknown. */
    Set<String> socketRooms(String socketId);

    /** The rooms that have a member on this node, each with its members here: live, and not to be changed. */
    Map<String, Set<String>> rooms();

    /** Sends an event to the sockets that {@code options} select. */
    void broadcast(Packet packet, BroadcastOptions options);

    /** Makes the sockets that {@code options} select join {@code rooms}. */
    void addSockets(BroadcastOptions options, List<String> rooms);

    /** Makes the sockets that {@code options} select leave {@code rooms}. */
    void delSockets(BroadcastOptions options, List<String> rooms);

    /** Disconnects the sockets that {@code options} select. */
    void disconnectSockets(BroadcastOptions options, boolean close);

    /**
     * Sends an event that asks for acks to the sockets that {@code options} select.
     *
     * @param options with a timeout, after which no more responses are accepted
     * @param onClientCount gets, once for each server, the number of clients it asked
     * @param onAnswer gets the first value of each client's response, null if the response was empty
     */
    void broadcastWithAck(
            Packet packet, BroadcastOptions options, IntConsumer onClientCount, Consumer<JsonNode> onAnswer);

    /** Finds the sockets that {@code options} select, on all servers. */
    void fetchSockets(BroadcastOptions options, Callback<List<SocketDetails>> answer);

    /** Finds every room that has a member on any server. */
    void allRooms(Callback<Set<String>> answer);

    /** Counts the servers, including this one. */
    void serverCount(Callback<Integer> answer);

    /** Sends an event to the other servers: its name, then its arguments. */
    void serverSideEmit(ArrayNode data);

    /**
     * Like {@link #serverSideEmit(ArrayNode)}; {@code answers} gets the response of each other server or, with an error, those
     * that came in time.
     */
    void serverSideEmit(ArrayNode data, Callback<List<JsonNode>> answers);

    /**
     * Whether events are kept for clients that may come back. Then {@link #broadcast} also gets those to a single client: a client
     * is in a room that has its id for a name.
     */
    default boolean keepsEvents() {
        return false;
    }

    /** Keeps what a client whose connection was lost may come back to, if the adapter can. */
    default void persistSession(Session session) {}

    /**
     * Tells {@code then}, now or later, what was kept for the client that knows {@code pid}, with the events that it has missed since
     * {@code offset}; empty when that is not known.
     */
    default void restoreSession(String pid, String offset, Consumer<Optional<Session>> then) {
        then.accept(Optional.empty());
    }

    /** Leaves the other servers: what they send no longer arrives. */
    void close();
}
