package io.github.fanoutlab.simulator.explore;

import io.github.fanoutlab.testbed.world.Transition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Searches all schedules of a system: the orders in which its transitions can come. It needs no snapshots. For each schedule it
 * begins the system anew and takes it through the transitions (stateless model checking: Godefroid, <i>Model Checking for
 * Programming Languages using VeriSoft</i>, POPL 1997).
 *
 * <p>The reduced search is <i>source-DPOR</i> with sleep sets (Abdulla, Aronsson, Jonsson, Sagonas: <i>Optimal Dynamic Partial
 * Order Reduction</i>, POPL 2014). It plays one schedule and looks for races in it: two transitions that do not commute, of which either
 * could have come first. For each race it later plays a schedule in which the other one comes first. What it has searched
 * sleeps until a transition comes that does not commute with it.
 *
 * <p>Several systems can be searched one after the other; the results add up.
 */
public final class Explorer {

    private final Search search;
    private final long limit;
    private final Set<Long> states = new LinkedHashSet<>();
    private final Set<Long> ends = new LinkedHashSet<>();
    private final Map<String, Exploration.Outcome> outcomes = new LinkedHashMap<>();
    private long schedules;
    private long abandoned;
    private long transitions;
    private boolean complete = true;

    /** Learns of every schedule that was played to its end. */
    @FunctionalInterface
    public interface Listener<P extends Play> {

        /** {@code number} counts from 1; {@code order} is the schedule. */
        void ended(long number, List<Transition> order, P play);
    }

    /** A search of at most {@code limit} schedules. */
    public Explorer(Search search, long limit) {
        this.search = search;
        this.limit = limit;
    }

    /** The result of all searches so far. */
    public Exploration result() {
        return new Exploration(
                schedules,
                abandoned,
                ends.size(),
                states.size(),
                transitions,
                complete,
                List.copyOf(outcomes.values()));
    }

    /** Searches all schedules of the system that {@code begin} begins anew each time. */
    public <P extends Play> void explore(Supplier<P> begin, Listener<P> listener) {
        List<ChoicePoint> path = new ArrayList<>();
        Set<Long> known = new LinkedHashSet<>();
        do {
            if (schedules + abandoned >= limit) {
                complete = false;
                return;
            }
            P play = begin.get();
            HappensBefore happensBefore = replay(play, path);
            if (extend(play, path, happensBefore, known)) {
                ended(play, path, happensBefore, listener);
            } else {
                abandoned++;
            }
        } while (backtrack(path));
    }

    /** Takes {@code play} to the last choice point and through the transition chosen there. */
    private HappensBefore replay(Play play, List<ChoicePoint> path) {
        HappensBefore happensBefore = new HappensBefore();
        states.add(happensBefore.fingerprint());
        path.forEach(choicePoint -> take(play, choicePoint, happensBefore));
        if (!path.isEmpty()) {
            findRaces(path, happensBefore);
        }
        return happensBefore;
    }

    private void take(Play play, ChoicePoint choicePoint, HappensBefore happensBefore) {
        Play.Taken taken = play.take(choicePoint.chosen());
        choicePoint.took(taken);
        happensBefore.add(choicePoint.chosen(), taken);
        states.add(happensBefore.fingerprint());
        transitions++;
    }

    private void findRaces(List<ChoicePoint> path, HappensBefore happensBefore) {
        if (search == Search.REDUCED) {
            for (int place : happensBefore.racesWithLast()) {
                path.get(place).wantOneOf(happensBefore.alternatives(place));
            }
        }
    }

    /** Plays on to the end; returns false if whatever can follow was, or will be, searched elsewhere. */
    private boolean extend(Play play, List<ChoicePoint> path, HappensBefore happensBefore, Set<Long> known) {
        List<Transition> enabled = play.transitions();
        while (!enabled.isEmpty()) {
            if (search == Search.EVERY_STATE && !known.add(happensBefore.fingerprint())) {
                return false;
            }
            ChoicePoint choicePoint = new ChoicePoint(enabled, asleepAfter(path));
            if (search == Search.REDUCED) {
                choicePoint.wantOne();
            } else {
                choicePoint.wantAll();
            }
            if (!choicePoint.choose()) {
                return false;
            }
            path.add(choicePoint);
            take(play, choicePoint, happensBefore);
            findRaces(path, happensBefore);
            enabled = play.transitions();
        }
        return true;
    }

    private Map<Transition, Play.Taken> asleepAfter(List<ChoicePoint> path) {
        return search == Search.REDUCED && !path.isEmpty()
                ? path.get(path.size() - 1).stillAsleep()
                : new LinkedHashMap<>();
    }

    /** Goes back to the last choice point with something left to try, and chooses that; returns false if there is none. */
    private static boolean backtrack(List<ChoicePoint> path) {
        while (!path.isEmpty() && !path.get(path.size() - 1).choose()) {
            path.remove(path.size() - 1);
        }
        return !path.isEmpty();
    }

    private <P extends Play> void ended(
            P play, List<ChoicePoint> path, HappensBefore happensBefore, Listener<P> listener) {
        schedules++;
        ends.add(happensBefore.fingerprint());
        outcomes.merge(
                play.outcome(), new Exploration.Outcome(play.outcome(), 1, schedules), Exploration.Outcome::plus);
        listener.ended(schedules, path.stream().map(ChoicePoint::chosen).toList(), play);
    }
}
