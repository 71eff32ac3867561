package io.github.fanoutlab.testbed.world;

import java.util.ArrayList;
import java.util.List;

/**
 * All that can happen next in a world if it does not matter how long things take: the first thing on each track. Time stands
 * still, so timers do not fire; whoever takes the transitions decides the order.
 */
public final class Frontier {

    private final World world;

    Frontier(World world) {
        this.world = world;
    }

    /** What can happen next, in an order that is the same for the same past; empty when only timers are left. */
    public List<Transition> transitions() {
        return world.agenda().heads();
    }

    /**
     * Lets {@code transition} happen.
     *
     * @return what it planned: all that it sent, for instance
     * @throws IllegalArgumentException if it is not one of {@link #transitions()}
     */
    public List<Transition> take(Transition transition) {
        Runnable action = world.agenda().takeOff(transition);
        return watch(action);
    }

    /** Does {@code action}, which is nobody's turn, and returns what it planned. */
    public List<Transition> watch(Runnable action) {
        List<Transition> planned = new ArrayList<>();
        world.agenda().watch(planned);
        try {
            action.run();
        } finally {
            world.agenda().watch(null);
        }
        return planned;
    }

    /**
     * The tracks of all connections of {@code node} that were ever called {@code which}, as for {@link World#cut}, both
     * directions of each.
     */
    public List<String> tracks(String node, String which) {
        return world.tracks(node, which);
    }
}
