package io.github.fanoutlab.adapter.server;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.node.ArrayNode;

/**
 * What is kept of a socket whose client may come back.
 *
 * @param sid the socket's id
 * @param pid a secret of this client, by which it proves to be the same
 * @param rooms the rooms it was in
 * @param data what {@link Socket#data} was
 * @param missed the events that it missed; empty until it is restored
 */
public record Session(String sid, String pid, Set<String> rooms, Map<String, Object> data, List<ArrayNode> missed) {

    public Session {
        data = new LinkedHashMap<>(data);
        missed = List.copyOf(missed);
    }

    /** Whether a broadcast with these options is for the socket, by its rooms. */
    public boolean isFor(BroadcastOptions options) {
        boolean included = options.rooms().isEmpty() || rooms.stream().anyMatch(options.rooms()::contains);
        return included && rooms.stream().noneMatch(options.except()::contains);
    }

    /** The same, with the events that the client missed. */
    public Session missing(List<ArrayNode> events) {
        return new Session(sid, pid, rooms, data, events);
    }
}
