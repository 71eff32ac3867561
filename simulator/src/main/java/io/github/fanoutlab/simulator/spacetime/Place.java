package io.github.fanoutlab.simulator.spacetime;

/**
 * Where an arrow begins or ends.
 *
 * @param lane the name of a lane; empty where the trace does not say which
 * @param connection the server's connection to Redis that carries the message ({@code pub}, {@code sub}, {@code client}); empty
 *     for any other connection
 */
public record Place(String lane, String connection) {

    /** The lane itself. */
    public static Place of(String lane) {
        return new Place(lane, "");
    }

    /** The end at {@code lane} of a connection that the trace calls {@code name}: {@code W1.pub}. */
    static Place of(String lane, String name) {
        return new Place(lane, name.startsWith(lane + '.') ? name.substring(lane.length() + 1) : "");
    }
}
