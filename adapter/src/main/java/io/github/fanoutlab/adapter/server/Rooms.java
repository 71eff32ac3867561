package io.github.fanoutlab.adapter.server;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Who is in which room, in both directions, in the order of joining. A room exists as long as somebody is in it.
 *
 * <p>Handlers are called for each change; names and order of the events are those of npm's {@code socket.io-adapter}.
 */
final class Rooms {

    private static final List<String> EVENTS = List.of("create-room", "join-room", "leave-room", "delete-room");

    private final Map<String, List<RoomHandler>> handlersByEvent = new LinkedHashMap<>();

    private final Map<String, Set<String>> membersByRoom = new LinkedHashMap<>();
    private final Map<String, Set<String>> roomsByMember = new LinkedHashMap<>();

    /**
     * Calls {@code handler}, which must not throw, at each {@code event}.
     *
     * @throws IllegalArgumentException if there is no such event
     */
    void on(String event, RoomHandler handler) {
        if (!EVENTS.contains(event)) {
            throw new IllegalArgumentException("rooms have the events " + EVENTS + ", not \"" + event + "\"");
        }
        handlersByEvent.computeIfAbsent(event, unused -> new ArrayList<>()).add(handler);
    }

    private void tell(String event, String room, String member) {
        List.copyOf(handlersByEvent.getOrDefault(event, List.of())).forEach(handler -> handler.handle(room, member));
    }

    void add(String member, List<String> rooms) {
        for (String room : rooms) {
            roomsByMember
                    .computeIfAbsent(member, unused -> new LinkedHashSet<>())
                    .add(room);
            if (!membersByRoom.containsKey(room)) {
                membersByRoom.put(room, new LinkedHashSet<>());
                tell("create-room", room, null);
            }
            if (membersByRoom.get(room).add(member)) {
                tell("join-room", room, member);
            }
        }
    }

    void remove(String member, String room) {
        Set<String> joined = roomsByMember.get(member);
        if (joined != null && joined.remove(room)) {
            removeMember(room, member);
        }
    }

    void removeAll(String member) {
        List.copyOf(roomsByMember.getOrDefault(member, Set.of())).forEach(room -> removeMember(room, member));
        roomsByMember.remove(member);
    }

    private void removeMember(String room, String member) {
        Set<String> members = membersByRoom.getOrDefault(room, Set.of());
        if (members.contains(member)) {
            members.remove(member);
            tell("leave-room", room, member);
            if (members.isEmpty() && membersByRoom.remove(room, members)) {
                tell("delete-room", room, null);
            }
        }
    }

    /** A copy. */
    Set<String> roomsOf(String member) {
        return Collections.unmodifiableSet(new LinkedHashSet<>(roomsByMember.getOrDefault(member, Set.of())));
    }

    Set<String> membersOf(String room) {
        return membersByRoom.getOrDefault(room, Set.of());
    }

    Set<String> members() {
        return roomsByMember.keySet();
    }

    Map<String, Set<String>> byName() {
        return Collections.unmodifiableMap(membersByRoom);
    }

    Set<String> rooms() {
        return membersByRoom.keySet();
    }

    /**
     * Everybody in one of {@code rooms} (everybody at all when there is none), but nobody in one of {@code except}: to be read before
     * anybody joins or leaves.
     */
    Set<String> select(Set<String> rooms, Set<String> except) {
        if (rooms.size() <= 1 && except.isEmpty()) {
            return rooms.isEmpty() ? members() : membersOf(rooms.iterator().next());
        }
        Set<String> selected = new LinkedHashSet<>();
        if (rooms.isEmpty()) {
            selected.addAll(members());
        }
        rooms.forEach(room -> selected.addAll(membersOf(room)));
        except.forEach(room -> selected.removeAll(membersOf(room)));
        return selected;
    }
}
