package io.github.fanoutlab.simulator.explore;

import io.github.fanoutlab.simulator.world.Move;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Searches the orders of moves of a system, without snapshots: for each order it begins the system anew and takes it through
 * the moves (stateless model checking: Godefroid, <i>Model Checking for Programming Languages using VeriSoft</i>, POPL 1997).
 *
 * <p>The reduced search is <i>source-DPOR</i> with sleep sets (Abdulla, Aronsson, Jonsson, Sagonas: <i>Optimal Dynamic Partial
 * Order Reduction</i>, POPL 2014). It takes one order and looks for races in it: two moves that do not commute, each of which
 * could have come first. For each race it takes another order later in which the other one does come first. What it has
 * searched it lets sleep until a move that does not commute with it comes along.
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
    private long moves;
    private boolean complete = true;

    /** Is told of every order that came to its end. */
    @FunctionalInterface
    public interface Listener<P extends Play> {

        /** {@code number} counts from 1; {@code order} is what was taken. */
        void ended(long number, List<Move> order, P play);
    }

    /** Plays at most {@code limit} orders. */
    public Explorer(Search search, long limit) {
        this.search = search;
        this.limit = limit;
    }

    /** What came of all searches so far. */
    public Exploration result() {
        return new Exploration(
                search,
                schedules,
                abandoned,
                ends.size(),
                states.size(),
                moves,
                complete,
                List.copyOf(outcomes.values()));
    }

    /** Searches all orders of the system that {@code begin} begins. */
    public <P extends Play> void explore(Supplier<P> begin, Listener<P> listener) {
        List<Crossing> way = new ArrayList<>();
        Set<Long> known = new LinkedHashSet<>();
        do {
            if (schedules + abandoned >= limit) {
                complete = false;
                return;
            }
            P play = begin.get();
            Past past = again(play, way);
            if (goOn(play, way, past, known)) {
                ended(play, way, past, listener);
            } else {
                abandoned++;
            }
        } while (turnAside(way));
    }

    /** Takes {@code play} to the last crossing, and over it. */
    private Past again(Play play, List<Crossing> way) {
        Past past = new Past();
        states.add(past.fingerprint());
        way.forEach(crossing -> take(play, crossing, past));
        if (!way.isEmpty()) {
            findRaces(way, past);
        }
        return past;
    }

    private void take(Play play, Crossing crossing, Past past) {
        Play.Taken taken = play.take(crossing.chosen());
        crossing.took(taken);
        past.add(crossing.chosen(), taken);
        states.add(past.fingerprint());
        moves++;
    }

    private void findRaces(List<Crossing> way, Past past) {
        if (search == Search.REDUCED) {
            for (int place : past.racesWithLast()) {
                way.get(place).wantOneOf(past.alternatives(place));
            }
        }
    }

    /** Returns false when everything that can follow was, or will be, searched elsewhere. */
    private boolean goOn(Play play, List<Crossing> way, Past past, Set<Long> known) {
        List<Move> enabled = play.moves();
        while (!enabled.isEmpty()) {
            if (search == Search.EVERY_STATE && !known.add(past.fingerprint())) {
                return false;
            }
            Crossing crossing = new Crossing(enabled, asleepAfter(way));
            if (search == Search.REDUCED) {
                crossing.wantOne();
            } else {
                crossing.wantAll();
            }
            if (!crossing.choose()) {
                return false;
            }
            way.add(crossing);
            take(play, crossing, past);
            findRaces(way, past);
            enabled = play.moves();
        }
        return true;
    }

    private Map<Move, Play.Taken> asleepAfter(List<Crossing> way) {
        return search == Search.REDUCED && !way.isEmpty()
                ? way.get(way.size() - 1).stillAsleep()
                : new LinkedHashMap<>();
    }

    /** Goes back to the last crossing where something is left to try, and chooses it; false when there is none. */
    private static boolean turnAside(List<Crossing> way) {
        while (!way.isEmpty() && !way.get(way.size() - 1).choose()) {
            way.remove(way.size() - 1);
        }
        return !way.isEmpty();
    }

    private <P extends Play> void ended(P play, List<Crossing> way, Past past, Listener<P> listener) {
        schedules++;
        ends.add(past.fingerprint());
        outcomes.merge(
                play.outcome(), new Exploration.Outcome(play.outcome(), 1, schedules), Exploration.Outcome::plus);
        listener.ended(schedules, way.stream().map(Crossing::chosen).toList(), play);
    }
}
