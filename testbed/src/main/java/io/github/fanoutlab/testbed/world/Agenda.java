package io.github.fanoutlab.testbed.world;

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

        private Transition transition() {
            return new Transition(track.lane(), track.name(), place);
        }

        @Override
        public int compareTo(Item other) {
            int byTime = Long.compare(timeMicros, other.timeMicros);
            return byTime != 0 ? byTime : Long.compare(sequence, other.sequence);
        }
    }

    /** Apart from the timers, of which most wait for long: what comes and goes finds its place among few. */
    private final PriorityQueue<Item> items = new PriorityQueue<>();

    private final PriorityQueue<Item> timers = new PriorityQueue<>();
    private long sequence;
    private long happened;
    private List<Transition> watcher;

    /** Plans something that will happen for certain: an arrival, a task, a step of the script. */
    void plan(long timeMicros, Track track, Runnable action) {
        Item item = new Item(timeMicros, sequence++, track, action);
        items.add(item);
        if (watcher != null) {
            watcher.add(item.transition());
        }
    }

    /** Plans a timer of a node. */
    Item planTimer(long timeMicros, Runnable action) {
        Item item = new Item(timeMicros, sequence++, null, action);
        timers.add(item);
        return item;
    }

    /** The timer will not fire; harmless when it already did. */
    void cancel(Item timer) {
        timer.action = null;
    }

    /** When the next thing happens; {@link Long#MAX_VALUE} when nothing will. */
    long nextMicros() {
        Item next = first().peek();
        return next == null ? Long.MAX_VALUE : next.timeMicros;
    }

    /** Where the next thing is the first. */
    private PriorityQueue<Item> first() {
        Item timer = timers.peek();
        while (timer != null && timer.action == null) {
            timers.poll();
            timer = timers.peek();
        }
        Item item = items.peek();
        return timer == null || item != null && item.compareTo(timer) < 0 ? items : timers;
    }

    /** Takes the next thing off; only after {@link #nextMicros()} told that there is one. */
    Runnable next() {
        return happens(first().remove());
    }

    private Runnable happens(Item item) {
        happened++;
        Runnable action = item.action;
        item.action = null;
        return action;
    }

    /** The first thing on each track, in the order of their times. */
    List<Transition> heads() {
        return firstOnTracks().stream().map(Item::transition).toList();
    }

    private List<Item> firstOnTracks() {
        Set<String> tracks = new LinkedHashSet<>();
        return items.stream()
                .sorted()
                .filter(item -> tracks.add(item.track.name()))
                .toList();
    }

    /** Takes one of {@link #heads()} off, whatever comes before it by time. */
    Runnable takeOff(Transition transition) {
        Item wanted = firstOnTracks().stream()
                .filter(item -> item.transition().equals(transition))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException(transition + " cannot happen now; what can is one of " + heads()));
        items.remove(wanted);
        return happens(wanted);
    }

    /** From now on {@code planned} is told what is planned, but for timers; null to stop. */
    void watch(List<Transition> planned) {
        watcher = planned;
    }

    /** Whether nothing but timers is planned. */
    boolean onlyTimers() {
        return items.isEmpty();
    }

    /** How many things have happened so far. */
    long happened() {
        return happened;
    }
}
