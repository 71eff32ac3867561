package io.github.fanoutlab.simulator.spacetime;

/**
 * An emit of a server.
 *
 * @param number from 1, in the order of emitting; the emits of clients are not counted
 * @param event its id in the trace
 * @param moment the number of its {@link Moment}
 * @param timeMicros virtual microseconds since the run began
 * @param lane the server that emits
 * @param name what the event that it sends is called
 * @param text the event's arguments
 */
public record Emit(int number, long event, int moment, long timeMicros, String lane, String name, String text) {

    /** What is emitted: {@code data "payload"}. */
    public String words() {
        return name + " \"" + text + '"';
    }
}
