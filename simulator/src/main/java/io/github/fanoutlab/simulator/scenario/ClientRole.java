package io.github.fanoutlab.simulator.scenario;

import java.util.List;

/**
 * One client, and where it is connected: to one worker, or to several at once with a connection to each.
 *
 * @param name as in reports: {@code C1}
 * @param workers the workers that it has a connection to
 * @param namespace the namespace it connects to
 * @param rooms the rooms that it asks to join before anything is emitted
 */
public record ClientRole(String name, List<String> workers, String namespace, List<String> rooms) {

    public ClientRole {
        workers = List.copyOf(workers);
        rooms = List.copyOf(rooms);
    }

    /** A client of the default namespace, in no room. */
    public static ClientRole on(String name, String... workers) {
        return new ClientRole(name, List.of(workers), "/", List.of());
    }

    public ClientRole in(String... moreRooms) {
        return new ClientRole(name, workers, namespace, List.of(moreRooms));
    }

    public ClientRole of(String otherNamespace) {
        return new ClientRole(name, workers, otherNamespace, rooms);
    }
}
