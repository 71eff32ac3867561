package io.github.fanoutlab.simulator.spacetime;

import io.github.fanoutlab.testbed.trace.TraceEvent;
import java.util.List;

/**
 * A dot: what happens on one lane at one time, usually one turn of a process.
 *
 * @param number its place among the moments of the run, from 0, in the order of time
 * @param timeMicros virtual microseconds since the run began
 * @param look what it is drawn as
 * @param label a few words to stand beside it; may be empty
 * @param lines what happens, a line for each event
 * @param emits the numbers of the {@linkplain Emit emits} that it is a part of, in order
 */
public record Moment(
        int number, String lane, long timeMicros, Look look, String label, List<String> lines, List<Integer> emits) {

    public Moment {
        lines = List.copyOf(lines);
        emits = List.copyOf(emits);
    }

    /** How a moment looks: the first that fits any of its events. */
    public enum Look {
        FAULT,
        DEATH,
        EMIT,
        CONNECTED,
        DISCONNECTED,
        DELIVERY,
        START,
        /** Something that does not happen: the arrival of what is lost. */
        LOST,
        ORDINARY;

        static Look of(TraceEvent event) {
            return switch (event.kind()) {
                case FAULT ->
                    event.name().equals("first") ? ORDINARY : FAULT; // it lets something arrive, which is told
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
    }
}
