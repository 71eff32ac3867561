package io.github.fanoutlab.simulator.museum;

import java.util.List;
import java.util.Optional;

/**
 * All exhibits. Each runs the servers of this repository in a simulated world, in the dialect of a version that had the defect,
 * and again in a version or in a setting without it. A version that does not show what its label says fails the build.
 */
public final class Museum {

    /**
     * Exhibits on one subject.
     *
     * @param title the subject
     */
    public record Room(String title, List<Exhibit> exhibits) {}

    private Museum() {}

    /** All rooms, in the order of a visit. */
    public static List<Room> rooms() {
        return List.of(
                new Room("0.9: every process keeps the state of every client", LegacyState.exhibits()),
                new Room("0.9: one session, several nodes", LegacySessions.exhibits()),
                new Room("0.9: clients on xhr-polling", LegacyPolling.exhibits()),
                new Room("Behind a load balancer", LoadBalancing.exhibits()),
                new Room("1.0+: broadcasts over the Redis adapter", AdapterBroadcasts.exhibits()),
                new Room("1.0+: requests to all nodes", AdapterRequests.exhibits()),
                new Room("Streams: what is kept for those who are away", Streams.exhibits()));
    }

    /** Every exhibit, room by room. */
    public static List<Exhibit> exhibits() {
        return rooms().stream().flatMap(room -> room.exhibits().stream()).toList();
    }

    /** The exhibit of that name. */
    public static Optional<Exhibit> named(String name) {
        return exhibits().stream()
                .filter(exhibit -> exhibit.name().equals(name))
                .findFirst();
    }
}
