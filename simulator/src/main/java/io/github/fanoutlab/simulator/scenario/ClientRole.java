package io.github.fanoutlab.simulator.scenario;

import java.util.List;

/**
 * One client, and where it is connected: to one worker, or to several at once with a connection to each.
 *
 * @param name as in reports: {@code C1}
 * @param workers the workers that it has a connection to
 * @param namespace the namespace it connects to
 * @param rooms the rooms that it asks to join before anything is emitted
 * @param isBanned whether the servers' middleware refuses it
 */
public record ClientRole(String name, List<String> workers, String namespace, List<String> rooms, boolean isBanned) {

    public ClientRole {
        workers = List.copyOf(workers);
        rooms = List.copyOf(rooms);
    }

    /** A client of the default namespace, in no room. */
    public static ClientRole on(String name, String... workers) {
        return new ClientRole(name, List.of(workers), "/", List.of(), false);
    }

    public ClientRole in(String... moreRooms) {
        return new ClientRole(name, workers, namespace, List.of(moreRooms), isBanned);
    }

    public ClientRole of(String otherNamespace) {
        return new ClientRole(name, workers, otherNamespace, rooms, isBanned);
    }

    /** The same, with connections to {@code others}. */
    public ClientRole at(List<String> others) {
        return new ClientRole(name, others, namespace, rooms, isBanned);
    }

    /** The same, refused by the servers. */
    public ClientRole banned() {
        return new ClientRole(name, workers, namespace, rooms, true);
    }
}
