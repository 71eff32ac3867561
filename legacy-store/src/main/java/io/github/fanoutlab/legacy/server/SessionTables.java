package io.github.fanoutlab.legacy.server;

import io.github.fanoutlab.platform.Backlog;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
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
 *
 * <p>Used on the node's loop only. What public methods return is live, and not to be changed.
 */
public final class SessionTables {

    private static final long UNUSED_HANDSHAKE_MILLIS = 30_000;

    private final Map<String, ObjectNode> handshaken = new LinkedHashMap<>();
    private final Set<String> connected = new LinkedHashSet<>();
    private final Set<String> open = new LinkedHashSet<>();
    private final Map<String, List<String>> closed = new LinkedHashMap<>();
    private final Map<String, Set<String>> rooms = new LinkedHashMap<>();
    private final Map<String, Set<String>> roomClients = new LinkedHashMap<>();

    /** How much the packets in {@link #closed} are. */
    private final Map<String, Backlog> backlogs = new LinkedHashMap<>();

    private final Function<String, Backlog> newBacklog;

    /** Empty tables; {@code newBacklog} begins to count what waits for the session with an id. */
    SessionTables(Function<String, Backlog> newBacklog) {
        this.newBacklog = newBacklog;
    }

    /** The data of the sessions' handshakes, by id. */
    public Map<String, ObjectNode> handshaken() {
        return new ReadOnlyMap<>(handshaken, ObjectNode::deepCopy);
    }

    /** The ids of the sessions that have had an open transport. */
    public Collection<String> connected() {
        return Collections.unmodifiableCollection(connected);
    }

    /** The ids of the sessions that have an open transport. */
    public Collection<String> open() {
        return Collections.unmodifiableCollection(open);
    }

    /** The packets that wait for the next transport, by session id. */
    public Map<String, List<String>> closed() {
        return new ReadOnlyMap<>(closed, Collections::unmodifiableList);
    }

    /** The members of each room, by room key. */
    public Map<String, ? extends Collection<String>> rooms() {
        return new ReadOnlyMap<>(rooms, Collections::unmodifiableSet);
    }

    /** The room keys of each session, by id. */
    public Map<String, ? extends Collection<String>> roomClients() {
        return new ReadOnlyMap<>(roomClients, Collections::unmodifiableSet);
    }

    /** How many entries each table has, by its name; {@code buffered} counts the packets in {@code closed}. */
    public Map<String, Integer> sizes() {
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

    void putHandshake(String id, ObjectNode data) {
        handshaken.put(id, data);
    }

    /** The data of the handshake of {@code id}; null if this node does not know the session. */
    ObjectNode handshake(String id) {
        return handshaken.get(id);
    }

    /** The ids whose handshake is old, and whose transport never came. */
    List<String> unusedHandshakes(long nowMillis) {
        return handshaken.entrySet().stream()
                .filter(handshake -> isUnused(handshake.getValue().get("issued"), nowMillis))
                .map(Map.Entry::getKey)
                .toList();
    }

    private static boolean isUnused(JsonNode issued, long nowMillis) {
        return issued != null && issued.isNumber() && nowMillis - issued.asDouble() >= UNUSED_HANDSHAKE_MILLIS;
    }

    void connect(String id) {
        connected.add(id);
    }

    boolean isConnected(String id) {
        return connected.contains(id);
    }

    /** A transport of {@code id} is open. What waits for it goes on waiting until it is taken. */
    void open(String id) {
        open.add(id);
    }

    /** From now on, packets for {@code id} wait; those that waited already are dropped, as 0.9 drops them. */
    void close(String id) {
        open.remove(id);
        renewBuffer(id);
    }

    private void renewBuffer(String id) {
        closed.put(id, new ArrayList<>());
        Backlog before = backlogs.put(id, newBacklog.apply(id));
        if (before != null) {
            before.end();
        }
    }

    /** Drops the packets that wait for {@code id}; later ones wait again. */
    void dropBuffered(String id) {
        if (isBuffering(id)) {
            renewBuffer(id);
        }
    }

    /** Drops all packets that wait. */
    void dropAllBuffered() {
        closed.clear();
        backlogs.values().forEach(Backlog::end);
        backlogs.clear();
    }

    /** Whether packets for {@code id} wait here. In 0.9 that begins when a transport closes, and ends with the session. */
    boolean isBuffering(String id) {
        return closed.containsKey(id);
    }

    /** Lets {@code packet} wait for the next transport of {@code id}, if {@link #isBuffering}. */
    void buffer(String id, String packet) {
        List<String> waiting = closed.get(id);
        if (waiting != null) {
            waiting.add(packet);
            backlogs.get(id).add(packet.length() + Backlog.PACKET_BYTES);
        }
    }

    /** The packets that waited for {@code id}. */
    List<String> takeBuffered(String id) {
        List<String> waiting = closed.getOrDefault(id, List.of());
        if (!waiting.isEmpty()) {
            renewBuffer(id);
        }
        return waiting;
    }

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

    /** Forgets {@code id} in every table. */
    void remove(String id) {
        handshaken.remove(id);
        open.remove(id);
        connected.remove(id);
        if (closed.remove(id) != null) {
            backlogs.remove(id).end();
        }
        for (String room : List.copyOf(roomClients.getOrDefault(id, Set.of()))) {
            leave(id, room);
        }
        roomClients.remove(id);
    }
}
