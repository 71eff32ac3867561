package io.github.fanoutlab.simulator.explore;

import io.github.fanoutlab.testbed.world.Transition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A place in a schedule where several transitions could come next, and which of them are searched already. */
final class ChoicePoint {

    private final List<Transition> enabled;

    /** Those that must be tried here, or have been. */
    private final Set<Transition> wanted = new LinkedHashSet<>();

    /** The sleep set: whatever begins with one of these was searched already, here or before. */
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

    /** One is enough at first; races will add the others that make a difference. */
    void wantOne() {
        enabled.stream()
                .filter(transition -> !asleep.containsKey(transition))
                .findFirst()
                .ifPresent(wanted::add);
    }

    /** One of {@code alternatives} must be tried, so that a race ends otherwise. */
    void wantOneOf(List<Transition> alternatives) {
        if (alternatives.stream().noneMatch(wanted::contains)) {
            wanted.add(alternatives.get(alternatives.size() - 1));
        }
    }

    /** Chooses the next one to try; returns false if none is left. */
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

    /** The sleep set after the chosen transition: what commutes with it stays asleep. */
    Map<Transition, Play.Taken> stillAsleep() {
        Map<Transition, Play.Taken> still = new LinkedHashMap<>();
        asleep.forEach((transition, what) -> {
            if (TakenTransition.commute(transition, what, chosen, taken)) {
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
