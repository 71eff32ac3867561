package io.github.fanoutlab.simulator.museum;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * All exhibits. Each runs the servers that ship, in the dialect of a version that had a defect, in a world on virtual time;
 * and again in a version, or run in a way, that had it no more. What it shows is what its label says, or the build fails.
 */
public final class Museum {

    private Museum() {}

    /** Every exhibit, room by room. */
    public static List<Exhibit> exhibits() {
        return Stream.of(
                        SharedState.exhibits(),
                        Hurried.exhibits(),
                        Polled.exhibits(),
                        Balanced.exhibits(),
                        Adapters.exhibits())
                .flatMap(List::stream)
                .toList();
    }

    /** The exhibit of that name. */
    public static Optional<Exhibit> named(String name) {
        return exhibits().stream()
                .filter(exhibit -> exhibit.name().equals(name))
                .findFirst();
    }
}
