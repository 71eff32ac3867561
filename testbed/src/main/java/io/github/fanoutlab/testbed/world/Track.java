package io.github.fanoutlab.testbed.world;

/**
 * What happens one after the other whatever else happens: the arrivals on one direction of a connection, the tasks of a
 * process, the steps of the script on one lane. Things on different tracks are ordered by their times alone.
 */
final class Track {

    private final String lane;
    private final String name;
    private long planned;

    /** {@code lane} is where it happens; {@code name} tells the track from all others of its world. */
    Track(String lane, String name) {
        this.lane = lane;
        this.name = name;
    }

    /** One more thing is going to happen; returns its place, from 1. */
    long add() {
        return ++planned;
    }

    String lane() {
        return lane;
    }

    String name() {
        return name;
    }
}
