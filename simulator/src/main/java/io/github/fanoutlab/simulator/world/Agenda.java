package io.github.fanoutlab.simulator.world;

import java.util.PriorityQueue;

/**
 * What is going to happen, ordered by (virtual time, sequence number): what was planned first happens first when the time
 * is the same.
 */
final class Agenda {

    /** One thing that is going to happen, unless it is cancelled before. */
    static final class Item implements Comparable<Item> {

        private final long timeMicros;
        private final long sequence;
        private final boolean timer;
        private Runnable action;

        private Item(long timeMicros, long sequence, boolean timer, Runnable action) {
            this.timeMicros = timeMicros;
            this.sequence = sequence;
            this.timer = timer;
            this.action = action;
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

    /** Plans something that will happen for certain: an arrival, a task, a step of the script. */
    void plan(long timeMicros, Runnable action) {
        items.add(new Item(timeMicros, sequence++, false, action));
        notTimers++;
    }

    /** Plans a timer of a node. */
    Item planTimer(long timeMicros, Runnable action) {
        Item item = new Item(timeMicros, sequence++, true, action);
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
        Item item = items.remove();
        if (!item.timer) {
            notTimers--;
        }
        happened++;
        Runnable action = item.action;
        item.action = null;
        return action;
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
