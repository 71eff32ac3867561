package io.github.fanoutlab.simulator.report;

import static io.github.fanoutlab.simulator.scenario.Scenario.MASTER;

import io.github.fanoutlab.testbed.trace.Kind;
import io.github.fanoutlab.testbed.trace.Trace;
import io.github.fanoutlab.testbed.trace.TraceEvent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Who is who in a trace: Redis carries out commands, servers are connected to it or hand events to clients, clients are
 * handed events. Each in the order in which they first appear in the trace.
 *
 * @param servers with their connections to Redis; none for a server that was started without an adapter
 */
record Cast(List<String> redis, List<String> clients, Map<String, Set<Place>> servers) {

    /** A server with so many connections shows each of them as a lane: the three Redis clients of 0.9. */
    private static final int CONNECTIONS_OF_LEGACY = 3;

    /** The order in which the source document creates them. */
    private static final List<String> REDIS_CLIENTS = List.of("pub", "sub", "client");

    static Cast of(Trace trace) {
        List<String> redis = lanesOf(trace.events(Kind.REDIS_HANDLED));
        Map<String, Set<Place>> servers = new LinkedHashMap<>();
        trace.lanes().forEach(lane -> servers.put(lane, new LinkedHashSet<>()));
        trace.events(event -> event.kind() == Kind.CONNECTION_OPENED && redis.contains(event.peer()))
                .forEach(opened -> servers.get(opened.lane()).add(Place.of(opened.lane(), opened.connection())));
        List<TraceEvent> deliveries = trace.events(Kind.DELIVERY);
        Set<String> serving = new LinkedHashSet<>();
        deliveries.forEach(delivery -> serving.add(delivery.peer()));
        servers.entrySet().removeIf(server -> server.getValue().isEmpty() && !serving.contains(server.getKey()));
        Set<String> served = new LinkedHashSet<>(lanesOf(deliveries));
        List<String> clients = trace.lanes().stream()
                .filter(lane -> served.contains(lane) && !servers.containsKey(lane))
                .toList();
        return new Cast(redis, clients, servers);
    }

    private static List<String> lanesOf(List<TraceEvent> events) {
        return events.stream().map(TraceEvent::lane).distinct().toList();
    }

    /** One lane for each: clients, workers, Redis, and the master to its right. */
    List<Place> lanes() {
        return lanes(Set.of(), "");
    }

    /**
     * The same, but a server of 0.9 has lanes for its Redis clients too: {@code emitter} for all three, any other for those
     * that are {@code used}.
     */
    List<Place> lanes(Set<Place> used, String emitter) {
        List<Place> lanes = new ArrayList<>();
        clients.forEach(client -> lanes.add(Place.of(client)));
        for (String server : servers.keySet()) {
            if (!server.equals(MASTER)) {
                addServer(server, used, emitter, lanes);
            }
        }
        redis.forEach(host -> lanes.add(Place.of(host)));
        if (servers.containsKey(MASTER)) {
            addServer(MASTER, used, emitter, lanes);
        }
        return lanes;
    }

    private void addServer(String server, Set<Place> used, String emitter, List<Place> lanes) {
        lanes.add(Place.of(server));
        Set<Place> connections = servers.get(server);
        if (connections.size() >= CONNECTIONS_OF_LEGACY) {
            connections.stream()
                    .filter(connection -> server.equals(emitter) || used.contains(connection))
                    .sorted(Comparator.comparing(connection -> REDIS_CLIENTS.indexOf(connection.connection())))
                    .forEach(lanes::add);
        }
    }
}
