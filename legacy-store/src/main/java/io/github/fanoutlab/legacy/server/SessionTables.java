package io.github.fanoutlab.legacy.server;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a node knows of all sessions of the cluster. Every node holds all of it: that is how 0.9 scales, and why it does
 * not.
 *
 * <pre>
 *   handshaken   id -> data of its handshake; with the date "issued" until its first transport opens
 *   connected    ids that have had an open transport
 *   open         ids that have one now
 *   closed       id -> packets that wait for its next transport, since the last one closed
 *   rooms        room key -> ids, in the order in which they joined
 *   roomClients  id -> room keys
 * </pre>
 */
final class SessionTables {

    final Map<String, ObjectNode> handshaken = new LinkedHashMap<>();
    final Set<String> connected = new LinkedHashSet<>();
    final Set<String> open = new LinkedHashSet<>();
    final Map<String, List<String>> closed = new LinkedHashMap<>();
    final Map<String, Set<String>> rooms = new LinkedHashMap<>();
    final Map<String, Set<String>> roomClients = new LinkedHashMap<>();

    void join(String id, String room) {
        rooms.computeIfAbsent(room, any -> new LinkedHashSet<>()).add(id);
        roomClients.computeIfAbsent(id, any -> new LinkedHashSet<>()).add(room);
    }

    void leave(String id, String room) {
        Set<String> members = rooms.get(room);
        if (members == null) {
            return;
        }
        members.remove(id);
        if (members.isEmpty()) {
            rooms.remove(room);
        }
        if (roomClients.containsKey(id)) {
            roomClients.get(id).remove(room);
        }
    }

    boolean isMember(String id, String room) {
        return roomClients.getOrDefault(id, Set.of()).contains(room);
    }

    List<String> members(String room) {
        Set<String> members = rooms.get(room);
        return members == null ? List.of() : new ArrayList<>(members);
    }

    /** From now on, packets for {@code id} wait; those that waited already are dropped, as 0.9 drops them. */
    void close(String id) {
        open.remove(id);
        closed.put(id, new ArrayList<>());
    }

    /**
     * Lets {@code packet} wait for the next transport of {@code id}, if it is between two. The number that wait is not
     * limited in 0.9.
     */
    void buffer(String id, String packet) {
        List<String> waiting = closed.get(id);
        if (waiting != null) {
            waiting.add(packet);
        }
    }

    /** The packets that wait for {@code id}, which do not any more. */
    List<String> takeBuffered(String id) {
        List<String> waiting = closed.getOrDefault(id, List.of());
        if (!waiting.isEmpty()) {
            closed.put(id, new ArrayList<>());
        }
        return waiting;
    }

    /** Forgets {@code id} wherever it stands. */
    void remove(String id) {
        handshaken.remove(id);
        open.remove(id);
        connected.remove(id);
        closed.remove(id);
        for (String room : List.copyOf(roomClients.getOrDefault(id, Set.of()))) {
            leave(id, room);
        }
        roomClients.remove(id);
    }

    /** How many entries each table has, by its name; {@code buffered} counts the packets in {@code closed}. */
    Map<String, Integer> sizes() {
        Map<String, Integer> sizes = new LinkedHashMap<>();
        sizes.put("handshaken", handshaken.size());
        sizes.put("connected", connected.size());
        sizes.put("open", open.size());
        sizes.put("closed", closed.size());
        sizes.put("buffered", closed.values().stream().mapToInt(List::size).sum());
        sizes.put("rooms", rooms.size());
        sizes.put("roomClients", roomClients.size());
        return sizes;
    }
}
