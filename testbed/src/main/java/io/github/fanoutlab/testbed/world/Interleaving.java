package io.github.fanoutlab.testbed.world;

import java.util.ArrayList;
import java.util.List;

/**
 * All that can happen next in a world if it does not matter how long things take: the first thing on each track. Time stands
 * still, so timers do not fire. Whoever takes the transitions decides in which order things happen.
 */
public final class Interleaving {

    private final EventQueue queue;
    private final Tracks tracks;
    private final String redis;

    /** {@code redis} is the lane of the world's first Redis. */
    Interleaving(EventQueue queue, Tracks tracks, String redis) {
        this.queue = queue;
        this.tracks = tracks;
        this.redis = redis;
    }

    /** What can happen next, in an order that what has happened decides; empty when only timers are left. */
    public List<Transition> transitions() {
        return queue.firstOnEachTrack();
    }

    /**
     * Lets {@code transition} happen.
     *
     * @return what it planned: all that it sent, for instance
     * @throws IllegalArgumentException if it is not one of {@link #transitions()}
     */
    public List<Transition> take(Transition transition) {
        return watch(queue.take(transition));
    }

    /** Does {@code action}, which is nobody's turn, and returns what it planned. */
    public List<Transition> watch(Runnable action) {
        List<Transition> planned = new ArrayList<>();
        queue.watch(planned);
        try {
            action.run();
        } finally {
            queue.watch(null);
        }
        return planned;
    }

    /**
     * The tracks of both directions of all connections of {@code node} that were ever called {@code which}, as for {@link
     * Faults}.
     */
    public List<String> tracks(String node, String which) {
        return tracks.ofConnections(node, which, redis);
    }
}
