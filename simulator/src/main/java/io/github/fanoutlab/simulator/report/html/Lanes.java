package io.github.fanoutlab.simulator.report.html;

import io.github.fanoutlab.simulator.scenario.ClientRole;
import io.github.fanoutlab.simulator.scenario.Scenario;
import io.github.fanoutlab.testbed.trace.Kind;
import io.github.fanoutlab.testbed.trace.Trace;
import io.github.fanoutlab.testbed.trace.TraceEvent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Where each lane of a diagram stands: clients, workers, Redis, the master, anybody else. A server with three connections to
 * Redis, as those of 0.9 have, shows them as three threads to the right of its line.
 */
final class Lanes {

    private static final String REDIS = "redis";

    /** What the script does on no lane in particular. */
    private static final String SCRIPT = "script";

    private static final int CONNECTIONS_OF_LEGACY = 3;
    private static final double FIRST = 126;
    private static final double APART = 58;
    private static final double THREAD = 9;

    /** Room for a label to the right of the last lane. */
    private static final double LAST = 86;

    private final Map<String, Double> xs = new LinkedHashMap<>();
    private final Map<String, Double> threads = new LinkedHashMap<>();
    private final Set<String> clients = new LinkedHashSet<>();
    private final Set<String> servers = new LinkedHashSet<>();
    private double next = FIRST;

    Lanes(Scenario scenario, Trace trace) {
        scenario.clients().stream().map(ClientRole::name).forEach(clients::add);
        servers.addAll(scenario.nodes());
        Map<String, List<String>> connections = connections(trace);
        List<String> order = new ArrayList<>(clients);
        order.addAll(scenario.workers());
        order.add(REDIS);
        order.addAll(scenario.nodes());
        order.addAll(trace.lanes());
        order.stream()
                .distinct()
                .filter(lane -> !lane.equals(SCRIPT))
                .forEach(lane -> place(lane, connections.getOrDefault(lane, List.of())));
    }

    private static Map<String, List<String>> connections(Trace trace) {
        Map<String, Set<String>> found = new LinkedHashMap<>();
        for (TraceEvent event : trace.events()) {
            if (event.kind() == Kind.CONNECTION_OPENED && event.peer().equals(REDIS)) {
                found.computeIfAbsent(event.lane(), none -> new LinkedHashSet<>())
                        .add(event.connection());
            }
        }
        Map<String, List<String>> sorted = new LinkedHashMap<>();
        found.forEach((lane, names) ->
                sorted.put(lane, names.stream().sorted(Lanes::asDocumented).toList()));
        return sorted;
    }

    /** pub, sub, client: the order in which the source document creates them. */
    private static int asDocumented(String one, String other) {
        List<String> order = List.of("pub", "sub", "client");
        return Integer.compare(order.indexOf(title(one)), order.indexOf(title(other)));
    }

    private void place(String lane, List<String> connections) {
        xs.put(lane, next);
        if (connections.size() >= CONNECTIONS_OF_LEGACY) {
            for (String connection : connections) {
                next += THREAD;
                threads.put(connection, next);
            }
        }
        next += APART;
    }

    /** All lanes, from left to right. */
    Set<String> names() {
        return xs.keySet();
    }

    /** The nodes of the scenario. */
    Set<String> servers() {
        return servers;
    }

    /** The connections to Redis that are drawn as threads. */
    Set<String> threads() {
        return threads.keySet();
    }

    /** What a thread is called: {@code pub} for {@code W1.pub}. */
    static String title(String connection) {
        return connection.substring(connection.indexOf('.') + 1);
    }

    double x(String lane) {
        return xs.get(lane);
    }

    /** Where an arrow on {@code connection} leaves or reaches {@code lane}. */
    double x(String lane, String connection) {
        boolean own = connection.startsWith(lane + '.');
        return own && threads.containsKey(connection) ? threads.get(connection) : xs.get(lane);
    }

    double width() {
        return next - APART + LAST;
    }

    /** Moves the lanes apart until the diagram is so wide; threads stay where they are beside their lanes. */
    void stretchTo(double width) {
        double more = (width - width()) / Math.max(1, xs.size() - 1);
        double shift = 0;
        for (String lane : List.copyOf(xs.keySet())) {
            double moved = shift;
            xs.computeIfPresent(lane, (name, x) -> x + moved);
            threads.replaceAll((connection, x) -> connection.startsWith(lane + '.') ? x + moved : x);
            shift += more;
        }
        next += shift - more;
    }

    /** What kind of lane it is, for its colour. */
    String style(String lane) {
        if (clients.contains(lane)) {
            return "client";
        }
        if (lane.equals(REDIS)) {
            return REDIS;
        }
        return lane.equals(Scenario.MASTER) ? Scenario.MASTER : "worker";
    }
}
