package io.github.fanoutlab.simulator.scenario;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a server holds of clients at a moment, as its own API shows it.
 *
 * @param connections 1.0+: the connections of clients; 0.9: the sockets of the default namespace that the program was told of
 * @param tables the ids of sessions, by the name of the table that they stand in. 1.0+: {@code namespace /} and {@code room / red};
 *     0.9: {@code handshaken}, {@code connected}, {@code open}, {@code closed}, {@code roomClients}, and {@code room /red}
 * @param timers timers of the node that are yet to fire
 */
public record Holdings(int connections, Map<String, Collection<String>> tables, int timers) {

    /** Of a process that has no clients. */
    public static final Holdings NONE = new Holdings(0, Map.of(), 0);

    public Holdings {
        Map<String, Collection<String>> copy = new LinkedHashMap<>();
        tables.forEach((name, ids) -> copy.put(name, new ArrayList<>(ids)));
        tables = Collections.unmodifiableMap(copy);
    }

    /** The same on a node with {@code pending} timers. */
    public Holdings withTimers(int pending) {
        return new Holdings(connections, tables, pending);
    }
}
