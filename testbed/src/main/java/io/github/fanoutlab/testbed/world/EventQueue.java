package io.github.fanoutlab.testbed.world;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * What is going to happen, ordered by (virtual time, sequence number): what was planned first happens first when the time
 * is the same.
 */
final class EventQueue {

    /** One thing that is going to happen, unless it is cancelled before. */
    static final class Planned implements Comparable<Planned> {

        private final long timeMicros;
        private final long sequence;
        private final Track track;
        private final long place;
        private Runnable action;

        private Planned(long timeMicros, long sequence, Track track, Runnable action) {
            this.timeMicros = timeMicros;
            this.sequence = sequence;
            this.track = track;
            this.place = track == null ? 0 : track.next();
            this.action = action;
        }

        private Transition transition() {
            return new Transition(track.lane(), track.name(), place);
        }

        @Override
        public int compareTo(Planned other) {
            int byTime = Long.compare(timeMicros, other.timeMicros);
            return byTime != 0 ? byTime : Long.compare(sequence, other.sequence);
        }
    }

    /** Arrivals, tasks and steps are kept apart from timers, most of which wait for long: a small queue is a quick one. */
    private final PriorityQueue<Planned> inputs = new PriorityQueue<>();

    private final PriorityQueue<Planned> timers = new PriorityQueue<>();
    private long sequence;
    private long happened;
    private List<Transition> watcher;

    /** Plans something that will happen for certain: an arrival, a task, a step of the script. */
    void plan(long timeMicros, Track track, Runnable action) {
        Planned item = new Planned(timeMicros, sequence++, track, action);
        inputs.add(item);
        if (watcher != null) {
            watcher.add(item.transition());
        }
    }

    /** Plans a timer of a node. */
    Planned planTimer(long timeMicros, Runnable action) {
        Planned item = new Planned(timeMicros, sequence++, null, action);
        timers.add(item);
        return item;
    }

    /** The timer will not fire; harmless when it already did. */
    void cancel(Planned timer) {
        timer.action = null;
    }

    /** When the next thing happens; {@link Long#MAX_VALUE} when nothing will. */
    long nextMicros() {
        Planned next = first().peek();
        return next == null ? Long.MAX_VALUE : next.timeMicros;
    }

    /** The queue whose first is the next thing. */
    private PriorityQueue<Planned> first() {
        Planned timer = timers.peek();
        while (timer != null && timer.action == null) {
            timers.poll();
            timer = timers.peek();
        }
        Planned item = inputs.peek();
        return timer == null || item != null && item.compareTo(timer) < 0 ? inputs : timers;
    }

    /** Takes the next thing off; only after {@link #nextMicros()} told that there is one. */
    Runnable next() {
        return happens(first().remove());
    }

    private Runnable happens(Planned item) {
        happened++;
        Runnable action = item.action;
        item.action = null;
        return action;
    }

    /** The first thing on each track, in the order of their times; no timers. */
    List<Transition> firstOnEachTrack() {
        return firstOnTracks().stream().map(Planned::transition).toList();
    }

    private List<Planned> firstOnTracks() {
        Set<String> tracks = new LinkedHashSet<>();
        return inputs.stream()
                .sorted()
                .filter(item -> tracks.add(item.track.name()))
                .toList();
    }

    /** Takes one of {@link #firstOnEachTrack()} off, whatever comes before it by time. */
    Runnable take(Transition transition) {
        Planned wanted = firstOnTracks().stream()
                .filter(item -> item.transition().equals(transition))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        transition + " cannot happen now; what can is one of " + firstOnEachTrack()));
        inputs.remove(wanted);
        return happens(wanted);
    }

    /** From now on, what is planned is added to {@code planned}, except timers; null to stop. */
    void watch(List<Transition> planned) {
        watcher = planned;
    }

    /** Whether nothing but timers is planned. */
    boolean hasOnlyTimers() {
        return inputs.isEmpty();
    }

    /** How many things have happened so far. */
    long happened() {
        return happened;
    }
}
