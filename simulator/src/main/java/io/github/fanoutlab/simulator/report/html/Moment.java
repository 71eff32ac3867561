package io.github.fanoutlab.simulator.report.html;

import io.github.fanoutlab.testbed.trace.Kind;
import io.github.fanoutlab.testbed.trace.TraceEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** A dot of the diagram: what happened on one lane at one time, usually one turn of a process. */
final class Moment {

    /** More lines than these only say how many there are. */
    private static final int MOST_LINES = 8;

    private final int number;
    private final TraceEvent first;
    private final List<TraceEvent> events = new ArrayList<>();
    private final SortedSet<Integer> emits = new TreeSet<>();

    Moment(int number, TraceEvent first) {
        this.number = number;
        this.first = first;
    }

    void add(TraceEvent event, int emit) {
        events.add(event);
        if (emit > 0) {
            emits.add(emit);
        }
    }

    /** Its place among the moments of the run, from 0, in the order of time. */
    int number() {
        return number;
    }

    String lane() {
        return first.lane();
    }

    long timeMicros() {
        return first.timeMicros();
    }

    /** The emits that it is a part of. */
    SortedSet<Integer> emits() {
        return emits;
    }

    List<TraceEvent> events() {
        return events;
    }

    /** Whether it is something that did not happen: the arrival of what was lost. */
    boolean isLoss() {
        return first.kind() == Kind.LOST;
    }

    /** The event that it is drawn for. */
    TraceEvent chief() {
        TraceEvent chief = first;
        for (TraceEvent event : events) {
            if (Look.of(event).ordinal() < Look.of(chief).ordinal()) {
                chief = event;
            }
        }
        return chief;
    }

    Look look() {
        return Look.of(chief());
    }

    /** What happened, a line for each event. */
    String told() {
        StringBuilder text = new StringBuilder();
        int lines = Math.min(events.size(), MOST_LINES);
        for (TraceEvent event : events.subList(0, lines)) {
            text.append(text.isEmpty() ? "" : "\n").append(Telling.of(event));
        }
        if (lines < events.size()) {
            text.append("\n… and ").append(events.size() - lines).append(" more");
        }
        return text.toString();
    }

    /** How a moment looks; the first that fits any of its events. */
    enum Look {
        FAULT,
        DEATH,
        EMIT,
        CONNECTED,
        DISCONNECTED,
        DELIVERY,
        START,
        LOST,
        ORDINARY;

        static Look of(TraceEvent event) {
            return switch (event.kind()) {
                case FAULT -> FAULT;
                case NODE_DIED -> DEATH;
                case EMIT -> EMIT;
                case DELIVERY -> DELIVERY;
                case NODE_STARTED -> START;
                case CONNECTED -> CONNECTED;
                case DISCONNECTED -> DISCONNECTED;
                case LOST -> LOST;
                default -> ORDINARY;
            };
        }

        /** Whether it is shown among the emits, though it belongs to none. */
        boolean isNews() {
            return this != ORDINARY && this != LOST && this != DELIVERY && this != EMIT;
        }
    }
}
