package io.github.fanoutlab.simulator.explore;

import io.github.fanoutlab.simulator.world.Move;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A place in the order of moves where several could come next, and how far the search is with them. */
final class Crossing {

    private final List<Move> enabled;

    /** To be tried here, or tried already. */
    private final Set<Move> wanted = new LinkedHashSet<>();

    /** Whatever begins with one of these was searched already, here or before. */
    private final Map<Move, Play.Taken> asleep;

    private Move chosen;
    private Play.Taken taken;

    Crossing(List<Move> enabled, Map<Move, Play.Taken> asleep) {
        this.enabled = enabled;
        this.asleep = asleep;
    }

    void wantAll() {
        wanted.addAll(enabled);
    }

    /** One is enough to begin with; races will tell which others are. */
    void wantOne() {
        enabled.stream().filter(move -> !asleep.containsKey(move)).findFirst().ifPresent(wanted::add);
    }

    /** To come to an order in which a race ends otherwise, one of {@code alternatives} has to be tried. */
    void wantOneOf(List<Move> alternatives) {
        if (alternatives.stream().noneMatch(wanted::contains)) {
            wanted.add(alternatives.get(alternatives.size() - 1));
        }
    }

    /** Chooses the next one to try; false when none is left. */
    boolean choose() {
        if (chosen != null) {
            asleep.put(chosen, taken);
        }
        chosen = wanted.stream()
                .filter(move -> !asleep.containsKey(move))
                .findFirst()
                .orElse(null);
        return chosen != null;
    }

    Move chosen() {
        return chosen;
    }

    void took(Play.Taken what) {
        taken = what;
    }

    /** What needs not be tried after the chosen move: what commutes with it and was searched instead of it. */
    Map<Move, Play.Taken> stillAsleep() {
        Map<Move, Play.Taken> still = new LinkedHashMap<>();
        asleep.forEach((move, what) -> {
            if (Event.commute(move, what, chosen, taken)) {
                still.put(move, what);
            }
        });
        return still;
    }

    @Override
    public String toString() {
        return chosen + " of " + new ArrayList<>(enabled);
    }
}
