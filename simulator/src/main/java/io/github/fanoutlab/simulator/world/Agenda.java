package io.github.fanoutlab.simulator.world;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * What is going to happen, ordered by (virtual time, sequence number): what was planned first happens first when the time
 * is the same.
 */
final class Agenda {

    /** One thing that is going to happen, unless it is cancelled before. */
    static final class Item implements Comparable<Item> {

        private final long timeMicros;
        private final long sequence;
        private final Track track;
        private final long place;
        private Runnable action;

        private Item(long timeMicros, long sequence, Track track, Runnable action) {
            this.timeMicros = timeMicros;
            this.sequence = sequence;
            this.track = track;
            this.place = track == null ? 0 : track.add();
            this.action = action;
        }

        private boolean isTimer() {
            return track == null;
        }

        private Move move() {
            return new Move(track.lane(), track.name(), place);
        }

        @Override
        public int compareTo(Item other) {
            int byTime = Long.compare(timeMicros, other.timeMicros);
            return byTime != 0 ? byTime : Long.compare(sequence, other.sequence);
        }
    }

    private final PriorityQueue<Item> items = new PriorityQueue<>(64);
    private long sequence;
    private long happened;
    private int notTimers;
    private List<Move> watcher;

    /** Plans something that will happen for certain: an arrival, a task, a step of the script. */
    void plan(long timeMicros, Track track, Runnable action) {
        Item item = new Item(timeMicros, sequence++, track, action);
        items.add(item);
        notTimers++;
        if (watcher != null) {
            watcher.add(item.move());
        }
    }

    /** Plans a timer of a node. */
    Item planTimer(long timeMicros, Runnable action) {
        Item item = new Item(timeMicros, sequence++, null, action);
        items.add(item);
        return item;
    }

    /** The timer will not fire; harmless when it already did. */
    void cancel(Item timer) {
        timer.action = null;
    }

    /** When the next thing happens; {@link Long#MAX_VALUE} when nothing will. */
    long nextMicros() {
        while (!items.isEmpty() && items.peek().action == null) {
            items.poll();
        }
        return items.isEmpty() ? Long.MAX_VALUE : items.peek().timeMicros;
    }

    /** Takes the next thing off; only after {@link #nextMicros()} told that there is one. */
    Runnable next() {
        return happens(items.remove());
    }

    private Runnable happens(Item item) {
        if (!item.isTimer()) {
            notTimers--;
        }
        happened++;
        Runnable action = item.action;
        item.action = null;
        return action;
    }

    /** The first thing on each track, in the order of their times. */
    List<Move> heads() {
        return firstOnTracks().stream().map(Item::move).toList();
    }

    private List<Item> firstOnTracks() {
        Set<String> tracks = new LinkedHashSet<>();
        return items.stream()
                .filter(item -> !item.isTimer())
                .sorted()
                .filter(item -> tracks.add(item.track.name()))
                .toList();
    }

    /** Takes one of {@link #heads()} off, whatever comes before it by time. */
    Runnable takeOff(Move move) {
        Item wanted = firstOnTracks().stream()
                .filter(item -> item.move().equals(move))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException(move + " cannot happen now; what can is one of " + heads()));
        items.remove(wanted);
        return happens(wanted);
    }

    /** From now on {@code planned} is told what is planned, but for timers; null to stop. */
    void watch(List<Move> planned) {
        watcher = planned;
    }

    /** Whether nothing but timers is planned. */
    boolean onlyTimers() {
        return notTimers == 0;
    }

    /** How many things have happened so far. */
    long happened() {
        return happened;
    }
}
