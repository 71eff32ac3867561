package io.github.fanoutlab.simulator.explore;

import io.github.fanoutlab.simulator.world.Move;
import io.github.fanoutlab.simulator.world.RandomSource;
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
    private final Map<String, Deque<Move>> tracks = new TreeMap<>();
    private final Map<String, Long> planned = new TreeMap<>();
    private final Map<Move, Integer> hops = new TreeMap<>((a, b) -> a.toString().compareTo(b.toString()));
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
            tracks.put(CUT, new ArrayDeque<>(List.of(new Move("", CUT, 1))));
        }
    }

    private Move plan(String lane, String from, int hop) {
        String track = from + ">" + lane;
        Move move = new Move(lane, track, planned.merge(track, 1L, Long::sum));
        tracks.computeIfAbsent(track, none -> new ArrayDeque<>()).add(move);
        hops.put(move, hop);
        return move;
    }

    @Override
    public List<Move> moves() {
        return tracks.values().stream()
                .filter(track -> !track.isEmpty())
                .map(Deque::peek)
                .toList();
    }

    @Override
    public Taken take(Move move) {
        if (!tracks.get(move.track()).remove().equals(move)) {
            throw new AssertionError(move);
        }
        if (move.track().equals(CUT)) {
            cut = true;
            return Taken.of(move, Set.of(), Set.of(), List.of(), List.of(cutTrack));
        }
        List<String> own = handled.computeIfAbsent(move.lane(), none -> new ArrayList<>());
        if (cut && move.track().equals(cutTrack)) {
            own.add("lost " + move.number());
            return Taken.of(move, Set.of(move.lane()), Set.of(), List.of(), List.of());
        }
        own.add(move.toString());
        List<Move> sent = new ArrayList<>();
        int hop = hops.get(move) + 1;
        RandomSource whim = random.fork(move + " after " + own.size() % 2);
        for (int i = whim.nextInt(3); i > 0 && hop <= mostHops; i--) {
            Move next = plan("P" + whim.nextInt(lanes), move.lane(), hop);
            sent.add(next);
        }
        return Taken.of(move, Set.of(move.lane()), Set.of(), sent, List.of());
    }

    @Override
    public String outcome() {
        return handled.toString();
    }
}
