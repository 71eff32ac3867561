package io.github.fanoutlab.adapter.server;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Who is in which room: both directions, in the order of joining. A room exists as long as somebody is in it. */
final class Rooms {

    private final Map<String, Set<String>> membersByRoom = new LinkedHashMap<>();
    private final Map<String, Set<String>> roomsByMember = new LinkedHashMap<>();

    void add(String member, List<String> rooms) {
        Set<String> joined = roomsByMember.computeIfAbsent(member, unused -> new LinkedHashSet<>());
        for (String room : rooms) {
            joined.add(room);
            membersByRoom.computeIfAbsent(room, unused -> new LinkedHashSet<>()).add(member);
        }
    }

    void remove(String member, String room) {
        Set<String> joined = roomsByMember.get(member);
        if (joined != null && joined.remove(room)) {
            removeMember(room, member);
        }
    }

    void removeAll(String member) {
        Set<String> joined = roomsByMember.remove(member);
        if (joined != null) {
            joined.forEach(room -> removeMember(room, member));
        }
    }

    private void removeMember(String room, String member) {
        Set<String> members = membersByRoom.get(room);
        members.remove(member);
        if (members.isEmpty()) {
            membersByRoom.remove(room);
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

    Set<String> rooms() {
        return membersByRoom.keySet();
    }

    /** Everybody in one of {@code rooms} (everybody at all when there is none), but nobody in one of {@code except}. */
    Set<String> select(Set<String> rooms, Set<String> except) {
        Set<String> selected = new LinkedHashSet<>();
        if (rooms.isEmpty()) {
            selected.addAll(members());
        }
        rooms.forEach(room -> selected.addAll(membersOf(room)));
        except.forEach(room -> selected.removeAll(membersOf(room)));
        return selected;
    }
}
