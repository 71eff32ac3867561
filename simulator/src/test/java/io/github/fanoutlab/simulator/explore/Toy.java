package io.github.fanoutlab.simulator.explore;

import io.github.fanoutlab.testbed.world.RandomSource;
import io.github.fanoutlab.testbed.world.Transition;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A small system of processes that send one another messages, drawn from a seed: who answers what to whom depends on what it
 * has handled before. With a cut: somebody in between, at some time, cuts one of the tracks, and the rest is lost.
 */
final class Toy implements Play {

    private static final String CUT = "cut";

    private final RandomSource random;
    private final int lanes;
    private final int mostHops;
    private final String cutTrack;
    private final Map<String, Deque<Transition>> tracks = new TreeMap<>();
    private final Map<String, Long> planned = new TreeMap<>();
    private final Map<Transition, Integer> hops =
            new TreeMap<>((a, b) -> a.toString().compareTo(b.toString()));
    private final Map<String, List<String>> handled = new TreeMap<>();
    private boolean cut;

    Toy(long seed, int lanes, int messages, int mostHops, boolean withCut) {
        this.random = new RandomSource(seed);
        this.lanes = lanes;
        this.mostHops = mostHops;
        RandomSource first = random.fork("first");
        for (int i = 0; i < messages; i++) {
            plan("P" + first.nextInt(lanes), "start" + first.nextInt(3), 0);
        }
        this.cutTrack = "P" + first.nextInt(lanes) + ">P" + first.nextInt(lanes);
        if (withCut) {
            tracks.put(CUT, new ArrayDeque<>(List.of(new Transition("", CUT, 1))));
        }
    }

    private Transition plan(String lane, String from, int hop) {
        String track = from + ">" + lane;
        Transition transition = new Transition(lane, track, planned.merge(track, 1L, Long::sum));
        tracks.computeIfAbsent(track, none -> new ArrayDeque<>()).add(transition);
        hops.put(transition, hop);
        return transition;
    }

    @Override
    public List<Transition> transitions() {
        return tracks.values().stream()
                .filter(track -> !track.isEmpty())
                .map(Deque::peek)
                .toList();
    }

    @Override
    public Taken take(Transition transition) {
        if (!tracks.get(transition.track()).remove().equals(transition)) {
            throw new AssertionError(transition);
        }
        if (transition.track().equals(CUT)) {
            cut = true;
            return Taken.of(transition, Set.of(), Set.of(), List.of(), List.of(cutTrack));
        }
        List<String> own = handled.computeIfAbsent(transition.lane(), none -> new ArrayList<>());
        if (cut && transition.track().equals(cutTrack)) {
            own.add("lost " + transition.number());
            return Taken.of(transition, Set.of(transition.lane()), Set.of(), List.of(), List.of());
        }
        own.add(transition.toString());
        List<Transition> sent = new ArrayList<>();
        int hop = hops.get(transition) + 1;
        RandomSource whim = random.fork(transition + " after " + own.size() % 2);
        for (int i = whim.nextInt(3); i > 0 && hop <= mostHops; i--) {
            Transition next = plan("P" + whim.nextInt(lanes), transition.lane(), hop);
            sent.add(next);
        }
        return Taken.of(transition, Set.of(transition.lane()), Set.of(), sent, List.of());
    }

    @Override
    public String outcome() {
        return handled.toString();
    }
}
