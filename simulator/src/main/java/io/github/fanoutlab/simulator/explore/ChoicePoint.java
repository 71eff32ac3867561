package io.github.fanoutlab.simulator.explore;

import io.github.fanoutlab.testbed.world.Transition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A place in the order of transitions where several could come next, and how far the search is with them. */
final class ChoicePoint {

    private final List<Transition> enabled;

    /** To be tried here, or tried already. */
    private final Set<Transition> wanted = new LinkedHashSet<>();

    /** Whatever begins with one of these was searched already, here or before. */
    private final Map<Transition, Play.Taken> asleep;

    private Transition chosen;
    private Play.Taken taken;

    ChoicePoint(List<Transition> enabled, Map<Transition, Play.Taken> asleep) {
        this.enabled = enabled;
        this.asleep = asleep;
    }

    void wantAll() {
        wanted.addAll(enabled);
    }

    /** One is enough to begin with; races will tell which others are. */
    void wantOne() {
        enabled.stream()
                .filter(transition -> !asleep.containsKey(transition))
                .findFirst()
                .ifPresent(wanted::add);
    }

    /** To come to an order in which a race ends otherwise, one of {@code alternatives} has to be tried. */
    void wantOneOf(List<Transition> alternatives) {
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
                .filter(transition -> !asleep.containsKey(transition))
                .findFirst()
                .orElse(null);
        return chosen != null;
    }

    Transition chosen() {
        return chosen;
    }

    void took(Play.Taken what) {
        taken = what;
    }

    /** What needs not be tried after the chosen transition: what commutes with it and was searched instead of it. */
    Map<Transition, Play.Taken> stillAsleep() {
        Map<Transition, Play.Taken> still = new LinkedHashMap<>();
        asleep.forEach((transition, what) -> {
            if (Event.commute(transition, what, chosen, taken)) {
                still.put(transition, what);
            }
        });
        return still;
    }

    @Override
    public String toString() {
        return chosen + " of " + new ArrayList<>(enabled);
    }
}
